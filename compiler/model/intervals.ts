/** Sets of instants: sorted, disjoint, half-open ranges that do not touch. */
import { type Instant, type IntervalSet, MAX_INSTANT, MIN_INSTANT, type Range } from "./policy.ts";

/** Every instant that can be written. */
export const ALWAYS: IntervalSet = [{ from: MIN_INSTANT, until: MAX_INSTANT }];
export const NEVER: IntervalSet = [];

/** `[from, until)`; the empty set where `until` is not after `from`. */
export function interval(from: Instant, until: Instant): IntervalSet {
  return from < until ? [{ from, until }] : NEVER;
}

/** Ranges in any order, empty and overlapping ones among them, as a set. */
export function intervalSet(ranges: readonly Range[]): IntervalSet {
  const sorted = ranges.filter((range) => range.from < range.until).sort((a, b) => a.from - b.from);
  const joined: { from: Instant; until: Instant }[] = [];
  for (const { from, until } of sorted) {
    const last = joined.at(-1);
    if (last && from <= last.until) last.until = Math.max(last.until, until);
    else joined.push({ from, until });
  }
  return joined;
}

export function union(...sets: readonly IntervalSet[]): IntervalSet {
  return intervalSet(sets.flat());
}

export function intersect(a: IntervalSet, b: IntervalSet): IntervalSet {
  const shared: Range[] = [];
  let i = 0;
  let j = 0;
  for (let x = a[0], y = b[0]; x && y; x = a[i], y = b[j]) {
    const from = Math.max(x.from, y.from);
    const until = Math.min(x.until, y.until);
    if (from < until) shared.push({ from, until });
    if (x.until < y.until) i++;
    else j++;
  }
  return shared;
}

/** What is in `a` and not in `b`. */
export function subtract(a: IntervalSet, b: IntervalSet): IntervalSet {
  const left: Range[] = [];
  let j = 0;
  for (const range of a) {
    let from = range.from;
    for (let cut = b[j]; cut && cut.from < range.until; cut = b[j]) {
      if (cut.from > from) left.push({ from, until: cut.from });
      from = Math.max(from, cut.until);
      if (cut.until > range.until) break;
      j++;
    }
    if (from < range.until) left.push({ from, until: range.until });
  }
  return left;
}

/** Whether the set holds the instant; by halving, so that a window of many years costs nothing. */
export function contains(set: IntervalSet, at: Instant): boolean {
  let low = 0;
  let high = set.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((set[middle]?.until ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  const range = set[low];
  return range !== undefined && range.from <= at;
}
