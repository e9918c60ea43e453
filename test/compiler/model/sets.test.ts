import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { actionClasses } from "../../../compiler/model/action-class.ts";
import { satisfies } from "../../../compiler/model/atom.ts";
import { contains, intersect, intervalSet, subtract, union } from "../../../compiler/model/intervals.ts";
import { formatAddress, inNetwork, readAddress, readNetwork } from "../../../compiler/model/ip.ts";
import { matches } from "../../../compiler/model/pattern.ts";
import type { Atom } from "../../../compiler/model/policy.ts";
import { formatInstant, readInstant } from "../../../compiler/model/time.ts";
import {
  includes,
  intersectValues,
  memberOf,
  subtractValues,
  type ValueSet,
  valuesOf,
} from "../../../compiler/model/value-set.ts";
import { atoms } from "./generated.ts";
import { action } from "./policies.ts";

const ranges = fc.array(
  fc.record({ from: fc.integer({ min: 0, max: 20 }), until: fc.integer({ min: 0, max: 20 }) }),
  { maxLength: 6 },
);
const POINTS = Array.from({ length: 22 }, (_, index) => index - 1);

describe("sets of instants", () => {
  it("agree with membership, and are sorted, apart and not empty", () => {
    fc.assert(
      fc.property(ranges, ranges, (one, other) => {
        const [a, b] = [intervalSet(one), intervalSet(other)];
        const inside = (at: number) => one.some(({ from, until }) => from <= at && at < until);
        const results = [a, b, union(a, b), intersect(a, b), subtract(a, b)];
        for (const set of results)
          for (const [index, range] of set.entries()) {
            expect(range.from).toBeLessThan(range.until);
            if (index > 0) expect(range.from).toBeGreaterThan(set[index - 1]?.until ?? 0);
          }
        for (const at of POINTS) {
          const [x, y] = [contains(a, at), contains(b, at)];
          expect(x).toBe(inside(at));
          expect(results.slice(2).map((set) => contains(set, at))).toEqual([x || y, x && y, x && !y]);
        }
      }),
      { seed: 41, numRuns: 3000 },
    );
  });
});

describe("sets of values", () => {
  it("agree with the atoms that they come from, under intersection and difference", () => {
    const value = { decimal: ["0", "5000000", "5000001", "-1", "7"].map(BigInt) };
    fc.assert(
      fc.property(atoms, atoms, (one, other) => {
        if (one.variable.name !== other.variable.name) return;
        const [a, b] = [valuesOf(one), valuesOf(other)];
        const both = intersectValues(a, b);
        const rest = subtractValues(a, b);
        for (const set of [both, ...rest]) {
          const member = memberOf(set, new Map());
          if (!member) continue;
          expect(includes(set, member)).toBe(true);
          expect([satisfies(one, member), satisfies(other, member)]).toEqual([true, set === both]);
        }
        const known = (set: ValueSet, atom: Atom) => {
          if (set.type === "decimal")
            for (const number of value.decimal) {
              const typed = { type: "decimal", value: number } as const;
              expect(includes(set, typed)).toBe(satisfies(atom, typed));
            }
          if (set.type === "string")
            for (const text of ["", "a", "ab", "b", "a*"]) {
              const typed = { type: "string", value: text } as const;
              expect(includes(set, typed)).toBe(satisfies(atom, typed));
            }
        };
        known(a, one);
      }),
      { seed: 42, numRuns: 4000 },
    );
  });

  it("have members that are easy to read", () => {
    const above = (type: "int" | "decimal", value: string): Atom => ({
      variable: { kind: "input", name: "n" },
      type,
      op: ">",
      value,
    });
    const shown = (atom: Atom) => memberOf(valuesOf(atom), new Map())?.value;
    expect(shown(above("decimal", "5000000"))).toBe(6_000_000n);
    expect(shown(above("int", "-5"))).toBe(0n);
    expect(shown(above("int", "99"))).toBe(100n);
    expect(shown(above("int", "9223372036854775806"))).toBe(9_223_372_036_854_775_807n);
    expect(shown(above("int", "9223372036854775807"))).toBeUndefined();
  });
});

describe("classes of actions", () => {
  const names = ["tool:a", "tool:ab", "tool:b", "tool:ba", "tool:c", "aws:s3:Get", "aws:s3:Put"];
  const patterns = fc.array(
    fc.constantFrom("tool:a", "tool:a*", "tool:*b", "tool:*", "tool:b?", "aws:s3:Get", "aws:*"),
    {
      minLength: 1,
      maxLength: 3,
    },
  );

  it("stand for every action that a relevant list names", () => {
    fc.assert(
      fc.property(fc.array(patterns, { minLength: 1, maxLength: 4 }), (written) => {
        const lists = written.map((list) => list.map(action));
        const classes = actionClasses(lists, (index) => index === 0) ?? [];
        const membersOf = (name: string) =>
          lists.flatMap((list, index) =>
            list.some(({ text, wildcard }) => (wildcard ? matches(text, name) : text === name))
              ? [index]
              : [],
          );
        for (const one of classes) expect([...one.members].sort()).toEqual(membersOf(one.action));
        for (const name of names) {
          const members = membersOf(name);
          if (!members.includes(0)) continue;
          expect(classes.map((one) => [...one.members].sort().join())).toContain(members.join());
        }
      }),
      { seed: 43, numRuns: 3000 },
    );
  });
});

describe("instants", () => {
  it("are read as the engine reads them", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -62_167_219_200, max: 253_402_300_799 }),
        fc.integer({ min: -839, max: 839 }),
        (at, offset) => {
          expect(readInstant(formatInstant(at))).toBe(at);
          const sign = offset < 0 ? "-" : "+";
          const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
          const local = formatInstant(at).replace(
            "Z",
            `.999${sign}${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`,
          );
          const expected = at - offset * 60;
          const inside = expected >= -62_167_219_200 && expected < 253_402_300_800;
          expect(readInstant(local)).toBe(inside ? expected : undefined);
        },
      ),
      { seed: 44, numRuns: 3000 },
    );
  });

  it.each([
    "2026-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:60:00Z",
    "2026-06-30T23:59:60Z",
    "2026-01-01T00:00:00",
    "2026-01-01T00:00Z",
    "2026-01-01 00:00:00Z",
    "2026-01-01T00:00:00.Z",
    "2026-01-01T00:00:00+24:00",
    "2026-01-01T00:00:00+0100",
    " 2026-01-01T00:00:00Z",
    "2026-01-01T00:00:00Z\n",
    "+2026-01-01T00:00:00Z",
    "٢٠٢٦-01-01T00:00:00Z",
  ])("are not read from %j", (text) => {
    expect(readInstant(text)).toBeUndefined();
  });

  it("are read from the forms that RFC 3339 has", () => {
    expect(readInstant("2024-02-29t12:00:00.123456789012345678901234567890z")).toBe(1_709_208_000);
    expect(readInstant("2024-02-29T12:00:00-00:00")).toBe(1_709_208_000);
  });
});

describe("addresses", () => {
  it("read back what they are written as", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), fc.boolean(), (bits, short) => {
        const address = short ? ({ family: 4, bits: bits >> 96n } as const) : ({ family: 6, bits } as const);
        const read = readAddress(formatAddress(address));
        expect(read).toEqual(!short && bits >> 32n === 0xffffn ? undefined : address);
      }),
      { seed: 45, numRuns: 2000 },
    );
  });

  it("are in networks of their family by their first bits", () => {
    const within = (ip: string, net: string) => {
      const [address, network] = [readAddress(ip), readNetwork(net)];
      return address !== undefined && network !== undefined && inNetwork(address, network);
    };
    expect(within("10.255.0.1", "10.0.0.0/8")).toBe(true);
    expect(within("10.255.0.1", "10.1.2.3/8")).toBe(true);
    expect(within("11.0.0.0", "10.0.0.0/8")).toBe(false);
    expect(within("1.2.3.4", "::/0")).toBe(false);
    expect(within("::1", "0.0.0.0/0")).toBe(false);
    expect(within("255.255.255.255", "0.0.0.0/0")).toBe(true);
    expect(within("fe80::1", "fe80::/10")).toBe(true);
    for (const net of [
      "10.0.0.0/33",
      "10.0.0.0/",
      "10.0.0.0/08",
      "10.0.0.0/8/8",
      "/8",
      "::/129",
      "10.0.0.0/-1",
    ])
      expect(readNetwork(net)).toBeUndefined();
  });
});
