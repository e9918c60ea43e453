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

/** The instant of the set that is nearest, a later one rather than an earlier one as near. */
export function nearestInstant(times: IntervalSet, at: Instant): Instant | undefined {
  let best: Instant | undefined;
  for (const { from, until } of times) {
    const one = at < from ? from : at >= until ? until - 1 : at;
    if (best === undefined || Math.abs(one - at) <= Math.abs(best - at)) best = one;
  }
  return best;
}
