import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffAgent } from "../../../compiler/model/diff.ts";
import { evaluate } from "../../../compiler/model/evaluate.ts";
import type { Agent, Grant, Policy } from "../../../compiler/model/policy.ts";
import { denies, grants, policies, requests, START } from "../model/generated.ts";

/** What a change of one grant can be: another one in its place, one modifier of another, none at all. */
const change: fc.Arbitrary<(agent: Agent) => Agent> = fc.oneof(
  fc.constant((agent: Agent) => agent),
  grants.map((fresh) => (agent: Agent) => ({
    ...agent,
    grants: [...agent.grants.slice(1), { ...fresh, id: "fresh" }],
  })),
  grants.map((fresh) => (agent: Agent) => ({
    ...agent,
    grants: agent.grants.map((one, index) => (index === 0 ? borrowed(one, fresh) : one)),
  })),
  denies.map((fresh) => (agent: Agent) => ({
    ...agent,
    denies: [...agent.denies.slice(1), { ...fresh, id: "fresh" }],
  })),
  fc.constant((agent: Agent) => ({
    ...agent,
    grants: [...agent.grants].reverse(),
    denies: [...agent.denies].reverse(),
  })),
  fc.constant((agent: Agent) => ({
    ...agent,
    grants: [...agent.grants, ...agent.grants.map((one) => ({ ...one, id: `${one.id}again` }))],
  })),
  fc
    .integer({ min: -86_400, max: 86_400 })
    .map((shift) => (agent: Agent) => ({ ...agent, expires: agent.expires + shift })),
);

/** The same actions, one modifier taken from the other. */
const borrowed = (one: Grant, other: Grant): Grant => ({
  ...one,
  condition: other.condition,
  resources: other.resources,
  approvals: other.approvals,
});

/** Ids are unique in an agent; the generator of small policies repeats them. */
const numbered = (agent: Agent): Agent => ({
  ...agent,
  grants: agent.grants.map((one, index) => ({ ...one, id: `g${index}` })),
});

const pair = fc.tuple(policies, change).map(([old, change]): readonly [Policy, Policy] => {
  const agent = old.agents.a;
  return [
    { ...old, agents: agent === undefined ? old.agents : { ...old.agents, a: numbered(agent) } },
    agent === undefined ? old : { ...old, agents: { ...old.agents, a: numbered(change(agent)) } },
  ];
});

describe("the difference of generated policies", () => {
  it("agrees with sampling, and every witness is confirmed on both sides", () => {
    let pairs = 0;
    const verdicts = new Map<string, number>();
    fc.assert(
      fc.property(pair, fc.array(requests(["a"]), { minLength: 25, maxLength: 25 }), ([old, fresh], list) => {
        const diff = diffAgent(old, fresh, "a", "a", START);
        expect(diff.incomplete).toBe(false);
        for (const { witness } of diff.wider) {
          expect(evaluate(fresh, witness, START).decision).toBe("allow");
          expect(evaluate(old, witness, START).decision).toBe("deny");
        }
        for (const { witness } of diff.narrower) {
          expect(evaluate(old, witness, START).decision).toBe("allow");
          expect(evaluate(fresh, witness, START).decision).toBe("deny");
        }
        for (const request of list) {
          // The comparison begins at the clock.
          if (Date.parse(String(request.time)) / 1000 < START) continue;
          const before = evaluate(old, request, START).decision;
          const after = evaluate(fresh, request, START).decision;
          if (before === "deny" && after === "allow")
            expect(diff.wider.length, JSON.stringify(request)).toBeGreaterThan(0);
          if (before === "allow" && after === "deny")
            expect(diff.narrower.length, JSON.stringify(request)).toBeGreaterThan(0);
        }
        verdicts.set(diff.verdict, (verdicts.get(diff.verdict) ?? 0) + 1);
        pairs++;
      }),
      { numRuns: 5000, seed: 20_261_124, endOnFailure: true },
    );
    expect(pairs).toBeGreaterThanOrEqual(5000);
    for (const verdict of ["wider", "narrower", "both", "same"])
      expect(verdicts.get(verdict) ?? 0, verdict).toBeGreaterThan(100);
  });
});
