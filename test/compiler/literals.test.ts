import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatDecimal,
  formatDuration,
  formatInstant,
  formatInstantShort,
  isDecimal,
  readDay,
  readDecimal,
  readDuration,
  readHour,
  readInstant,
  readInteger,
  readIpv4Network,
  readTimestamp,
} from "../../compiler/literals.ts";
import { MAX_INSTANT, MIN_INSTANT } from "../../compiler/model/policy.ts";

const seed = { seed: 20_270_331, numRuns: 2000 };

describe("instants", () => {
  test("a date alone is the start of its day in UTC", () => {
    expect(readInstant("2027-03-31")).toEqual({ seconds: Date.UTC(2027, 2, 31) / 1000, dateOnly: true });
  });
  test("without an offset a time is UTC, with one it is shifted", () => {
    const noon = Date.UTC(2027, 2, 31, 12) / 1000;
    for (const text of [
      "2027-03-31T12:00",
      "2027-03-31T12:00:00Z",
      "2027-03-31T14:30+02:30",
      "2027-03-31T09:00-03:00",
    ])
      expect(readInstant(text), text).toEqual({ seconds: noon, dateOnly: false });
  });
  test("what is no instant is refused", () => {
    const bad = [
      "2027-02-30",
      "2027-02-29",
      "1900-02-29",
      "2027-13-01",
      "2027-00-10",
      "2027-01-00",
      "2027-04-31",
      "2027-1-1",
      "27-01-01",
      "2027-01-01T24:00",
      "2027-01-01T12:60",
      "2027-01-01T12:00:60Z",
      "2027-01-01T12",
      "2027-01-01Z",
      "2027-01-01T12:00+24:00",
      "2027-01-01T12:00+02:60",
      "2027-01-01T12:00+0200",
      "2027-01-01 12:00",
      "2027-01-01t12:00z",
      "2027-01-01T12:00:00.5Z",
      "0000-01-01T00:00+00:01",
      "9999-12-31T23:59-00:01",
      "",
      "2027-01-01\n",
      "+2027-01-01",
    ];
    for (const text of bad) expect(readInstant(text), text).toBeUndefined();
  });
  test("leap days of the four-hundred-year rule exist", () => {
    expect(readInstant("2000-02-29")).toBeDefined();
    expect(readInstant("0000-02-29")).toBeDefined();
  });
  test("the first and the last instant are those of the model", () => {
    expect(readInstant("0000-01-01")?.seconds).toBe(MIN_INSTANT);
    expect(readInstant("9999-12-31T23:59:59Z")?.seconds).toBe(MAX_INSTANT - 1);
    expect(formatInstant(MAX_INSTANT)).toBe("+10000-01-01T00:00:00Z");
  });
  test("what is written is read back, and agrees with the platform's calendar", () => {
    fc.assert(
      fc.property(fc.integer({ min: MIN_INSTANT, max: MAX_INSTANT - 1 }), (seconds) => {
        const text = formatInstant(seconds);
        expect(readInstant(text)?.seconds).toBe(seconds);
        expect(readTimestamp(text)).toBe(seconds);
        expect(readInstant(formatInstantShort(seconds))?.seconds).toBe(seconds);
        expect(new Date(seconds * 1000).toISOString()).toBe(text.replace("Z", ".000Z"));
      }),
      seed,
    );
  });
  test("timestamps of requests need seconds and offset, and are floored", () => {
    expect(readTimestamp("1969-12-31T23:59:58.999Z")).toBe(-2);
    expect(readTimestamp("2027-01-01T00:00:00.000000001+00:00")).toBe(Date.UTC(2027, 0, 1) / 1000);
    for (const text of [
      "2027-01-01",
      "2027-01-01T00:00Z",
      "2027-01-01T00:00:00",
      "2027-01-01T00:00:00.Z",
      "2027-01-01T00:00:60Z",
    ])
      expect(readTimestamp(text), text).toBeUndefined();
  });
});

describe("durations", () => {
  test("units add up, from large to small", () => {
    expect(["90s", "15m", "1h", "1h30m", "90d", "2w", "1w2d3h4m5s", "0s"].map(readDuration)).toEqual([
      90, 900, 3600, 5400, 7_776_000, 1_209_600, 788_645, 0,
    ]);
  });
  test("what is no duration is refused", () => {
    for (const text of [
      "",
      "1",
      "h",
      "1M",
      "1y",
      "30m1h",
      "1h1h",
      "-1h",
      "1.5h",
      "1 h",
      "1h ",
      "999999999999w",
      "9".repeat(400),
    ])
      expect(readDuration(text), text).toBeUndefined();
  });
  test("what is written is read back", () => {
    expect([7_776_000, 5400, 0, 90, 1_209_600].map(formatDuration)).toEqual([
      "90d",
      "1h30m",
      "0s",
      "1m30s",
      "14d",
    ]);
    fc.assert(
      fc.property(fc.nat({ max: 315_569_520_000 }), (seconds) => {
        expect(readDuration(formatDuration(seconds))).toBe(seconds);
      }),
      seed,
    );
  });
});

describe("numbers", () => {
  test("decimals are exact up to their limit and refused past it", () => {
    expect(readDecimal("922337203685477.5807")).toBe(9_223_372_036_854_775_807n);
    expect(readDecimal("-922337203685477.5807")).toBe(-9_223_372_036_854_775_807n);
    expect(readDecimal("0.1")).toBe(1000n);
    expect(readDecimal("-0")).toBe(0n);
    for (const text of [
      "922337203685477.5808",
      "922337203685478",
      "0.12345",
      "1.",
      ".5",
      "01",
      "1e3",
      "+1",
      "--1",
      "",
      "٣",
      "9".repeat(400),
    ])
      expect(readDecimal(text), text).toBeUndefined();
  });
  test("integers have 64 bits", () => {
    expect(readInteger("9223372036854775807")).toBe(9_223_372_036_854_775_807n);
    expect(readInteger("-9223372036854775808")).toBe(-9_223_372_036_854_775_808n);
    for (const text of ["9223372036854775808", "-9223372036854775809", "99999999999999999999", "1.0", "007"])
      expect(readInteger(text), text).toBeUndefined();
    expect(isDecimal(9_223_372_036_854_775_807n * 10_000n)).toBe(false);
    expect(isDecimal(500n)).toBe(true);
  });
  test("what is written is read back", () => {
    expect([5_000_000n, -2500n, 0n, 1n].map(formatDecimal)).toEqual(["500", "-0.25", "0", "0.0001"]);
    const limit = 9_223_372_036_854_775_807n;
    fc.assert(
      fc.property(fc.bigInt({ min: -limit, max: limit }), (scaled) => {
        expect(readDecimal(formatDecimal(scaled))).toBe(scaled);
      }),
      seed,
    );
  });
});

describe("days, hours and networks", () => {
  test("days are counted from Monday", () => {
    expect(["mon", "sun", "Mon", "monday", ""].map(readDay)).toEqual([0, 6, undefined, undefined, undefined]);
  });
  test("hours run to 24:00", () => {
    expect(["00:00", "08:30", "24:00", "24:01", "23:60", "8:00", "25:00"].map(readHour)).toEqual([
      0,
      510,
      1440,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
  test("networks have four octets and a prefix up to 32", () => {
    expect(readIpv4Network("10.0.0.0/8")).toEqual({ address: 167_772_160, prefix: 8 });
    expect(readIpv4Network("255.255.255.255")).toEqual({ address: 4_294_967_295, prefix: 32 });
    for (const text of [
      "256.0.0.1",
      "10.0.0",
      "10.0.0.0/33",
      "10.0.0.0/",
      "010.0.0.1",
      "10.0.0.0/08",
      "1.2.3.4.5",
    ])
      expect(readIpv4Network(text), text).toBeUndefined();
  });
});
