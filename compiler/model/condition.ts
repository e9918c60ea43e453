/**
 * Conditions and their normal forms (language reference, `where`). In three-valued logic an atom whose value is
 * missing is unknown under `not` too, so "true" and "false" each are a disjunction of conjunctions of atoms that are
 * known and hold.
 */
import type { Atom, Dnf } from "./policy.ts";

export type Condition =
  | { readonly kind: "and" | "or"; readonly operands: readonly Condition[] }
  | { readonly kind: "not"; readonly operand: Condition }
  | { readonly kind: "atom"; readonly atom: Atom };

/** Conjunctions that a normal form may have. */
export const MAX_CONJUNCTIONS = 256;

export type NormalForms =
  /** `whenTrue` is `Grant.condition`; `whenFalse` is `Deny.unless`. */
  | { readonly kind: "forms"; readonly whenTrue: Dnf; readonly whenFalse: Dnf }
  | { readonly kind: "too-complex"; readonly limit: number };

/** Both normal forms, simplified; or that one of them is over the limit. */
export function normalForms(condition: Condition): NormalForms {
  const whenTrue = form(condition, true);
  const whenFalse = whenTrue && form(condition, false);
  return whenTrue && whenFalse
    ? { kind: "forms", whenTrue, whenFalse }
    : { kind: "too-complex", limit: MAX_CONJUNCTIONS };
}

/** The conditions of a `may` and of the scopes around it, joined by `and`. Absent ones ask nothing. */
export function conjoin(...conditions: readonly (Condition | undefined)[]): Condition | undefined {
  const operands = conditions.filter((condition) => condition !== undefined);
  return operands.length > 1 ? { kind: "and", operands } : operands[0];
}

/** The atom that is true exactly where this one, of the same known value, is false. */
export function complement(atom: Atom): Atom {
  switch (atom.op) {
    case "one-of":
      return { ...atom, op: "none-of" };
    case "none-of":
      return { ...atom, op: "one-of" };
    case "like":
      return { ...atom, op: "not-like" };
    case "not-like":
      return { ...atom, op: "like" };
    case "in":
      return { ...atom, op: "not-in" };
    case "not-in":
      return { ...atom, op: "in" };
    case "<":
      return { ...atom, op: ">=" };
    case ">=":
      return { ...atom, op: "<" };
    case ">":
      return { ...atom, op: "<=" };
    case "<=":
      return { ...atom, op: ">" };
    case "!=":
      return { ...atom, op: "==" };
    case "==":
      return atom.type === "bool" ? { ...atom, value: !atom.value } : { ...atom, op: "!=" };
  }
}

/**
 * One normal form alone: of being true (`Grant.condition`) or of being false (`Deny.unless`); `undefined` over the
 * limit, which the other one may be over without harm.
 */
export function normalForm(condition: Condition, truth: boolean): Dnf | undefined {
  return form(condition, truth);
}

type Form = readonly (readonly Atom[])[] | undefined;

/** The normal form of "is true" or "is false"; `undefined` over the limit. */
function form(condition: Condition, truth: boolean): Form {
  switch (condition.kind) {
    case "atom":
      return [[truth ? condition.atom : complement(condition.atom)]];
    case "not":
      return form(condition.operand, !truth);
    case "and":
    case "or": {
      const any = (condition.kind === "or") === truth;
      let joined: Form = any ? [] : [[]];
      for (const operand of condition.operands) {
        const next = form(operand, truth);
        joined = joined && next && (any ? simplified([...joined, ...next]) : product(joined, next));
        if (!joined) return undefined;
      }
      return joined;
    }
  }
}

function product(left: Dnf, right: Dnf): Form {
  return simplified(left.flatMap((a) => right.map((b) => [...a, ...b])));
}

/** Each atom once, and no conjunction that another one already takes in. */
function simplified(dnf: Dnf): Form {
  const kept: { atoms: readonly Atom[]; keys: ReadonlySet<string> }[] = [];
  for (const conjunction of dnf) {
    const byKey = new Map(conjunction.map((atom) => [atomKey(atom), atom]));
    const keys = new Set(byKey.keys());
    if (kept.some((other) => isSubset(other.keys, keys))) continue;
    for (let index = kept.length - 1; index >= 0; index--)
      if (isSubset(keys, kept[index]?.keys ?? new Set())) kept.splice(index, 1);
    kept.push({ atoms: [...byKey.values()], keys });
    if (kept.length > MAX_CONJUNCTIONS) return undefined;
  }
  return kept.map(({ atoms }) => atoms);
}

function atomKey(atom: Atom): string {
  const { variable, type, op } = atom;
  return JSON.stringify([
    variable.kind,
    variable.name,
    type,
    op,
    "values" in atom ? atom.values : atom.value,
  ]);
}

function isSubset(small: ReadonlySet<string>, large: ReadonlySet<string>): boolean {
  if (small.size > large.size) return false;
  for (const item of small) if (!large.has(item)) return false;
  return true;
}
