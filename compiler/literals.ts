/**
 * How instants, durations, numbers, days and hours are written, in one place: the parser, the request reader, the
 * emitters and the reports all read and write them here. Everything is exact; no binary floating point touches a
 * value (language reference, Lexical rules). Bad text gives `undefined`, never an exception.
 */

const DAY = 86_400;

/** Days from 1970-01-01 to a date of the proleptic Gregorian calendar. */
export function daysFromDate(year: number, month: number, day: number): number {
  // Years begin in March here, so that the leap day is the last of its year.
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function dateFromDays(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  };
}

/** Days of a month, 1 to 12, of a year of the proleptic Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Years 0000 to 9999, half-open, in epoch seconds. */
const FIRST_SECOND = daysFromDate(0, 1, 1) * DAY;
const END_SECOND = daysFromDate(10_000, 1, 1) * DAY;

const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?(?:(Z)|([+-])(\d{2}):(\d{2}))?)?$/;

interface InstantParts {
  readonly seconds: number;
  readonly dateOnly: boolean;
  readonly hasSeconds: boolean;
  readonly hasFraction: boolean;
  readonly hasOffset: boolean;
}

function instantParts(text: string): InstantParts | undefined {
  const match = INSTANT.exec(text);
  if (match === null) return undefined;
  const part = (index: number): number => Number(match[index] ?? "0");
  const [year, month, day] = [part(1), part(2), part(3)];
  const [hour, minute, second] = [part(4), part(5), part(6)];
  const [offsetHour, offsetMinute] = [part(10), part(11)];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return undefined;
  const offset = (offsetHour * 60 + offsetMinute) * (match[9] === "-" ? -60 : 60);
  const seconds = daysFromDate(year, month, day) * DAY + hour * 3600 + minute * 60 + second - offset;
  if (seconds < FIRST_SECOND || seconds >= END_SECOND) return undefined;
  return {
    seconds,
    dateOnly: match[4] === undefined,
    hasSeconds: match[6] !== undefined,
    hasFraction: match[7] !== undefined,
    hasOffset: match[8] !== undefined || match[9] !== undefined,
  };
}

/**
 * An instant as policies write it: `2027-03-31`, `2027-03-31T08:00(:ss)?`, with `Z` or `±hh:mm`, UTC where nothing is
 * said. Gives epoch seconds; a date alone is its start. Days that do not exist, `:60`, `24:00`, fractions of a second
 * and whatever lies outside of the years 0000 to 9999 in UTC are `undefined`.
 */
export function readInstant(
  text: string,
): { readonly seconds: number; readonly dateOnly: boolean } | undefined {
  const parts = instantParts(text);
  if (parts === undefined || parts.hasFraction) return undefined;
  return { seconds: parts.seconds, dateOnly: parts.dateOnly };
}

/**
 * An instant as requests and logs carry it: RFC 3339 with seconds and offset, fractions floored to the second
 * (language reference, Requests). `T` and `Z` may be small, as RFC 3339 has it. Gives epoch seconds.
 */
export function readTimestamp(text: string): number | undefined {
  const parts = instantParts(text.replace("t", "T").replace("z", "Z"));
  return parts?.hasSeconds && parts.hasOffset ? parts.seconds : undefined;
}

const padded = (value: number, width: number): string => String(value).padStart(width, "0");

/**
 * Epoch seconds (whole) as RFC 3339 in UTC: `2027-03-31T00:00:00Z`. The first instant after year 9999, which stands
 * for "no end", has no such form and is written with ISO 8601's expanded year, `+10000-01-01T00:00:00Z`.
 */
export function formatInstant(seconds: number): string {
  const days = Math.floor(seconds / DAY);
  const rest = seconds - days * DAY;
  const { year, month, day } = dateFromDays(days);
  const years = year < 0 ? `-${padded(-year, 6)}` : year > 9999 ? `+${year}` : padded(year, 4);
  const clock = [Math.floor(rest / 3600), Math.floor((rest % 3600) / 60), rest % 60];
  return `${years}-${padded(month, 2)}-${padded(day, 2)}T${clock.map((part) => padded(part, 2)).join(":")}Z`;
}

/** The date of an instant in UTC, `2027-03-31`, where it is the start of a day; else as `formatInstant`. */
export function formatInstantShort(seconds: number): string {
  const text = formatInstant(seconds);
  return text.endsWith("T00:00:00Z") ? text.slice(0, -10) : text;
}

const DURATION = /^(?:(\d{1,12})w)?(?:(\d{1,12})d)?(?:(\d{1,12})h)?(?:(\d{1,12})m)?(?:(\d{1,12})s)?$/;
const UNIT_SECONDS = [604_800, DAY, 3600, 60, 1] as const;
/** No length is longer than all the instants that can be written. */
const LONGEST = END_SECOND - FIRST_SECOND;

/**
 * A duration such as `90s`, `15m`, `1h30m`, `90d`, `2w`: units from large to small, each at most once. Gives seconds;
 * `undefined` for anything else and for more than 10,000 years.
 */
export function readDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (match === null || text === "") return undefined;
  const seconds = UNIT_SECONDS.reduce((sum, unit, index) => sum + unit * Number(match[index + 1] ?? "0"), 0);
  return seconds <= LONGEST ? seconds : undefined;
}

/** Whole seconds, not negative, in days and smaller units: `90d`, `1h30m`, `0s`. `readDuration` reads it back. */
export function formatDuration(seconds: number): string {
  const parts = [
    [Math.floor(seconds / DAY), "d"],
    [Math.floor((seconds % DAY) / 3600), "h"],
    [Math.floor((seconds % 3600) / 60), "m"],
    [seconds % 60, "s"],
  ] as const;
  const text = parts.map(([count, unit]) => (count === 0 ? "" : `${count}${unit}`)).join("");
  return text === "" ? "0s" : text;
}

/** Decimals are integers scaled by this. */
const SCALE = 10_000n;
/** ±922337203685477.5807, scaled. */
const LARGEST_DECIMAL = 9_223_372_036_854_775_807n;
const LARGEST_INTEGER = 9_223_372_036_854_775_807n;
const SMALLEST_INTEGER = -9_223_372_036_854_775_808n;

/** A 64-bit integer, `-?(0|[1-9]\d*)`; `undefined` when it is another text or out of range. */
export function readInteger(text: string): bigint | undefined {
  if (!/^-?(?:0|[1-9]\d{0,18})$/.test(text)) return undefined;
  const value = BigInt(text);
  return value >= SMALLEST_INTEGER && value <= LARGEST_INTEGER ? value : undefined;
}

/**
 * A decimal, `-?(0|[1-9]\d*)(\.\d{1,4})?`, as an integer scaled by 10⁴; `undefined` when it is another text or
 * outside of ±922337203685477.5807.
 */
export function readDecimal(text: string): bigint | undefined {
  const match = /^(-?)(0|[1-9]\d{0,18})(?:\.(\d{1,4}))?$/.exec(text);
  if (match === null) return undefined;
  const magnitude = BigInt(match[2] ?? "0") * SCALE + BigInt((match[3] ?? "").padEnd(4, "0"));
  if (magnitude > LARGEST_DECIMAL) return undefined;
  return match[1] === "-" ? -magnitude : magnitude;
}

/** Whether an integer scaled by 10⁴ is a decimal of the language; integers of 64 bits need not be. */
export function isDecimal(scaled: bigint): boolean {
  return scaled >= -LARGEST_DECIMAL && scaled <= LARGEST_DECIMAL;
}

/** An integer scaled by 10⁴ with as few fractional digits as it needs: `500`, `-0.25`. `readDecimal` reads it back. */
export function formatDecimal(scaled: bigint): string {
  const magnitude = scaled < 0n ? -scaled : scaled;
  const fraction = padded(Number(magnitude % SCALE), 4).replace(/0+$/, "");
  return `${scaled < 0n ? "-" : ""}${magnitude / SCALE}${fraction === "" ? "" : `.${fraction}`}`;
}

/** The days of a window, Monday first. */
export const DAYS: readonly string[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** `mon` to `sun` as 0 to 6; `undefined` for other words. */
export function readDay(text: string): number | undefined {
  const index = DAYS.indexOf(text);
  return index < 0 ? undefined : index;
}

/** `hh:mm` from `00:00` to `24:00` as minutes since midnight; `undefined` for anything else. */
export function readHour(text: string): number | undefined {
  if (!/^\d{2}:\d{2}$/.test(text)) return undefined;
  const [hour, minute] = [Number(text.slice(0, 2)), Number(text.slice(3))];
  const minutes = hour * 60 + minute;
  return minute > 59 || minutes > 1440 ? undefined : minutes;
}

/**
 * An IPv4 address or network, `10.0.0.0/8`: four numbers from 0 to 255 without leading zeros, a prefix from 0 to 32
 * (an address alone is its own /32). `address` is the unsigned 32-bit number as written, not masked.
 */
export function readIpv4Network(
  text: string,
): { readonly address: number; readonly prefix: number } | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text);
  if (match === null) return undefined;
  let address = 0;
  for (const octet of match.slice(1, 5)) {
    if (Number(octet) > 255 || (octet.length > 1 && octet.startsWith("0"))) return undefined;
    address = address * 256 + Number(octet);
  }
  const prefix = match[5] ?? "32";
  if (Number(prefix) > 32 || (prefix.length > 1 && prefix.startsWith("0"))) return undefined;
  return { address, prefix: Number(prefix) };
}
