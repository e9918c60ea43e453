/** Windows as sets of instants, few enough to reckon with, many enough to be exact. */
import type { Cube } from "./cube.ts";
import { intersect, intervalSet, union } from "./intervals.ts";
import type { Instant, IntervalSet, Range, Window } from "./policy.ts";
import { WEEK } from "./time.ts";
import { openDuring } from "./window.ts";

/**
 * Moves the windows of all cubes into their times. Between two instants at which no range begins or ends and no zone
 * changes its offset, every week is like the first; so where there are windows, all times are cut to the first weeks
 * of such stretches. Whatever holds at some instant for these cubes also holds at one that is left.
 */
export function foldWindows(groups: readonly (readonly Cube[])[]): readonly (readonly Cube[])[] {
  const cubes = groups.flat();
  const keys = new Map<Window, string>();
  for (const window of cubes.flatMap((cube) => cube.windows))
    if (!keys.has(window)) keys.set(window, keyOf(window));
  const windows = new Map([...keys].map(([window, key]) => [key, window]));
  if (windows.size === 0) return groups;
  const firstWeeks = weeksOf(union(...cubes.map(({ times }) => times)), cubes, [...windows.values()]);
  const open = new Map<string, IntervalSet>();
  for (const [key, window] of windows)
    open.set(key, intervalSet(firstWeeks.flatMap((range) => openDuring(window, range))));
  return groups.map((group) =>
    group.map((cube) => ({
      ...cube,
      windows: [],
      times: cube.windows.reduce(
        (times, window) => intersect(times, open.get(keys.get(window) ?? "") ?? []),
        intersect(cube.times, firstWeeks),
      ),
    })),
  );
}

function weeksOf(hull: IntervalSet, cubes: readonly Cube[], windows: readonly Window[]): IntervalSet {
  const cuts = new Set<Instant>();
  for (const { times } of cubes) for (const { from, until } of times) cuts.add(from).add(until);
  for (const { offsets } of windows) for (const { at } of offsets) cuts.add(at);
  const sorted = [...cuts].sort((a, b) => a - b);
  const weeks: Range[] = sorted.map((from, index) => ({
    from,
    until: Math.min(from + WEEK, sorted[index + 1] ?? from),
  }));
  return intersect(hull, intervalSet(weeks));
}

/** Windows that are open at the same instants have the same key. */
function keyOf({ minutes, offsets }: Window): string {
  return JSON.stringify([minutes, offsets]);
}
