/** Time zones from pinned data, and windows resolved against them. */
import { daysFromDate } from "../literals.ts";
import { isObject } from "./json.ts";
import { type Instant, MAX_INSTANT, MIN_INSTANT, type Window } from "./policy.ts";
import { DAY } from "./time.ts";

/**
 * One zone as `generate/zones.ts` writes it: a first offset, changes that history or a special rule brought, and the
 * changes of every year from `yearlyFrom` on.
 */
export interface ZoneData {
  /** sha256 (hex) of the rest, for `remit.lock`. */
  readonly digest: string;
  /** Seconds ahead of UTC before the first change. */
  readonly first: number;
  /** `[at, offset]` in order: epoch seconds, seconds ahead of UTC. */
  readonly changes: readonly (readonly [Instant, number])[];
  readonly yearlyFrom?: number;
  /** In the order in which they come in the year. */
  readonly yearly?: readonly YearlyChange[];
}

/** On the first `weekday` (0 is Sunday) on or after the day of the month, `seconds` after that day's 00:00 UTC. */
export interface YearlyChange {
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly seconds: number;
  readonly offset: number;
}

export interface ZoneIndex {
  /** Of the IANA data, such as `2026a`. */
  readonly version: string;
  /** Every zone and link, to the name that its data is under. */
  readonly names: Readonly<Record<string, string>>;
}

export type Offsets = Window["offsets"];

type Data = (name: string) => Promise<unknown>;

/** All names; `data` is `Host.data`. Throws where the data that ships with the compiler is damaged: a bug. */
export async function loadZoneIndex(data: Data): Promise<ZoneIndex> {
  const value = await data("zones/index.json");
  if (!isZoneIndex(value)) throw new Error("zones/index.json is not as it was generated");
  return value;
}

/** The zone of that name, a link's target for a link; `undefined`: no such zone. Names are case-sensitive. */
export async function loadZone(data: Data, index: ZoneIndex, name: string): Promise<ZoneData | undefined> {
  const target = Object.hasOwn(index.names, name) ? index.names[name] : undefined;
  if (target === undefined) return undefined;
  const value = await data(`zones/${target}.json`);
  if (!isZoneData(value)) throw new Error(`zones/${target}.json is not as it was generated`);
  return value;
}

/**
 * The offsets that hold in `[from, until)`: the first is said to hold from MIN_INSTANT on. By rule as far ahead as is
 * asked; give the end of the longest agent's life, since ten years are some twenty changes.
 */
export function offsetsOf(zone: ZoneData, from: Instant, until: Instant): Offsets {
  const offsets: { at: Instant; offset: number }[] = [{ at: MIN_INSTANT, offset: zone.first }];
  const add = (at: Instant, offset: number) => {
    const last = offsets.at(-1);
    if (at >= until || !last || last.offset === offset) return;
    if (at > from) offsets.push({ at, offset });
    else offsets[0] = { at: MIN_INSTANT, offset };
  };
  for (const [at, offset] of zone.changes) add(at, offset);
  const { yearly = [], yearlyFrom = Number.POSITIVE_INFINITY } = zone;
  if (yearly.length === 0) return offsets;
  const end = new Date(Math.min(until, MAX_INSTANT - 1) * 1000).getUTCFullYear();
  const begin = Math.max(yearlyFrom, new Date(Math.max(from, MIN_INSTANT) * 1000).getUTCFullYear() - 1);
  for (let year = begin; year <= end; year++)
    for (const change of yearly) add(instantOf(change, year), change.offset);
  return offsets;
}

/** When a yearly change comes in a year. */
export function instantOf({ month, day, weekday, seconds }: YearlyChange, year: number): Instant {
  const earliest = daysFromDate(year, month, day);
  /** 1970-01-01 was a Thursday. */
  const wait = (((weekday - (earliest + 4)) % 7) + 7) % 7;
  return (earliest + wait) * DAY + seconds;
}

const MINUTES_A_DAY = 1440;
const MINUTES_A_WEEK = 7 * MINUTES_A_DAY;

/** Days of a window, 0 being Monday, both ends included; `to` before `from` wraps round the week. */
export interface DaySpan {
  readonly from: number;
  readonly to: number;
}

/** Minutes since local midnight; `to` before `from` is on the next day, 1440 the day's end. */
export interface HourSpan {
  readonly from: number;
  readonly to: number;
}

/**
 * The minutes of the local week, for `Window.minutes`. Missing days: all; missing hours: the whole day. Hours past
 * midnight belong to the day on which they start. None at all (`empty-range`) where the hours' ends are equal.
 */
export function weekMinutes(days: readonly DaySpan[] | undefined, hours?: HourSpan): Window["minutes"] {
  const { from, to } = hours ?? { from: 0, to: MINUTES_A_DAY };
  const length = to - from + (to < from ? MINUTES_A_DAY : 0);
  const marks = new Uint8Array(MINUTES_A_WEEK);
  for (const span of days ?? [{ from: 0, to: 6 }])
    for (let day = span.from; ; day = (day + 1) % 7) {
      for (let minute = 0; minute < length; minute++)
        marks[(day * MINUTES_A_DAY + from + minute) % MINUTES_A_WEEK] = 1;
      if (day === span.to) break;
    }
  const ranges: { from: number; until: number }[] = [];
  for (const [minute, mark] of marks.entries()) {
    const last = ranges.at(-1);
    if (mark === 0) continue;
    if (last?.until === minute) last.until++;
    else ranges.push({ from: minute, until: minute + 1 });
  }
  return ranges;
}

function isZoneIndex(value: unknown): value is ZoneIndex {
  return isObject(value) && typeof value.version === "string" && isObject(value.names);
}

function isZoneData(value: unknown): value is ZoneData {
  return (
    isObject(value) &&
    typeof value.digest === "string" &&
    typeof value.first === "number" &&
    Array.isArray(value.changes)
  );
}
