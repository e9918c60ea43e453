/**
 * A Remit request as Cedar requests: one for the agent and one for each agent in `via`, all of which must be
 * allowed. Names and ids are made here and nowhere else. A value that is missing, malformed or of a wrong type is
 * left out, so that it is unknown to the policies too.
 */

import { formatInstant } from "../../literals.ts";
import { own } from "../../model/json.ts";
import type { Instant, Policy, ValueType } from "../../model/policy.ts";
import { readRequest } from "../../model/read-request.ts";
import { readInstant } from "../../model/time.ts";
import { readTyped, type TypedValue } from "../../model/typed.ts";
import { cedarDecimal } from "./expression.ts";
import { toolPrefix } from "./policies.ts";
import { declaredAction } from "./schema.ts";

/** Cedar's JSON form of values: extension values under `__extn`. */
export type CedarValue =
  | string
  | number
  | boolean
  | readonly CedarValue[]
  | { readonly __extn: { readonly fn: string; readonly arg: string } }
  | { readonly [key: string]: CedarValue };

export interface CedarUid {
  readonly type: string;
  readonly id: string;
}

export interface CedarRequest {
  readonly principal: CedarUid;
  readonly action: CedarUid;
  readonly resource: CedarUid;
  readonly context: Readonly<Record<string, CedarValue>>;
  readonly entities: readonly {
    readonly uid: CedarUid;
    readonly attrs: Readonly<Record<string, CedarValue>>;
    readonly parents: readonly CedarUid[];
    readonly tags?: Readonly<Record<string, CedarValue>>;
  }[];
}

export type CedarQuestion =
  /** Nothing that this target is ever asked; its answer would say nothing. */
  | { readonly kind: "unseen"; readonly reason: string }
  | { readonly kind: "denied"; readonly reason: string }
  | { readonly kind: "ask"; readonly requests: readonly CedarRequest[] };

/** `at` is the clock of a request without `time`. Denied outright: malformed requests, and actions outside of the schema. */
export function toCedar(
  policy: Policy,
  namespace: string,
  actions: ReadonlySet<string>,
  request: unknown,
  at: Instant,
): CedarQuestion {
  const read = readRequest(policy, request, at);
  if ("malformed" in read) return { kind: "denied", reason: read.malformed };
  const tool = read.action.startsWith(toolPrefix);
  // The entity that all tools share is no action of the policy.
  if (!tool && (read.action === "tool" || !actions.has(read.action)))
    return { kind: "denied", reason: "No permission of this target names the action." };
  const inputs = tool ? {} : inputsOf(policy, read.action, read.inputs);
  const facts = factsOf(policy, read.facts);
  if (inputs === INEXACT || facts === INEXACT)
    return { kind: "unseen", reason: "Cedar's JavaScript interface carries numbers below 2^53 only." };
  const ip = readTyped("ip", own(read.context, "ip"));
  const mfa = readTyped("bool", own(read.context, "mfa"));
  const context: Record<string, CedarValue> = {
    now: extension("datetime", formatInstant(read.at)),
    facts,
    inputs,
    ...(read.subject === undefined
      ? {}
      : { on_behalf_of: { user: read.subject.user, groups: read.subject.groups } }),
    ...(ip === undefined ? {} : { ip: extension("ip", String(own(read.context, "ip"))) }),
    ...(mfa === undefined ? {} : { mfa: own(read.context, "mfa") === true }),
    ...(tool ? { tool: read.action.slice(toolPrefix.length) } : {}),
  };
  const resource = { type: `${namespace}::Resource`, id: read.resource ?? "" };
  const entities: CedarRequest["entities"] = [
    { uid: resource, attrs: read.resource === undefined ? {} : { name: read.resource }, parents: [] },
  ];
  const agents = [...new Set([read.agent, ...read.via])];
  return {
    kind: "ask",
    requests: agents.map((agent) => ({
      principal: { type: `${namespace}::Agent`, id: agent },
      action: { type: `${namespace}::Action`, id: tool ? "tool" : read.action },
      resource,
      context,
      entities,
    })),
  };
}

const extension = (fn: string, arg: string): CedarValue => ({ __extn: { fn, arg } });

/** A value of the type that Cedar's JavaScript interface cannot carry exactly. */
export const INEXACT = Symbol("inexact");
type Carried = CedarValue | typeof INEXACT;

function inputsOf(policy: Policy, action: string, inputs: Readonly<Record<string, unknown>>): Carried {
  return recordOf(
    Object.entries(declaredAction(policy, action)?.inputs ?? {}).map(([name, type]) => [
      name,
      cedarTyped(type, own(inputs, name)),
    ]),
  );
}

function factsOf(policy: Policy, facts: Readonly<Record<string, unknown>>): Carried {
  return recordOf(
    Object.values(policy.facts).map((fact) => {
      const given = own(facts, fact.name);
      if (typeof given !== "object" || given === null) return [fact.name, undefined];
      const at = readInstant(Reflect.get(given, "at"));
      const value = cedarTyped(fact.type, Reflect.get(given, "value"));
      if (at === undefined || value === undefined) return [fact.name, undefined];
      if (value === INEXACT) return [fact.name, INEXACT];
      return [fact.name, { value, at: extension("datetime", formatInstant(at)) }];
    }),
  );
}

function recordOf(entries: readonly (readonly [string, Carried | undefined])[]): Carried {
  const values = new Map<string, CedarValue>();
  for (const [name, value] of entries) {
    if (value === INEXACT) return INEXACT;
    if (value !== undefined) values.set(name, value);
  }
  return Object.fromEntries(values);
}

/** A value of the type; `undefined` where the request's is not one, `INEXACT` where it cannot be carried. */
export function cedarTyped(type: ValueType, raw: unknown): Carried | undefined {
  const value = readTyped(type, raw);
  return value === undefined ? undefined : cedarValue(value, raw);
}

function cedarValue(value: TypedValue, raw: unknown): Carried {
  switch (value.type) {
    case "decimal":
      return extension("decimal", cedarDecimal(value.value));
    case "ip":
      return extension("ip", String(raw));
    case "int":
      return Number.isSafeInteger(Number(value.value)) ? Number(value.value) : INEXACT;
    default:
      return value.value;
  }
}
