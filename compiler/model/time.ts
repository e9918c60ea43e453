/** Instants of requests (RFC 3339) and in words. */
import { formatInstant as formatAny, readTimestamp } from "../literals.ts";
import { type Instant, MAX_INSTANT, MIN_INSTANT } from "./policy.ts";

export { formatDuration as durationInWords } from "../literals.ts";

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;
export const WEEK = 7 * DAY;

/** An RFC 3339 instant with its offset, floored to seconds; `undefined` for any other value (`readTimestamp`). */
export function readInstant(value: unknown): Instant | undefined {
  return typeof value === "string" ? readTimestamp(value) : undefined;
}

/** The instant as `2027-03-31T08:00:00Z`; one outside of the years 0000 to 9999 as the nearest inside. */
export function formatInstant(at: Instant): string {
  return formatAny(Math.min(Math.max(at, MIN_INSTANT), MAX_INSTANT - 1));
}

/** For sentences: `2027-03-31` for the start of a day in UTC, else `2027-03-31 08:00 UTC`, seconds where there are any. */
export function instantInWords(at: Instant): string {
  const text = formatInstant(at);
  const clock = text.slice(11, 19);
  if (clock === "00:00:00") return text.slice(0, 10);
  return `${text.slice(0, 10)} ${clock.endsWith(":00") ? clock.slice(0, 5) : clock} UTC`;
}
