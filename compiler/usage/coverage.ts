/** Whether logs tell enough of a time that what they do not show can be taken for unused. */
import type { Instant } from "../model/policy.ts";
import { DAY } from "../model/time.ts";

export interface Gap {
  readonly from: Instant;
  readonly until: Instant;
}

/** The longest time without events that still counts as told by a log, in days. */
const MAX_GAP = 7;

/** How long the logs may show nothing in a time of so many days: a week, in a time of less than two its half, and a day always. */
export const gapAllowed = (days: number): number => Math.min(MAX_GAP, Math.max(1, Math.floor(days / 2)));

/**
 * The first time between `since` and `until` (epoch seconds) of which the logs show too little: more days than
 * `gapAllowed` from one day with events to the next, from the beginning to the first, or from the last to the end.
 * `days` are days of UTC, counted from 1970. One event with a wrong timestamp closes no gap but its own.
 */
export function firstGap(days: ReadonlySet<number>, since: Instant, until: Instant): Gap | undefined {
  const [first, last] = [Math.floor(since / DAY), Math.floor(until / DAY)];
  const allowed = gapAllowed(last - first);
  let before = first;
  for (const day of [...days, last].sort((a, b) => a - b)) {
    if (day - before > allowed) return { from: before * DAY, until: day * DAY };
    before = day;
  }
  return undefined;
}
