/** The compiled Cedar policies in this process: Cedar itself in WebAssembly decides. */
import { randomUUID } from "node:crypto";
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { toAgentcore } from "../../compiler/emit/cedar/agentcore-request.ts";
import { emitCedar } from "../../compiler/emit/cedar/emit.ts";
import { type CedarRequest, toCedar } from "../../compiler/emit/cedar/request.ts";
import type { Emission } from "../../compiler/emit/emission.ts";
import { isObject, own } from "../../compiler/model/json.ts";
import type { Instant, Policy } from "../../compiler/model/policy.ts";
import { failure } from "../failure.ts";
import type { Runner } from "./compiled.ts";
import { keepWasmCallsApart } from "./wasm.ts";

export const cedarRunner: Runner = {
  kind: "cedar",
  settings: { namespace: "Remit" },
  compile: (policy, target, at, data) => emitCedar({ policy, target, at }, data),
  open: async (policy, emission) => {
    const engine = openCedar(policy, emission, freshId());
    return (request, at) => {
      const { asked, allow, errors } = engine.decide(request, at);
      if (!asked) return undefined;
      const [first] = errors;
      // An error switches a policy off: whatever the answer then is, it is not to be trusted.
      if (first !== undefined) throw failure(`Cedar could not evaluate the compiled policies: ${first}`);
      return {
        decision: allow ? "allow" : "deny",
        reason: allow
          ? "A permit allows it, and no forbid applies."
          : "No permit allows it, or a forbid applies.",
      };
    };
  },
};

/** Cedar keeps what it has read under a name; no two outputs may share one. */
const freshId = (): string => `remit ${randomUUID()}`;

export interface CedarDecision {
  /** False: the target never sees such a request, and `allow` says nothing. */
  readonly asked: boolean;
  readonly allow: boolean;
  /** Evaluation errors of the engine: there must never be one. */
  readonly errors: readonly string[];
}

export interface CedarEngine {
  /** Strict validation of what is loaded: errors and warnings, which must be none. */
  validate(): readonly string[];
  /** Decides a request of any shape at its own time, else at `at` (epoch seconds). */
  decide(request: unknown, at: Instant): CedarDecision;
  /** What Cedar says of requests of its own, all of which must be allowed. */
  ask(requests: readonly CedarRequest[]): CedarDecision;
}

/** Loads the output of one target under a name of its own; an output that Cedar does not read is a failure. */
export function openCedar(policy: Policy, emission: Emission, id: string): CedarEngine {
  keepWasmCallsApart();
  const { target } = emission;
  const text = (path: string): string =>
    String(emission.files.find((file) => file.path === path)?.content ?? "");
  const schema = text("schema.cedarschema");
  const staticPolicies = policyTexts(text("policies.json"));
  const gateway = target.settings.profile === "agentcore";
  const namespace = String(target.settings.namespace ?? "Remit");
  const actions = new Set(policyActions(schema));
  readOrFail(cedar.preparseSchema(id, schema), "schema");
  readOrFail(cedar.preparsePolicySet(id, { staticPolicies }), "policies");
  const ask = (requests: readonly CedarRequest[]): CedarDecision => {
    const answers = requests.map((one) => askOne(id, one));
    return {
      asked: true,
      allow: answers.every(({ allow }) => allow),
      errors: answers.flatMap(({ errors }) => errors),
    };
  };
  return {
    ask,
    validate() {
      const answer = cedar.validate({
        schema,
        policies: { staticPolicies },
        validationSettings: { mode: "strict" },
      });
      if (answer.type === "failure") return answer.errors.map((error) => error.message);
      return [
        ...answer.validationErrors.map(({ policyId, error }) => `${policyId}: ${error.message}`),
        ...answer.validationWarnings.map(({ policyId, error }) => `${policyId}: ${error.message}`),
        ...answer.otherWarnings.map((warning) => warning.message),
      ];
    },
    decide(request, at) {
      const question = gateway
        ? toAgentcore(policy, target, request, at)
        : toCedar(policy, namespace, actions, request, at);
      if (question.kind === "ask") {
        // A gateway knows only the tools that some policy of it names.
        const known = question.requests.every(({ action }) => !gateway || actions.has(action.id));
        return known ? ask(question.requests) : { asked: true, allow: false, errors: [] };
      }
      return { asked: question.kind === "denied", allow: false, errors: [] };
    },
  };
}

function askOne(id: string, one: CedarRequest): Omit<CedarDecision, "asked"> {
  const answer = cedar.statefulIsAuthorized({
    principal: one.principal,
    action: one.action,
    resource: one.resource,
    context: copied(one.context),
    entities: one.entities.map(({ uid, attrs, parents, tags }) => ({
      uid,
      attrs: copied(attrs),
      parents: [...parents],
      ...(tags === undefined ? {} : { tags: copied(tags) }),
    })),
    preparsedSchemaName: id,
    validateRequest: true,
    preparsedPolicySetId: id,
  });
  if (answer.type === "failure") return { allow: false, errors: answer.errors.map((error) => error.message) };
  const { decision, diagnostics } = answer.response;
  return {
    allow: decision === "allow",
    errors: diagnostics.errors.map(({ policyId, error }) => `${policyId}: ${error.message}`),
  };
}

type CedarContext = Parameters<typeof cedar.statefulIsAuthorized>[0]["context"];

/** Cedar's types want mutable values. */
const copied = (value: Readonly<Record<string, unknown>>): CedarContext => JSON.parse(JSON.stringify(value));

function readOrFail(answer: cedar.CheckParseAnswer, what: string): void {
  if (answer.type === "failure")
    throw failure(
      `Cedar does not read the compiled ${what}: ${answer.errors.map((error) => error.message).join("; ")}`,
    );
}

function policyTexts(json: string): Record<string, string> {
  const value: unknown = JSON.parse(json);
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([id, body]) => [id, statementOf(body)]));
}

/** A policy's text, or the statement in the body that AgentCore takes. */
function statementOf(body: unknown): string {
  const definition = isObject(body) ? own(body, "definition") : undefined;
  const inner = isObject(definition) ? own(definition, "cedar") : undefined;
  return String(isObject(inner) ? own(inner, "statement") : body);
}

/** The action ids that the schema declares: the names that stand after `action`. */
function policyActions(schema: string): readonly string[] {
  const answer = cedar.schemaToJson(schema);
  if (answer.type === "failure") return [];
  return Object.values(answer.json).flatMap((part) => Object.keys(part.actions));
}
