import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../compiler/model/evaluate.ts";
import type { Policy } from "../../../compiler/model/policy.ts";
import { askedBy, difference, memberOfRegion, regionOf } from "../../../compiler/model/region.ts";
import type { Request } from "../../../compiler/model/request.ts";
import { denies, grants, policies, requests } from "./generated.ts";

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
          for (const request of samples as unknown as Request[])
            if (decide(p, request) === "allow") expect(decide(p, askedBy(request, "p"))).toBe("allow");
      }),
      run(14, 1200),
    );
    expect(wider).toBeGreaterThan(100);
  });
});
