/** The rule that a zone follows for ever, found in the changes of the last century that the data lists. */
import { instantOf, type YearlyChange } from "../zones.ts";

type Change = readonly [at: number, offset: number];

const DAY = 86_400;

export function yearOf(at: number): number {
  return new Date(at * 1000).getUTCFullYear();
}

/** The changes of every year from `from` to `to`, both included; none where there are none. Fails on any other zone. */
export function yearlyOf(changes: readonly Change[], from: number, to: number): readonly YearlyChange[] {
  const inYear = (year: number) => changes.filter(([at]) => yearOf(at) === year);
  return inYear(from).map((_, slot) => {
    const everyYear = Array.from({ length: to - from + 1 }, (_, index) => inYear(from + index)[slot]);
    const found = [0, -DAY, DAY].map((shift) => weekdayRule(changes, everyYear, shift)).find(Boolean);
    if (!found) throw new Error(`No yearly rule for ${everyYear[0]}`);
    return found;
  });
}

/** Whether the year's changes are those of the rule. */
export function follows(changes: readonly Change[], year: number, yearly: readonly YearlyChange[]): boolean {
  const there = changes.filter(([at]) => yearOf(at) === year);
  return (
    there.length === yearly.length &&
    yearly.every(
      (change, index) => there[index]?.[0] === instantOf(change, year) && there[index]?.[1] === change.offset,
    )
  );
}

/** By the local date before the change, moved by `shift`: one month, one weekday, one time, seven days in a row. */
function weekdayRule(
  changes: readonly Change[],
  everyYear: readonly (Change | undefined)[],
  shift: number,
): YearlyChange | undefined {
  const seen = everyYear.map((change) => {
    if (!change) return undefined;
    const before = changes[changes.indexOf(change) - 1]?.[1] ?? 0;
    const date = new Date((change[0] + before + shift) * 1000);
    const midnight = Math.floor((change[0] + before + shift) / DAY) * DAY;
    return {
      key: [date.getUTCMonth(), date.getUTCDay(), change[0] - midnight, change[1]].join(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      weekday: date.getUTCDay(),
      seconds: change[0] - midnight,
      offset: change[1],
    };
  });
  const [first] = seen;
  if (!first || seen.some((one) => one?.key !== first.key)) return undefined;
  const days = seen.map((one) => one?.day ?? 0);
  const day = Math.min(...days);
  if (Math.max(...days) !== day + 6) return undefined;
  const { month, weekday, seconds, offset } = first;
  return { month, day, weekday, seconds, offset };
}
