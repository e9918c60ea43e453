/** Sets of values of one type: what atoms describe, closed under intersection and difference. */
import { type Address, readNetwork } from "./ip.ts";
import {
  type Automata,
  findText,
  intersectLanguages,
  isEmptyLanguage,
  isIn,
  type Language,
  subtractLanguages,
} from "./language.ts";
import { asGlob } from "./pattern.ts";
import type { Atom } from "./policy.ts";
import { intersectSpans, points, type Span, type SpanSet, subtractSpans } from "./span-set.ts";
import { MAX_NUMBER, MIN_INT, type TypedValue } from "./typed.ts";

export type ValueSet =
  /** Addresses are numbered: IPv4 first, IPv6 after them. */
  | { readonly type: "int" | "decimal" | "ip"; readonly spans: SpanSet }
  | { readonly type: "bool"; readonly values: readonly boolean[] }
  | { readonly type: "string"; readonly language: Language };

/** The values for which the atom holds. */
export function valuesOf(atom: Atom): ValueSet {
  switch (atom.op) {
    case "like":
      return strings([[asGlob(atom.value)]], []);
    case "not-like":
      return strings([], [asGlob(atom.value)]);
    case "<":
      return numbers(atom.type, { from: LOWEST[atom.type], to: BigInt(atom.value) - 1n });
    case "<=":
      return numbers(atom.type, { from: LOWEST[atom.type], to: BigInt(atom.value) });
    case ">":
      return numbers(atom.type, { from: BigInt(atom.value) + 1n, to: MAX_NUMBER });
    case ">=":
      return numbers(atom.type, { from: BigInt(atom.value), to: MAX_NUMBER });
    case "==":
      return atom.type === "bool"
        ? { type: "bool", values: [atom.value] }
        : listed(atom.type, [atom.value], true);
    case "!=":
      return listed(atom.type, [atom.value], false);
    case "in":
    case "not-in":
      return listed(atom.type, [atom.value], atom.op === "in");
    case "one-of":
    case "none-of":
      return listed(atom.type, atom.values, atom.op === "one-of");
  }
}

const LOWEST = { int: MIN_INT, decimal: -MAX_NUMBER };
const SIX = 2n ** 32n;
const MAPPED = { from: SIX + (0xffffn << 32n), to: SIX + (0x1_0000n << 32n) - 1n };
const UNIVERSE: Readonly<Record<"int" | "decimal" | "ip", SpanSet>> = {
  int: [{ from: LOWEST.int, to: MAX_NUMBER }],
  decimal: [{ from: LOWEST.decimal, to: MAX_NUMBER }],
  ip: subtractSpans([{ from: 0n, to: SIX + 2n ** 128n - 1n }], [MAPPED]),
};

function strings(within: Language["within"], outside: Language["outside"]): ValueSet {
  return { type: "string", language: { within, outside, shape: "text" } };
}

function numbers(type: "int" | "decimal", span: Span): ValueSet {
  return { type, spans: intersectSpans(UNIVERSE[type], [span]) };
}

/** The listed values (networks are all of their addresses), or all others of the type. */
function listed(
  type: "int" | "decimal" | "ip" | "string",
  values: readonly string[],
  inside: boolean,
): ValueSet {
  if (type === "string") {
    const literals = values.map((text) => ({ text, wildcard: false }));
    return inside ? strings([literals], []) : strings([], literals);
  }
  const named =
    type === "ip" ? subtractSpans(values.flatMap(networkSpans), [MAPPED]) : points(values.map(BigInt));
  return {
    type,
    spans: inside ? intersectSpans(UNIVERSE[type], named) : subtractSpans(UNIVERSE[type], named),
  };
}

function networkSpans(text: string): SpanSet {
  const network = readNetwork(text);
  if (!network) return [];
  const base = network.family === 6 ? SIX : 0n;
  return [{ from: base + network.from, to: base + network.to }];
}

export function intersectValues(a: ValueSet, b: ValueSet): ValueSet {
  if (a.type === "string" && b.type === "string")
    return { type: "string", language: intersectLanguages(a.language, b.language) };
  if (a.type === "bool" && b.type === "bool")
    return { type: "bool", values: a.values.filter((value) => b.values.includes(value)) };
  if ("spans" in a && "spans" in b) return { type: a.type, spans: intersectSpans(a.spans, b.spans) };
  return a;
}

/** What is in `a` and not in `b`, as a union. */
export function subtractValues(a: ValueSet, b: ValueSet): readonly ValueSet[] {
  if (a.type === "string" && b.type === "string")
    return subtractLanguages(a.language, b.language).map((language) => ({ type: "string", language }));
  if (a.type === "bool" && b.type === "bool")
    return [{ type: "bool", values: a.values.filter((value) => !b.values.includes(value)) }];
  if ("spans" in a && "spans" in b) return [{ type: a.type, spans: subtractSpans(a.spans, b.spans) }];
  return [a];
}

/** All values of the set's type. */
export function allValues({ type }: ValueSet): ValueSet {
  switch (type) {
    case "string":
      return strings([], []);
    case "bool":
      return { type, values: [true, false] };
    case "int":
    case "decimal":
    case "ip":
      return { type, spans: UNIVERSE[type] };
  }
}

export function isEmptyValues(set: ValueSet, automata: Automata): boolean | "too-complex" {
  switch (set.type) {
    case "string":
      return isEmptyLanguage(set.language, automata);
    case "bool":
      return set.values.length === 0;
    case "int":
    case "decimal":
    case "ip":
      return set.spans.length === 0;
  }
}

/** A member that is easy to read; `undefined` where there is none. */
export function memberOf(set: ValueSet, automata: Automata): TypedValue | undefined {
  switch (set.type) {
    case "string": {
      const found = findText(set.language, automata);
      return found.kind === "witness" ? { type: "string", value: found.text } : undefined;
    }
    case "bool": {
      const [value] = set.values;
      return value === undefined ? undefined : { type: "bool", value };
    }
    case "int":
    case "decimal": {
      const { type } = set;
      const candidates = set.spans.map((span) => roundest(span, type === "decimal" ? 10_000n : 1n));
      const value = candidates.reduce<bigint | undefined>(
        (best, one) => (best === undefined || size(one) < size(best) ? one : best),
        undefined,
      );
      return value === undefined ? undefined : { type, value };
    }
    case "ip": {
      const [span] = set.spans;
      return span && { type: "ip", value: addressOf(span.from) };
    }
  }
}

/** Whether the value is of the set's type and in it. */
export function includes(set: ValueSet, value: TypedValue): boolean {
  if (set.type === "string") return value.type === "string" && isIn(set.language, value.value);
  if (set.type === "bool") return value.type === "bool" && set.values.includes(value.value);
  const number = value.type === set.type ? numberOf(value) : undefined;
  return number !== undefined && set.spans.some(({ from, to }) => from <= number && number <= to);
}

/** The member next to a number of the set's type; else one that is easy to read. */
export function nearestMember(
  set: ValueSet,
  value: TypedValue | undefined,
  automata: Automata,
): TypedValue | undefined {
  if (value?.type !== set.type || (set.type !== "int" && set.type !== "decimal"))
    return memberOf(set, automata);
  const number = numberOf(value) ?? 0n;
  const ends = set.spans.map(({ from, to }) => (number < from ? from : number > to ? to : number));
  const [first, ...rest] = ends;
  const nearest = rest.reduce(
    (best, one) => (best === undefined || size(one - number) < size(best - number) ? one : best),
    first,
  );
  return nearest === undefined ? undefined : { type: set.type, value: nearest };
}

function numberOf(value: TypedValue): bigint | undefined {
  switch (value.type) {
    case "int":
    case "decimal":
      return value.value;
    case "ip":
      return value.value.bits + (value.value.family === 6 ? SIX : 0n);
    case "string":
    case "bool":
      return undefined;
  }
}

function addressOf(number: bigint): Address {
  return number < SIX ? { family: 4, bits: number } : { family: 6, bits: number - SIX };
}

function size(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** The number nearest to zero, or a rounder one beside it: 600 rather than 500.0001. */
function roundest({ from, to }: Span, unit: bigint): bigint {
  if (from <= 0n && to >= 0n) return 0n;
  if (to < 0n) return -roundest({ from: -to, to: -from }, unit);
  for (let step = 10n ** BigInt(from.toString().length - 1); step > 0n; step /= 10n) {
    const value = ((from + step - 1n) / step) * step;
    if (value <= to && (value % unit === 0n || step < unit)) return value;
  }
  return from;
}
