/** Windows by integer arithmetic: the local minute of the week, from UTC and the zone's offset. */
import { intersect, intervalSet } from "./intervals.ts";
import type { Instant, IntervalSet, Range, Window } from "./policy.ts";
import { DAY, MINUTE, WEEK } from "./time.ts";

/** 1970-01-01 was a Thursday: that Monday lies three days before it. */
const MONDAY = -3 * DAY;

/** Whether the zone's wall clock is inside of the window at this instant. */
export function isOpen(window: Window, at: Instant): boolean {
  const local = at + offsetAt(window, at) - MONDAY;
  const minute = Math.floor((local - Math.floor(local / WEEK) * WEEK) / MINUTE);
  return window.minutes.some(({ from, until }) => minute >= from && minute < until);
}

/** Seconds that local time is ahead of UTC. */
export function offsetAt(window: Pick<Window, "offsets">, at: Instant): number {
  let low = 0;
  let high = window.offsets.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((window.offsets[middle]?.at ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return window.offsets[low]?.offset ?? 0;
}

/** The instants of `[from, until)` at which the window is open: about 52 ranges and more a year. */
export function openDuring(window: Window, { from, until }: Range): IntervalSet {
  const open: Range[] = [];
  for (const [index, { at, offset }] of window.offsets.entries()) {
    const start = Math.max(from, at);
    const end = Math.min(until, window.offsets[index + 1]?.at ?? until);
    if (start >= end) continue;
    const first = Math.floor((start + offset - MONDAY) / WEEK);
    const last = Math.floor((end - 1 + offset - MONDAY) / WEEK);
    for (let week = first; week <= last; week++) {
      const monday = MONDAY + week * WEEK - offset;
      for (const minutes of window.minutes)
        open.push({
          from: Math.max(start, monday + minutes.from * MINUTE),
          until: Math.min(end, monday + minutes.until * MINUTE),
        });
    }
  }
  return intervalSet(open);
}

/** The instants of `within` at which all of the windows are open. */
export function allOpen(windows: readonly Window[], within: IntervalSet): IntervalSet {
  return windows.reduce(
    (open, window) => intersect(open, intervalSet(within.flatMap((range) => openDuring(window, range)))),
    within,
  );
}
