/** A request from outside, read by the rules of the language reference, Requests. */
import { isObject, type JsonObject, own, readText } from "./json.ts";
import type { Atom, Instant, Policy } from "./policy.ts";
import { isSafePath } from "./safe-path.ts";
import { readInstant } from "./time.ts";
import { readTyped, type TypedValue } from "./typed.ts";

/** A request whose parts are well-formed. What counts as missing is left out; values are read by type when asked. */
export interface ReadRequest {
  readonly agent: string;
  readonly action: string;
  readonly resource?: string;
  readonly at: Instant;
  readonly subject?: { readonly user: string; readonly groups: readonly string[] };
  readonly via: readonly string[];
  readonly approvals: readonly ReadApproval[];
  readonly inputs: JsonObject;
  readonly context: JsonObject;
  readonly facts: JsonObject;
}

export interface ReadApproval {
  readonly by: string;
  readonly at: Instant;
  readonly agent: string;
  readonly action: string;
  readonly resource?: string;
  readonly inputs: JsonObject;
}

/** Why a request is denied outright, as a sentence. */
export interface Malformed {
  readonly malformed: string;
}

const KEYS: ReadonlySet<string> = new Set([
  "agent",
  "action",
  "resource",
  "time",
  "on_behalf_of",
  "via",
  "approvals",
  "inputs",
  "context",
  "facts",
]);

/** The request, its time `at` where it names none; or why it is denied outright. */
export function readRequest(policy: Policy, request: unknown, at: Instant): ReadRequest | Malformed {
  if (!isObject(request)) return { malformed: "The request is not a JSON object." };
  const given = (key: string) => own(request, key);
  const unknownKey = Object.keys(request).find((key) => !KEYS.has(key) && given(key) !== undefined);
  if (unknownKey !== undefined)
    return { malformed: `The request has a key that does not exist: ${JSON.stringify(unknownKey)}.` };

  const agent = readText(given("agent"));
  if (agent === undefined) return { malformed: needed(request, "agent", "a non-empty string") };
  const action = readText(given("action"));
  if (action === undefined) return { malformed: needed(request, "action", "a non-empty string") };
  const resource = optional(given("resource"), readText);
  if (resource === MALFORMED) return { malformed: needed(request, "resource", "a non-empty string") };
  const time = optional(given("time"), readInstant);
  if (time === MALFORMED)
    return { malformed: needed(request, "time", "an RFC 3339 instant with its offset") };
  const subject = optional(given("on_behalf_of"), readSubject);
  if (subject === MALFORMED)
    return {
      malformed: needed(request, "on_behalf_of", "a user in lower case with a list of groups, if any"),
    };
  const via = optional(given("via"), readTexts);
  if (via === MALFORMED) return { malformed: needed(request, "via", "a list of agents") };
  if (resource !== undefined && isEscaping(policy, action, resource))
    return {
      malformed:
        "The resource has a '.' or '..' segment or a control character, so what it names is not what it says.",
    };
  return {
    agent,
    action,
    resource,
    at: time ?? at,
    subject,
    via: via ?? [],
    approvals: listOrNone(given("approvals")).flatMap((approval) => readApproval(approval) ?? []),
    inputs: objectOrNone(given("inputs")),
    context: objectOrNone(given("context")),
    facts: objectOrNone(given("facts")),
  };
}

/** The value that an atom speaks of: `undefined` where it is missing, malformed, of another type, or a stale fact. */
export function knownValue(
  policy: Policy,
  request: ReadRequest,
  atom: Pick<Atom, "variable" | "type">,
): TypedValue | undefined {
  const { variable, type } = atom;
  switch (variable.kind) {
    case "input":
      return readTyped(type, own(request.inputs, variable.name));
    case "context":
      return readTyped(type, own(request.context, variable.name));
    case "fact": {
      const declared = own(policy.facts, variable.name);
      const fact = own(request.facts, variable.name);
      if (!declared || !isObject(fact)) return undefined;
      const attested = readInstant(own(fact, "at"));
      if (attested === undefined || attested > request.at || request.at - attested > declared.fresh)
        return undefined;
      return readTyped(type, own(fact, "value"));
    }
  }
}

const MALFORMED = Symbol("malformed");

/** Absent is not malformed; `null` is. */
function optional<T>(
  value: unknown,
  read: (value: unknown) => T | undefined,
): T | undefined | typeof MALFORMED {
  return value === undefined ? undefined : (read(value) ?? MALFORMED);
}

function needed(request: JsonObject, key: string, what: string): string {
  return own(request, key) === undefined
    ? `The request has no '${key}'; it must be ${what}.`
    : `The request's '${key}' is malformed; it must be ${what}.`;
}

function readTexts(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts = value.flatMap((item) => readText(item) ?? []);
  return texts.length === value.length ? texts : undefined;
}

/**
 * Blocks that got letters with an upper case in recent versions of Unicode: engines differ on what is lower case there,
 * so nothing in them counts as such.
 */
const YOUNG_LETTERS = /[\u1c80-\u1cbf\u2c00-\u2c5f\ua640-\ua7ff\uab30-\uabbf\u{10000}-\u{1ffff}]/u;

function isLowerCase(text: string): boolean {
  return text === text.toLowerCase() && !YOUNG_LETTERS.test(text);
}

function readSubject(value: unknown): ReadRequest["subject"] {
  if (!isObject(value)) return undefined;
  const user = readText(own(value, "user"));
  const groups = optional(own(value, "groups"), readTexts);
  if (user === undefined || !isLowerCase(user) || groups === MALFORMED) return undefined;
  return { user, groups: groups ?? [] };
}

function readApproval(value: unknown): ReadApproval | undefined {
  if (!isObject(value)) return undefined;
  const by = readText(own(value, "by"));
  const at = readInstant(own(value, "at"));
  const agent = readText(own(value, "agent"));
  const action = readText(own(value, "action"));
  const resource = optional(own(value, "resource"), readText);
  const inputs = own(value, "inputs");
  if (by === undefined || at === undefined || agent === undefined || action === undefined) return undefined;
  if (resource === MALFORMED || (inputs !== undefined && !isObject(inputs))) return undefined;
  return { by, at, agent, action, resource, inputs: inputs ?? {} };
}

function listOrNone(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function objectOrNone(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** For declared services and `tool`, whose servers read a resource as a path. */
function isEscaping(policy: Policy, action: string, resource: string): boolean {
  return readsPaths(policy, action) && !isSafePath(resource);
}

/** Whether the action is of a declared service or of `tool`. */
export function readsPaths(policy: Policy, action: string): boolean {
  const service = action.slice(0, Math.max(action.indexOf(":"), 0));
  return service === "tool" || own(policy.services, service) !== undefined;
}
