/** What was worked out before, and where looking ends: questions about names may go in circles, or without end. */
import type { Value } from "../code.ts";
import { type Origin, unknown } from "./origin.ts";
import { type KnownOrigin, missingSince, type Program, want } from "./program.ts";
import { bundled } from "./rests.ts";

/** How many steps one question may take; the budget is shared by everything that it leads to. */
export const stepLimit = 120;

/** Meets circles and limits: both give nothing, and what rests on them is not kept for good. */
export function guarded(program: Program, value: Value, work: () => Origin, steps: number): Origin {
  const { memo } = program;
  if (steps === 0) memo.spent = 0;
  const open = memo.open.get(value);
  if (open !== undefined || steps > stepLimit || memo.spent++ > budget) {
    memo.lowest = Math.min(memo.lowest, open ?? -1);
    return unknown;
  }
  memo.open.set(value, memo.open.size);
  const origin = work();
  memo.open.delete(value);
  return origin;
}

/**
 * What was worked out before. A result that met a circle is final once the circle's beginning is done; until then it
 * is kept for the question at hand. One that rests on missing files holds until files arrive.
 */
export function remembered<Key>(
  program: Program,
  known: Map<Key, KnownOrigin>,
  key: Key,
  work: () => Origin,
): Origin {
  const { memo } = program;
  const before = known.get(key);
  if (before !== undefined && (before.missing.length === 0 || before.round === memo.round)) {
    if (before.lowest === undefined || before.question === memo.question) {
      for (const path of before.missing) want(program, path);
      if (before.rests !== undefined) memo.rests.push(before.rests);
      if (before.lowest !== undefined) memo.lowest = Math.min(memo.lowest, before.lowest);
      return before.origin;
    }
  }
  const outer = memo.lowest;
  const depth = memo.open.size;
  const since = memo.missing.length;
  const noted = memo.rests.length;
  if (depth === 0) memo.question++;
  memo.lowest = Number.POSITIVE_INFINITY;
  const origin = work();
  const isFinal = memo.lowest >= depth;
  known.set(key, {
    origin,
    missing: missingSince(program, since),
    rests: bundled(memo.rests, noted),
    round: memo.round,
    lowest: isFinal ? undefined : memo.lowest,
    question: memo.question,
  });
  memo.lowest = Math.min(outer, isFinal ? Number.POSITIVE_INFINITY : memo.lowest);
  return origin;
}

/** How much work one question may cause. */
const budget = 20_000;
