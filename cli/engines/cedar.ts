/** The compiled Cedar policies in this process: Cedar itself in WebAssembly decides. */
import { randomUUID } from "node:crypto";
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { emitCedar } from "../../compiler/emit/cedar/emit.ts";
import { toCedar } from "../../compiler/emit/cedar/request.ts";
import type { Emission } from "../../compiler/emit/emission.ts";
import type { Instant, Policy } from "../../compiler/model/policy.ts";
import { failure } from "../failure.ts";
import type { Runner } from "./compiled.ts";

export const cedarRunner: Runner = {
  kind: "cedar",
  settings: { namespace: "Remit" },
  compile: (policy, target, at, data) => emitCedar({ policy, target, at }, data),
  open: async (policy, emission) => {
    const engine = openCedar(policy, emission, freshId());
    return (request, at) => {
      const { allow, errors } = engine.decide(request, at);
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
  readonly allow: boolean;
  /** Evaluation errors of the engine: there must never be one. */
  readonly errors: readonly string[];
}

export interface CedarEngine {
  /** Strict validation of what is loaded: errors and warnings, which must be none. */
  validate(): readonly string[];
  /** Decides a request of any shape at its own time, else at `at` (epoch seconds). */
  decide(request: unknown, at: Instant): CedarDecision;
}

/** Loads the output of one target under a name of its own; an output that Cedar does not read is a failure. */
export function openCedar(policy: Policy, emission: Emission, id: string): CedarEngine {
  const text = (path: string): string =>
    String(emission.files.find((file) => file.path === path)?.content ?? "");
  const schema = text("schema.cedarschema");
  const staticPolicies = policyTexts(text("policies.json"));
  const namespace = String(emission.target.settings.namespace ?? "Remit");
  const actions = new Set(policyActions(schema));
  readOrFail(cedar.preparseSchema(id, schema), "schema");
  readOrFail(cedar.preparsePolicySet(id, { staticPolicies }), "policies");
  return {
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
      const question = toCedar(policy, namespace, actions, request, at);
      if (question.kind === "denied") return { allow: false, errors: [] };
      const errors: string[] = [];
      let allow = true;
      for (const one of question.requests) {
        const answer = cedar.statefulIsAuthorized({
          principal: one.principal,
          action: one.action,
          resource: one.resource,
          context: copied(one.context),
          entities: one.entities.map((entity) => ({
            uid: entity.uid,
            attrs: copied(entity.attrs),
            parents: [...entity.parents],
          })),
          preparsedSchemaName: id,
          validateRequest: true,
          preparsedPolicySetId: id,
        });
        if (answer.type === "failure") {
          errors.push(...answer.errors.map((error) => error.message));
          allow = false;
        } else {
          errors.push(
            ...answer.response.diagnostics.errors.map(
              ({ policyId, error }) => `${policyId}: ${error.message}`,
            ),
          );
          if (answer.response.decision !== "allow") allow = false;
        }
      }
      return { allow, errors };
    },
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
  return Object.fromEntries(Object.entries(value).map(([id, text]) => [id, String(text)]));
}

/** The action ids that the schema declares: the names that stand after `action`. */
function policyActions(schema: string): readonly string[] {
  const answer = cedar.schemaToJson(schema);
  if (answer.type === "failure") return [];
  return Object.values(answer.json).flatMap((part) => Object.keys(part.actions));
}
