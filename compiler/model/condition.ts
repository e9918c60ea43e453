/**
 * Conditions and their normal forms (language reference, `where`). In three-valued logic an atom whose value is
 * missing is unknown under `not` too, so "true" and "false" each are a disjunction of conjunctions of atoms that are
 * known and hold.
 */
import type { Automata } from "./language.ts";
import type { Atom, Dnf } from "./policy.ts";
import { intersectValues, isEmptyValues, subtractValues, type ValueSet, valuesOf } from "./value-set.ts";

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

/**
 * Both normal forms, simplified: no conjunction that nothing can satisfy, none that another one takes in, no atom that
 * the others imply. Or that one of them is over the limit.
 */
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

type Form = Dnf | undefined;

/** The normal form of "is true" or "is false"; `undefined` over the limit. */
function form(condition: Condition, truth: boolean): Form {
  const automata: Automata = new Map();
  const terms = termsOf(condition, truth, automata);
  return terms && essential(terms, automata).map(({ atoms }) => [...atoms.values()]);
}

/** A conjunction: its atoms by their text, and what they leave of each variable. */
interface Term {
  readonly atoms: ReadonlyMap<string, Atom>;
  readonly values: ReadonlyMap<string, ValueSet>;
}

function termsOf(condition: Condition, truth: boolean, automata: Automata): readonly Term[] | undefined {
  switch (condition.kind) {
    case "atom":
      return [termOf(truth ? condition.atom : complement(condition.atom))].filter(
        (term) => !isImpossible(term, automata),
      );
    case "not":
      return termsOf(condition.operand, !truth, automata);
    case "and":
    case "or": {
      const any = (condition.kind === "or") === truth;
      let joined: readonly Term[] | undefined = any ? [] : [{ atoms: new Map(), values: new Map() }];
      for (const operand of condition.operands) {
        const next = termsOf(operand, truth, automata);
        joined = joined && next && (any ? distinct([...joined, ...next]) : product(joined, next, automata));
        if (!joined) return undefined;
      }
      return joined;
    }
  }
}

function product(
  left: readonly Term[],
  right: readonly Term[],
  automata: Automata,
): readonly Term[] | undefined {
  return distinct(
    left.flatMap((a) => right.map((b) => both(a, b)).filter((term) => !isImpossible(term, automata))),
  );
}

function both(a: Term, b: Term): Term {
  return { atoms: new Map([...a.atoms, ...b.atoms]), values: meet(a.values, b.values) };
}

function termOf(atom: Atom): Term {
  const { variable, type, op } = atom;
  const key = `${variable.kind} ${variable.name} ${type}`;
  const text = JSON.stringify([key, op, "values" in atom ? atom.values : atom.value]);
  return { atoms: new Map([[text, atom]]), values: new Map([[key, valuesOf(atom)]]) };
}

/** No value satisfies all of its atoms of one variable. */
function isImpossible({ values }: Term, automata: Automata): boolean {
  for (const set of values.values()) if (isEmptyValues(set, automata) === true) return true;
  return false;
}

/** Without terms that have all the atoms of another one. */
function distinct(terms: readonly Term[]): readonly Term[] | undefined {
  const kept: Term[] = [];
  for (const term of terms) {
    if (kept.some((other) => hasAll(term, other))) continue;
    for (let index = kept.length - 1; index >= 0; index--) {
      const other = kept[index];
      if (other && hasAll(other, term)) kept.splice(index, 1);
    }
    kept.push(term);
    if (kept.length > MAX_CONJUNCTIONS) return undefined;
  }
  return kept;
}

function hasAll(term: Term, other: Term): boolean {
  if (other.atoms.size > term.atoms.size) return false;
  for (const key of other.atoms.keys()) if (!term.atoms.has(key)) return false;
  return true;
}

/** Forms up to this size are looked at term against term. */
const COMPARED = 64;

/** Without atoms that others of the term imply, and without terms that another one takes in. */
function essential(terms: readonly Term[], automata: Automata): readonly Term[] {
  const lean = terms.map((term) => withoutImplied(term, automata));
  if (lean.length > COMPARED) return lean;
  return lean.filter(
    (term, index) =>
      !lean.some(
        (other, place) =>
          place !== index &&
          isWithin(term.values, other.values, automata) &&
          (place < index || !isWithin(other.values, term.values, automata)),
      ),
  );
}

type Values = Term["values"];

/** Each atom against all others that are still there: those kept before it, and all after it. */
function withoutImplied(term: Term, automata: Automata): Term {
  const entries = [...term.atoms];
  const own = entries.map(([, atom]) => termOf(atom).values);
  const after: Values[] = [new Map()];
  for (const values of own.slice(1).reverse()) after.unshift(meet(after[0] ?? new Map(), values));
  let before: Values = new Map();
  const kept = entries.filter((_, index) => {
    const values = own[index] ?? new Map();
    const implied = isWithin(meet(before, after[index] ?? new Map()), values, automata);
    if (!implied) before = meet(before, values);
    return !implied;
  });
  return kept.length === entries.length ? term : { ...term, atoms: new Map(kept) };
}

function meet(one: Values, other: Values): Values {
  if (one.size === 0) return other;
  const values = new Map(one);
  for (const [key, theirs] of other) {
    const mine = values.get(key);
    values.set(key, mine ? intersectValues(mine, theirs) : theirs);
  }
  return values;
}

function isWithin(values: Values, others: Values, automata: Automata): boolean {
  for (const [key, theirs] of others) {
    const mine = values.get(key);
    if (!mine || !subtractValues(mine, theirs).every((set) => isEmptyValues(set, automata) === true))
      return false;
  }
  return true;
}
