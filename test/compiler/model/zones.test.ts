import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { contains } from "../../../compiler/model/intervals.ts";
import { MAX_INSTANT, MIN_INSTANT, type Window } from "../../../compiler/model/policy.ts";
import { isOpen, offsetAt, openDuring } from "../../../compiler/model/window.ts";
import { loadZone, loadZoneIndex, offsetsOf, weekMinutes } from "../../../compiler/model/zones.ts";
import { instant, origin } from "./policies.ts";

const folder = join(import.meta.dirname, "../../../compiler/model/generated");
const data = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(folder, name), "utf8"));
const index = await loadZoneIndex(data);

async function zone(name: string) {
  const found = await loadZone(data, index, name);
  if (!found) throw new Error(name);
  return found;
}

async function window(
  name: string,
  minutes: Window["minutes"],
  until = instant("2040-01-01"),
): Promise<Window> {
  return {
    name: "w",
    zone: name,
    minutes,
    offsets: offsetsOf(await zone(name), MIN_INSTANT, until),
    origin: origin(1),
  };
}

/** What the engine's own, independent copy of the zone data says, in seconds ahead of UTC. */
const formats = new Map<string, Intl.DateTimeFormat>();

function engineOffset(name: string, at: number): number {
  const known = formats.get(name);
  const format =
    known ??
    new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  if (!known) formats.set(name, format);
  const parts = format.formatToParts(at * 1000);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  const local = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return local / 1000 - at;
}

describe("zone data", () => {
  it("agrees with the engine's own data, to the second around every change", async () => {
    for (const name of [
      "Europe/Berlin",
      "America/New_York",
      "Asia/Calcutta",
      "Australia/Lord_Howe",
      "Pacific/Apia",
    ]) {
      const offsets = offsetsOf(await zone(name), instant("1970-01-01"), instant("2024-01-01"));
      for (const { at, offset } of offsets.slice(1)) {
        expect([name, at, engineOffset(name, at)]).toEqual([name, at, offset]);
        expect([name, at, engineOffset(name, at - 1)]).toEqual([name, at, offsetAt({ offsets }, at - 1)]);
      }
      for (let at = instant("1970-01-01"); at < instant("2024-01-01"); at += 45 * 86_400)
        expect([name, at, offsetAt({ offsets }, at)]).toEqual([name, at, engineOffset(name, at)]);
    }
  });

  it("agrees with it on every zone and link that it knows, twice a year", async () => {
    for (const name of Object.keys(index.names)) {
      const offsets = offsetsOf(await zone(name), MIN_INSTANT, instant("2026-01-01"));
      try {
        new Intl.DateTimeFormat("en-US", { timeZone: name });
      } catch {
        continue;
      }
      for (let year = 1990; year < 2023; year++)
        for (const day of ["01-15", "07-15"]) {
          const at = instant(`${year}-${day}`);
          expect([name, at, offsetAt({ offsets }, at)]).toEqual([name, at, engineOffset(name, at)]);
        }
    }
  });

  it("holds by rule however far ahead is asked", async () => {
    const berlin = offsetsOf(await zone("Europe/Berlin"), MIN_INSTANT, MAX_INSTANT);
    expect(offsetAt({ offsets: berlin }, instant("9999-07-01"))).toBe(7200);
    expect(offsetAt({ offsets: berlin }, instant("2500-03-28T00:59:59Z"))).toBe(3600);
    expect(offsetAt({ offsets: berlin }, instant("2500-03-28T01:00:00Z"))).toBe(7200);
    const casablanca = offsetsOf(await zone("Africa/Casablanca"), MIN_INSTANT, MAX_INSTANT);
    expect(offsetAt({ offsets: casablanca }, instant("2024-03-15"))).toBe(0);
    expect(offsetAt({ offsets: casablanca }, instant("2024-06-15"))).toBe(3600);
    expect(offsetAt({ offsets: casablanca }, instant("2040-06-15"))).toBe(0);
  });

  it("is cut to what is asked", async () => {
    const offsets = offsetsOf(await zone("Europe/Berlin"), instant("2026-12-01"), instant("2027-12-01"));
    expect(offsets).toEqual([
      { at: MIN_INSTANT, offset: 3600 },
      { at: instant("2027-03-28T01:00:00Z"), offset: 7200 },
      { at: instant("2027-10-31T01:00:00Z"), offset: 3600 },
    ]);
    expect(
      offsetsOf(await zone("Europe/Berlin"), instant("2027-03-28T01:00:00Z"), instant("2027-04-01")),
    ).toEqual([{ at: MIN_INSTANT, offset: 7200 }]);
  });

  it("knows no zone that is not there", async () => {
    for (const name of ["Mars/Base", "europe/berlin", "", "__proto__", "../zones/Europe/Berlin", "index"])
      expect(await loadZone(data, index, name)).toBeUndefined();
  });
});

describe("a window's minutes", () => {
  it("are those of its days and hours", () => {
    expect(weekMinutes([{ from: 0, to: 1 }], { from: 480, to: 1080 })).toEqual([
      { from: 480, until: 1080 },
      { from: 1920, until: 2520 },
    ]);
    expect(weekMinutes(undefined)).toEqual([{ from: 0, until: 10_080 }]);
    expect(weekMinutes([{ from: 0, to: 0 }], { from: 1080, to: 1440 })).toEqual([
      { from: 1080, until: 1440 },
    ]);
  });

  it("wrap round the week and run past midnight", () => {
    expect(weekMinutes([{ from: 4, to: 0 }])).toEqual([
      { from: 0, until: 1440 },
      { from: 5760, until: 10_080 },
    ]);
    expect(weekMinutes([{ from: 6, to: 6 }], { from: 1320, to: 360 })).toEqual([
      { from: 0, until: 360 },
      { from: 9960, until: 10_080 },
    ]);
  });

  it("are none where the hours' ends are equal", () => {
    expect(weekMinutes(undefined, { from: 480, to: 480 })).toEqual([]);
  });
});

describe("a window", () => {
  const hours = (from: string, to: string) =>
    weekMinutes(undefined, {
      from: Number(from.slice(0, 2)) * 60 + Number(from.slice(3)),
      to: Number(to.slice(0, 2)) * 60 + Number(to.slice(3)),
    });

  it("opens and closes by the wall clock of its zone", async () => {
    const office = await window("Europe/Berlin", weekMinutes([{ from: 0, to: 4 }], { from: 480, to: 1080 }));
    const open = (time: string) => isOpen(office, instant(time));
    expect(open("2026-12-01T06:59:59Z")).toBe(false);
    expect(open("2026-12-01T07:00:00Z")).toBe(true);
    expect(open("2026-12-01T17:00:00Z")).toBe(false);
    expect(open("2027-07-01T06:00:00Z")).toBe(true);
    expect(open("2027-07-03T06:00:00Z")).toBe(false);
    expect(open("1969-12-29T07:00:00Z")).toBe(true);
  });

  it("does not open in minutes that daylight saving skips, and opens twice in those it repeats", async () => {
    const night = await window("Europe/Berlin", hours("02:15", "02:45"));
    const day = { from: instant("2027-03-28"), until: instant("2027-03-29") };
    expect(openDuring(night, day)).toEqual([]);
    const autumn = { from: instant("2027-10-31"), until: instant("2027-11-01") };
    expect(openDuring(night, autumn)).toEqual([
      { from: instant("2027-10-31T00:15:00Z"), until: instant("2027-10-31T00:45:00Z") },
      { from: instant("2027-10-31T01:15:00Z"), until: instant("2027-10-31T01:45:00Z") },
    ]);
    const half = await window("Australia/Lord_Howe", hours("02:00", "02:30"));
    expect(
      openDuring(half, { from: instant("2026-10-03T12:00:00Z"), until: instant("2026-10-04T12:00:00Z") }),
    ).toEqual([]);
  });

  it("skips the day that Samoa skipped", async () => {
    const friday = await window("Pacific/Apia", weekMinutes([{ from: 4, to: 4 }]));
    expect(openDuring(friday, { from: instant("2011-12-25"), until: instant("2012-01-03") })).toEqual([]);
  });

  it("materialized is open exactly when it is open", async () => {
    for (const name of ["Europe/Berlin", "Asia/Kolkata", "America/New_York", "Africa/Casablanca"]) {
      const w = await window(name, weekMinutes([{ from: 4, to: 0 }], { from: 1320, to: 390 }));
      const range = { from: instant("2026-01-01"), until: instant("2027-01-01") };
      const open = openDuring(w, range);
      const wrong: number[] = [];
      for (let at = range.from; at < range.until; at += 937)
        if (contains(open, at) !== isOpen(w, at)) wrong.push(at);
      expect([name, ...wrong]).toEqual([name]);
    }
  });
});
