/** Times of cubes about an instant, their windows included. */
import type { Cube } from "./cube.ts";
import { intersect, interval } from "./intervals.ts";
import type { Instant, IntervalSet } from "./policy.ts";
import { WEEK } from "./time.ts";
import { allOpen } from "./window.ts";

/** Every window that opens at all opens within so long, daylight saving included. */
const SEARCHED = 3 * WEEK;

/**
 * The cube's times with its windows open. Where there are windows: only those some weeks around the instant, or else
 * at the beginning and the end of its nearest range.
 */
export function nearTimes({ times, windows }: Cube, at: Instant): IntervalSet {
  if (windows.length === 0) return times;
  const here = allOpen(windows, intersect(times, interval(at - SEARCHED, at + SEARCHED)));
  if (here.length > 0) return here;
  const nearest = nearestInstant(times, at);
  if (nearest === undefined) return [];
  return allOpen(windows, intersect(times, interval(nearest - SEARCHED, nearest + SEARCHED)));
}

/** The first instant of the set from `at` on, which somebody can wait for; without one, the last before. */
export function nearestInstant(times: IntervalSet, at: Instant): Instant | undefined {
  let last: Instant | undefined;
  for (const { from, until } of times) {
    if (at < until) return Math.max(from, at);
    last = until - 1;
  }
  return last;
}
