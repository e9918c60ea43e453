/** Instants of requests (RFC 3339) and civil time. */
import { type Instant, MAX_INSTANT, MIN_INSTANT } from "./policy.ts";

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;
export const WEEK = 7 * DAY;

const RFC_3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/**
 * An RFC 3339 instant with its offset, floored to seconds. `undefined` for anything else: a date alone, no offset,
 * a day or minute that does not exist, a leap second (`:60`), an instant outside of the years 0000 to 9999 in UTC.
 */
export function readInstant(value: unknown): Instant | undefined {
  const match = typeof value === "string" ? RFC_3339.exec(value) : null;
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const [offsetHour, offsetMinute] = [Number(match[8] ?? 0), Number(match[9] ?? 0)];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return undefined;
  const offset = (offsetHour * HOUR + offsetMinute * MINUTE) * (match[7] === "-" ? -1 : 1);
  const at = daysFromCivil(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second - offset;
  return at >= MIN_INSTANT && at < MAX_INSTANT ? at : undefined;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01 of a date in the proleptic Gregorian calendar, by counting years from March. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leaps = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * 146_097 + yearOfEra * 365 + leaps + dayOfYear - 719_468;
}

/** The instant as `2027-03-31T08:00:00Z`; the first one after the year 9999 is written as the end of that year. */
export function formatInstant(at: Instant): string {
  const inside = Math.min(Math.max(at, MIN_INSTANT), MAX_INSTANT - 1);
  return `${new Date(inside * 1000).toISOString().slice(0, 19)}Z`;
}

/** For sentences: `2027-03-31` for the start of a day in UTC, else `2027-03-31 08:00 UTC`, seconds where there are any. */
export function instantInWords(at: Instant): string {
  const text = formatInstant(at);
  const clock = text.slice(11, 19);
  if (clock === "00:00:00") return text.slice(0, 10);
  return `${text.slice(0, 10)} ${clock.endsWith(":00") ? clock.slice(0, 5) : clock} UTC`;
}

/** A length in the language's own notation: `15m`, `1h30m`, `90d`. */
export function durationInWords(seconds: number): string {
  const units: readonly (readonly [string, number])[] = [
    ["d", DAY],
    ["h", HOUR],
    ["m", MINUTE],
    ["s", 1],
  ];
  let rest = seconds;
  let text = "";
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text || "0s";
}
