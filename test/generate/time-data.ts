/** Instants and windows as data, also such as no source text would give. */
import fc from "fast-check";
import { daysFromDate } from "../../compiler/literals.ts";
import { MAX_INSTANT, MIN_INSTANT, type Window } from "../../compiler/model/policy.ts";
import { DAY } from "../../compiler/model/time.ts";
import { origin as originAt } from "../compiler/model/policies.ts";

export const origin = originAt(1, "…");
export const YEAR_2026 = daysFromDate(2026, 1, 1) * DAY;

/** Absent (or `nothing`) `times` as often as there. */
export function rarely<T>(there: fc.Arbitrary<T>, times: number): fc.Arbitrary<T | undefined>;
export function rarely<T>(there: fc.Arbitrary<T>, times: number, nothing: T): fc.Arbitrary<T>;
export function rarely<T>(there: fc.Arbitrary<T>, times: number, nothing?: T): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: times, arbitrary: fc.constant(nothing) }, { weight: 1, arbitrary: there });
}

/** Around 2026 to 2028 mostly, and now and then anywhere. */
export const instants = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 900 }).map((days) => YEAR_2026 + days * DAY) },
  { weight: 3, arbitrary: fc.integer({ min: YEAR_2026, max: YEAR_2026 + 900 * DAY }) },
  { weight: 1, arbitrary: fc.integer({ min: MIN_INSTANT + 1, max: MAX_INSTANT - 1 }) },
);
/** The last Sunday of the month at 01:00 UTC, as the European Union changes its clocks. */
function lastSunday(year: number, month: number): number {
  const day = daysFromDate(year, month, 31);
  return (day - ((day + 4) % 7)) * DAY + 3600;
}

const YEARS = Array.from({ length: 60 }, (_, index) => 1990 + index);
const ZONES: readonly Pick<Window, "zone" | "offsets">[] = [
  {
    zone: "Europe/Berlin",
    offsets: [
      { at: MIN_INSTANT, offset: 3208 },
      ...YEARS.flatMap((year) => [
        { at: lastSunday(year, 3), offset: 7200 },
        { at: lastSunday(year, 10), offset: 3600 },
      ]),
    ],
  },
  { zone: "Etc/UTC", offsets: [{ at: MIN_INSTANT, offset: 0 }] },
  {
    zone: "Pacific/Apia",
    offsets: [
      { at: MIN_INSTANT, offset: 45_184 },
      { at: YEAR_2026 - 5000 * DAY, offset: -36_000 },
      { at: YEAR_2026 + 90 * DAY, offset: 50_400 },
    ],
  },
  { zone: "Asia/Kathmandu", offsets: [{ at: MIN_INSTANT, offset: 20_700 }] },
];

export const windows: fc.Arbitrary<Window> = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    minutes: fc.uniqueArray(
      fc.oneof(
        fc.integer({ min: 0, max: 10_080 }),
        fc.constantFrom(0, 10_080, 9 * 60, 2 * 60, 3 * 60, 6 * 1440 + 120, 6 * 1440 + 180),
      ),
      { minLength: 2, maxLength: 6 },
    ),
  })
  .map(({ zone, minutes }) => {
    const sorted = [...minutes].sort((one, other) => one - other);
    const spans = Array.from({ length: Math.floor(sorted.length / 2) }, (_, index) => ({
      from: sorted[index * 2] ?? 0,
      until: sorted[index * 2 + 1] ?? 0,
    }));
    return { name: "hours", ...zone, minutes: spans, origin };
  });
