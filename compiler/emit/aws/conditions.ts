/**
 * Remit conditions as IAM condition blocks. Only what AWS itself attests can be said: the caller's address and
 * whether it used a second factor. A negated IAM operator is true where its key is missing, which is the opposite of
 * an atom that must be known: so a `Null` test stands beside it.
 */

import { formatInstant } from "../../literals.ts";
import { readNetwork } from "../../model/ip.ts";
import type { Atom, Dnf, Instant, Range } from "../../model/policy.ts";
import { MAX_INSTANT, MIN_INSTANT } from "../../model/policy.ts";
import type { ConditionBlock } from "./statement.ts";

const ipKey = "aws:SourceIp";
const mfaKey = "aws:MultiFactorAuthPresent";
const timeKey = "aws:CurrentTime";

/** More deny statements than this for one `never` are refused. */
const maxDenies = 16;

/** Whether an atom is one that AWS can decide. */
export const expressible = (atom: Atom): boolean => atom.variable.kind === "context";

/** `from` and `until` on the platform's own clock, which every call is checked against. */
export function rangeBlock(range: Range): ConditionBlock {
  const block: Record<string, Record<string, readonly string[]>> = {};
  if (range.from > MIN_INSTANT) block.DateGreaterThanEquals = { [timeKey]: [formatInstant(range.from)] };
  if (range.until < MAX_INSTANT) block.DateLessThan = { [timeKey]: [formatInstant(range.until)] };
  return block;
}

/** True before `instant`. */
export const before = (instant: Instant): ConditionBlock => ({
  DateLessThan: { [timeKey]: [formatInstant(instant)] },
});
/** True from `instant` on. */
export const onOrAfter = (instant: Instant): ConditionBlock => ({
  DateGreaterThanEquals: { [timeKey]: [formatInstant(instant)] },
});

interface Demand {
  /** Any of these networks; absent: none asked. */
  readonly inside?: readonly string[];
  readonly outside: readonly string[];
  readonly known: boolean;
  readonly mfa?: boolean;
}

/** One conjunction as a block; `undefined` where it can never hold. */
export function conjunctionBlock(atoms: readonly Atom[]): ConditionBlock | undefined {
  let demand: Demand = { outside: [], known: false };
  for (const atom of atoms) {
    const next = joined(demand, atom);
    if (next === undefined) return undefined;
    demand = next;
  }
  const block: Record<string, Record<string, readonly string[]>> = {};
  if (demand.inside !== undefined) block.IpAddress = { [ipKey]: demand.inside };
  if (demand.outside.length > 0) block.NotIpAddress = { [ipKey]: demand.outside };
  if (demand.known && demand.inside === undefined) block.Null = { [ipKey]: ["false"] };
  if (demand.mfa !== undefined) block.Bool = { [mfaKey]: [String(demand.mfa)] };
  return block;
}

function joined(demand: Demand, atom: Atom): Demand | undefined {
  if (atom.type === "bool")
    return demand.mfa !== undefined && demand.mfa !== atom.value ? undefined : { ...demand, mfa: atom.value };
  const networks = networksOf(atom);
  if (networks === undefined) return undefined;
  if (isNegative(atom)) return { ...demand, outside: [...demand.outside, ...networks], known: true };
  const inside = demand.inside === undefined ? networks : intersection(demand.inside, networks);
  return inside.length === 0 ? undefined : { ...demand, inside };
}

/** The networks that an address atom names; `undefined` for an atom of another type. */
function networksOf(atom: Atom): readonly string[] | undefined {
  if (atom.type !== "ip") return undefined;
  return "values" in atom ? atom.values : [atom.value];
}

const isNegative = (atom: Atom): boolean => atom.op === "!=" || atom.op === "not-in" || atom.op === "none-of";

/** Networks nest or are disjoint, so the intersection is the inner ones. */
function intersection(left: readonly string[], right: readonly string[]): readonly string[] {
  const inner = left.flatMap((one) =>
    right.flatMap((other) =>
      networkContains(one, other) ? [other] : networkContains(other, one) ? [one] : [],
    ),
  );
  return [...new Set(inner)];
}

/** Whether `inner`'s addresses are all `outer`'s; false where either cannot be read. */
function networkContains(outer: string, inner: string): boolean {
  const [large, small] = [readNetwork(outer), readNetwork(inner)];
  if (large === undefined || small === undefined || large.family !== small.family) return false;
  return large.from <= small.from && small.to <= large.to;
}

/**
 * The blocks under which a deny with `unless` applies: it does unless one of the conjunctions holds, so for each
 * conjunction one atom must be unknown or fail. `undefined` where AWS cannot say it or it takes too many statements.
 */
export function denyBlocks(unless: Dnf): readonly ConditionBlock[] | undefined {
  if (!unless.flat().every(expressible)) return undefined;
  let choices: readonly (readonly Atom[])[] = [[]];
  for (const conjunction of unless) {
    choices = choices.flatMap((chosen) => conjunction.map((atom) => [...chosen, atom]));
    if (choices.length > maxDenies) return undefined;
  }
  return choices.flatMap((atoms) => {
    const block = failureBlock(atoms);
    return block === undefined ? [] : [block];
  });
}

/** True where each of the atoms is unknown or fails. `IfExists` and negated operators are true where the key is missing. */
function failureBlock(atoms: readonly Atom[]): ConditionBlock | undefined {
  const outside: string[] = [];
  let inside: readonly string[] | undefined;
  const mfa = new Set<boolean>();
  for (const atom of atoms) {
    if (atom.type === "bool") mfa.add(!atom.value);
    const networks = networksOf(atom) ?? [];
    if (networks.length === 0) continue;
    if (isNegative(atom)) inside = inside === undefined ? networks : intersection(inside, networks);
    else outside.push(...networks);
  }
  const block: Record<string, Record<string, readonly string[]>> = {};
  if (outside.length > 0) block.NotIpAddress = { [ipKey]: outside };
  // No network left: only a missing key fails all of the atoms.
  if (inside !== undefined && inside.length === 0) block.Null = { [ipKey]: ["true"] };
  else if (inside !== undefined) block.IpAddressIfExists = { [ipKey]: inside };
  if (mfa.size === 2) block.Null = { ...block.Null, [mfaKey]: ["true"] };
  else for (const value of mfa) block.BoolIfExists = { [mfaKey]: [String(value)] };
  return block;
}
