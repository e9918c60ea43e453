import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../compiler/model/evaluate.ts";
import {
  type Atom,
  type Dnf,
  MIN_INSTANT,
  type Policy,
  type Window,
} from "../../../compiler/model/policy.ts";
import { askedBy, difference, memberOfRegion, regionOf } from "../../../compiler/model/region.ts";
import { denies, grants, policies, requests } from "./generated.ts";
import { agent, byName, deny, grant, instant, origin, policy } from "./policies.ts";

const decide = (p: Policy, request: unknown) => evaluate(p, request, 0).decision;
const run = (seed: number, numRuns: number) => ({ seed, numRuns });

const GRANT_PARTS = [
  "actions",
  "resources",
  "subjects",
  "condition",
  "approvals",
  "windows",
  "range",
] as const;
const DENY_PARTS = ["actions", "resources", "unless"] as const;

const asParent = <T extends { readonly approvals: readonly object[] }>(request: T): T => ({
  ...request,
  agent: "p",
  approvals: request.approvals.map((approval) => ({ ...approval, agent: "p" })),
});

describe("a region", () => {
  it("has a member that evaluate allows, or nothing that it allows", () => {
    let members = 0;
    fc.assert(
      fc.property(policies, fc.array(requests(["a"]), { minLength: 20, maxLength: 20 }), (p, samples) => {
        const answer = memberOfRegion(regionOf(p, "a"));
        expect(answer.kind).not.toBe("too-complex");
        if (answer.kind === "witness") {
          members++;
          expect([answer.request, decide(p, answer.request)]).toEqual([answer.request, "allow"]);
        } else
          for (const request of samples) expect([request, decide(p, request)]).toEqual([request, "deny"]);
      }),
      run(11, 1500),
    );
    expect(members).toBeGreaterThan(300);
  });

  it("differs from another by a request that evaluate allows there and denies here, or by none", () => {
    let wider = 0;
    fc.assert(
      fc.property(
        policies,
        policies,
        fc.array(requests(["p"]), { minLength: 20, maxLength: 20 }),
        (p, q, samples) => {
          const answer = difference(regionOf(p, "p"), regionOf(q, "p"));
          expect(answer.kind).not.toBe("too-complex");
          if (answer.kind === "witness") {
            wider++;
            const { request } = answer;
            expect([request, decide(p, request), decide(q, request)]).toEqual([request, "allow", "deny"]);
          } else {
            for (const request of samples)
              if (decide(p, request) === "allow") {
                expect([request, decide(q, request)]).toEqual([request, "allow"]);
              }
          }
        },
      ),
      run(12, 1500),
    );
    expect(wider).toBeGreaterThan(100);
  });

  it("differs from itself with one part of one statement changed as sampling says", () => {
    let [wider, confirmed] = [0, 0];
    fc.assert(
      fc.property(
        policies,
        fc.nat(2),
        fc.oneof(
          fc.tuple(fc.constantFrom(...GRANT_PARTS), grants),
          fc.tuple(fc.constantFrom(...DENY_PARTS), denies),
        ),
        fc.array(requests(["p"]), { minLength: 40, maxLength: 40 }),
        (p, position, [part, donor], samples) => {
          const mine = p.agents.p;
          if (!mine) return;
          const change = <T extends object>(one: T, index: number): T =>
            index === position && "subjects" in one === "subjects" in donor
              ? { ...one, [part]: Reflect.get(donor, part) }
              : one;
          const changed = { ...mine, grants: mine.grants.map(change), denies: mine.denies.map(change) };
          const q: Policy = { ...p, agents: { ...p.agents, p: changed } };
          const answer = difference(regionOf(q, "p"), regionOf(p, "p"));
          expect(answer.kind).not.toBe("too-complex");
          if (answer.kind === "witness") {
            wider++;
            const { request } = answer;
            expect([request, decide(q, request), decide(p, request)]).toEqual([request, "allow", "deny"]);
          } else
            for (const request of samples)
              if (decide(q, request) === "allow") {
                confirmed++;
                expect([request, decide(p, request)]).toEqual([request, "allow"]);
              }
        },
      ),
      run(13, 2000),
    );
    expect(wider).toBeGreaterThan(100);
    expect(confirmed).toBeGreaterThan(500);
  });

  it("of a child is compared with its parent's by asking as the parent", () => {
    let wider = 0;
    fc.assert(
      fc.property(policies, fc.array(requests(["a"]), { minLength: 20, maxLength: 20 }), (p, samples) => {
        const answer = difference(regionOf(p, "a"), regionOf(p, "p"));
        if (answer.kind === "witness") {
          wider++;
          expect(decide(p, answer.request)).toBe("allow");
          expect(decide(p, askedBy(answer.request, "p"))).toBe("deny");
        } else
          for (const request of samples)
            if (decide(p, request) === "allow") expect(decide(p, asParent(request))).toBe("allow");
      }),
      run(14, 1200),
    );
    expect(wider).toBeGreaterThan(100);
  });

  it("is the same as itself, however many alternatives it has", () => {
    const letters = [..."abcdefgh"];
    const pairs = letters.reduce<Dnf>(
      (dnf, letter) =>
        dnf.flatMap((conjunction) => [
          [...conjunction, isTrue(`${letter}1`)],
          [...conjunction, isTrue(`${letter}2`)],
        ]),
      [[]],
    );
    const unless = (letter: string): Dnf => [[isTrue(`${letter}1`)], [isTrue(`${letter}2`)]];
    const p = policy([
      agent("p", {
        grants: [grant("tool:x", { condition: pairs }), grant("tool:y", { resources: [["*"]] })],
        denies: letters.flatMap((letter) => [
          deny("tool:x", { unless: unless(letter) }),
          deny("tool:y", { resources: [`*${letter}*`] }),
        ]),
      }),
    ]);
    expect(difference(regionOf(p, "p"), regionOf(p, "p"))).toEqual({ kind: "none" });
    expect(memberOfRegion(regionOf(p, "p")).kind).toBe("witness");
  });

  it("tells windows apart that differ after a change of offset only", () => {
    const minutes = [{ from: 540, until: 1020 }];
    const winter = { at: MIN_INSTANT, offset: 3600 };
    const summer = { at: instant("2026-03-29T01:00:00Z"), offset: 7200 };
    const during = (...offsets: Window["offsets"]) =>
      policy([
        agent("p", {
          starts: instant("2026-01-01"),
          grants: [
            grant("tool:x", { windows: [{ name: "w", zone: "z", minutes, offsets, origin: origin(1) }] }),
          ],
        }),
      ]);
    const answer = difference(regionOf(during(winter, summer), "p"), regionOf(during(winter), "p"));
    expect(answer.kind === "witness" && answer.request.time).toBe("2026-03-30T07:00:00Z");
    const before = during(winter, summer);
    const ends = (p: Policy): Policy => ({
      ...p,
      agents: byName(Object.values(p.agents).map((one) => ({ ...one, expires: summer.at }))),
    });
    expect(difference(regionOf(ends(before), "p"), regionOf(ends(during(winter)), "p")).kind).toBe("none");
  });

  it("without a condition is wider than one with conditions for all values, by a missing value", () => {
    const n = (op: "<" | ">=") => [
      [{ variable: { kind: "input", name: "n" }, type: "int", op, value: "5" } as const],
    ];
    const all = policy([
      agent("p", {
        grants: [grant("tool:x", { condition: n("<") }), grant("tool:x", { condition: n(">=") })],
      }),
    ]);
    const free = policy([agent("p", { grants: [grant("tool:x")] })]);
    const answer = difference(regionOf(free, "p"), regionOf(all, "p"));
    expect(answer.kind === "witness" && answer.request.inputs).toBeUndefined();
    expect(answer.kind).toBe("witness");
    expect(difference(regionOf(all, "p"), regionOf(free, "p")).kind).toBe("none");
  });

  it("without resources is wider than one on all of them, by a request that names none", () => {
    const all = policy([agent("p", { grants: [grant("tool:x", { resources: [["*"]] })] })]);
    const free = policy([agent("p", { grants: [grant("tool:x")] })]);
    const answer = difference(regionOf(free, "p"), regionOf(all, "p"));
    expect(answer.kind === "witness" && [answer.request.action, answer.request.resource]).toEqual([
      "tool:x",
      undefined,
    ]);
    expect(difference(regionOf(all, "p"), regionOf(free, "p")).kind).toBe("none");
  });

  it("reads a resource as a path where its own action's server does", () => {
    const services = byName([{ name: "a", actions: {}, origin: origin(1) }]);
    const p = policy([agent("p", { grants: [grant(["a:read", "aws:s3:Get"], { resources: [[".."]] })] })], {
      services,
    });
    const answer = memberOfRegion(regionOf(p, "p"));
    expect(answer.kind === "witness" && answer.request).toMatchObject({
      action: "aws:s3:Get",
      resource: "..",
    });
  });

  it("holds no IPv4-mapped address", () => {
    const ip = (op: "in" | "not-in", value: string): Atom => ({
      variable: { kind: "context", name: "ip" },
      type: "ip",
      op,
      value,
    });
    const condition = [[ip("in", "::fffe:0:0/95"), ip("not-in", "::fffe:0:0/96")]];
    const p = policy([agent("p", { grants: [grant("tool:x", { condition })] })]);
    expect(memberOfRegion(regionOf(p, "p")).kind).toBe("none");
  });

  it("says that it is too complex where patterns are absurd, and does not hang", () => {
    const grants = Array.from({ length: 30 }, (_, index) =>
      grant(`tool:*${String.fromCodePoint(0x4e00 + index)}*`),
    );
    const p = policy([agent("p", { grants })]);
    const q = policy([agent("p", { grants: grants.slice(1) })]);
    expect(difference(regionOf(p, "p"), regionOf(q, "p")).kind).toBe("too-complex");
  });
});

function isTrue(name: string): Atom {
  return { variable: { kind: "input", name }, type: "bool", op: "==", value: true };
}
