/**
 * Remit conditions as Cedar expressions. Every attribute is guarded with `has` (in the schema all of them are optional,
 * so that strict validation proves it), so no expression of a request with well-typed values can end in an error: an
 * error would switch a policy off, and a `forbid` that is off allows.
 */
import { formatDecimal, formatInstant } from "../../literals.ts";
import type { Atom, Dnf, Fact, Grant, IntervalSet, Range, Subject, Variable } from "../../model/policy.ts";
import { MAX_INSTANT, MIN_INSTANT } from "../../model/policy.ts";
import { cedarString } from "../escape.ts";

export const instant = (seconds: number): string => `datetime("${formatInstant(seconds)}")`;

/** Joins by `&&`, `true` for none. */
export const all = (parts: readonly string[]): string => (parts.length === 0 ? "true" : parts.join(" && "));

/** Joins by `||` in parentheses, `false` for none. */
export const any = (parts: readonly string[]): string =>
  parts.length === 0 ? "false" : parts.length === 1 ? (parts[0] ?? "false") : `(${parts.join(" || ")})`;

/** A glob as a Cedar pattern; `undefined` where it holds `?`, which Cedar has not. */
export function like(subject: string, glob: string): string | undefined {
  if (glob.includes("?")) return undefined;
  return glob.includes("*") ? `${subject} like ${cedarString(glob)}` : `${subject} == ${cedarString(glob)}`;
}

/** `[from, until)` on a datetime expression. */
export function within(clock: string, range: Range): string {
  const parts: string[] = [];
  if (range.from > MIN_INSTANT) parts.push(`${clock} >= ${instant(range.from)}`);
  if (range.until < MAX_INSTANT) parts.push(`${clock} < ${instant(range.until)}`);
  return parts.length > 1 ? `(${all(parts)})` : all(parts);
}

export const withinAny = (clock: string, set: IntervalSet): string =>
  any(set.map((range) => within(clock, range)));

/** Where a request's values stand; each is read by `path` only behind `guard`. */
export interface Place {
  readonly guard: readonly string[];
  readonly path: string;
}

export type Facts = Readonly<Record<string, Fact>>;

/** Plain Cedar's place of a variable. */
export function placeOf(variable: Variable, facts: Facts): Place {
  const key = cedarString(variable.name);
  if (variable.kind === "fact") {
    const path = `context.facts[${key}]`;
    const fresh = facts[variable.name]?.fresh ?? 0;
    return {
      guard: [
        "context has now",
        "context has facts",
        `context.facts has ${key}`,
        `${path} has at`,
        `${path} has value`,
        `${path}.at <= context.now`,
        `context.now.durationSince(${path}.at) <= duration("${fresh}s")`,
      ],
      path: `${path}.value`,
    };
  }
  if (variable.kind === "context") return { guard: [`context has ${key}`], path: `context[${key}]` };
  return { guard: ["context has inputs", `context.inputs has ${key}`], path: `context.inputs[${key}]` };
}

/** An atom that is known and holds; `undefined` where Cedar cannot say it. */
export function atomText(atom: Atom, place: Place): string | undefined {
  const test = comparison(atom, place.path);
  return test === undefined ? undefined : all([...place.guard, test]);
}

function comparison(atom: Atom, path: string): string | undefined {
  if ("values" in atom) {
    const set = `[${atom.values.map((value) => literal(atom.type, value)).join(", ")}].contains(${path})`;
    return atom.op === "one-of" ? set : `!${set}`;
  }
  if (atom.op === "like" || atom.op === "not-like") {
    const test = like(path, atom.value);
    return test === undefined || atom.op === "like" ? test : `!(${test})`;
  }
  if (atom.op === "in" || atom.op === "not-in")
    return `${atom.op === "in" ? "" : "!"}${path}.isInRange(${literal("ip", atom.value)})`;
  const value = literal(atom.type, String(atom.value));
  if (atom.op === "==" || atom.op === "!=") return `${path} ${atom.op} ${value}`;
  return atom.type === "decimal"
    ? `${path}.${decimalMethods[atom.op]}(${value})`
    : `${path} ${atom.op} ${value}`;
}

const decimalMethods = {
  "<": "lessThan",
  "<=": "lessThanOrEqual",
  ">": "greaterThan",
  ">=": "greaterThanOrEqual",
} as const;

function literal(type: Atom["type"], value: string): string {
  switch (type) {
    case "decimal":
      return `decimal("${cedarDecimal(BigInt(value))}")`;
    case "ip":
      return `ip(${cedarString(value)})`;
    case "string":
      return cedarString(value);
    default:
      return value;
  }
}

/** Cedar's decimals have one to four fractional digits, never none. */
export function cedarDecimal(scaled: bigint): string {
  const text = formatDecimal(scaled);
  return text.includes(".") ? text : `${text}.0`;
}

/** A whole normal form; `undefined` where one of its atoms cannot be said. */
export function dnfText(dnf: Dnf, place: (variable: Variable) => Place): string | undefined {
  const parts: string[] = [];
  for (const conjunction of dnf) {
    const atoms = conjunction.map((atom) => atomText(atom, place(atom.variable)));
    if (atoms.some((text) => text === undefined)) return undefined;
    parts.push(
      atoms.length > 0 && dnf.length > 1
        ? `(${all(atoms.flatMap((text) => text ?? []))})`
        : all(atoms.flatMap((text) => text ?? [])),
    );
  }
  return any(parts);
}

/** On whose behalf: nobody's where the grant names no subject. */
export function subjectText(subjects: Grant["subjects"]): string {
  if (subjects.length === 0) return "!(context has on_behalf_of)";
  return all(["context has on_behalf_of", ...subjects.map((one) => any(one.map(subjectTest)))]);
}

function subjectTest(subject: Subject): string {
  if (subject.kind === "group") return `context.on_behalf_of.groups.contains(${cedarString(subject.claim)})`;
  const user = `context.on_behalf_of.user == ${cedarString(subject.email)}`;
  if (subject.kind === "user" || subject.left === undefined) return user;
  return `(${user} && context.now < ${instant(subject.left)})`;
}

/** A resource that matches each of the lists. */
export function resourceText(resources: Grant["resources"]): string | undefined {
  const lists: string[] = [];
  for (const globs of resources) {
    const tests = globs.map((glob) => like("resource.name", glob));
    if (tests.some((test) => test === undefined)) return undefined;
    lists.push(any(tests.flatMap((test) => test ?? [])));
  }
  return lists.length === 0 ? undefined : all(["resource has name", ...lists]);
}
