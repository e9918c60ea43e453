import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inForce } from "../../../compiler/model/life.ts";
import { covers, isEmpty, regionWithin } from "../../../compiler/model/region.ts";
import { lifeOf, livesOf } from "../../../rules/policy/lifetime.ts";
import { isNeverInForce } from "../../../rules/policy/never-in-force.ts";
import { redundant } from "../../../rules/policy/redundant.ts";
import { statementsOf } from "../../../rules/policy/statements.ts";
import { isSwallowed } from "../../../rules/policy/swallowed.ts";
import { viewOf } from "../../../rules/policy/view.ts";
import { checkedSources } from "../../generate/checked.ts";
import { policies } from "../../generate/policy-data.ts";
import { policySource } from "../../generate/policy-source.ts";

/** The rules answer plain cases by short cuts; the algebra alone has to say the same. */
describe("Short cuts agree with the region algebra", () => {
  test("on grants that are never in force, and on swallowed ones", () => {
    const seen = { never: 0, swallowed: 0, other: 0 };
    fc.assert(
      fc.property(policies, (policy) => {
        for (const agent of Object.values(policy.agents))
          for (const grant of agent.grants) {
            const region = { ...regionWithin(policy, agent.name, lifeOf(agent)), grants: [grant] };
            const never = isEmpty({ ...region, denies: [] }) === true;
            expect(isNeverInForce(policy, agent, grant)).toBe(never);
            const swallowed = !never && isEmpty(region) === true;
            expect(isSwallowed(policy, agent, grant)).toBe(swallowed);
            seen[never ? "never" : swallowed ? "swallowed" : "other"]++;
          }
      }),
      { seed: 11, numRuns: 300 },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
  });

  test("on when agents are in force", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const lives = livesOf(policy);
        for (const name of Object.keys(policy.agents)) expect(lives(name)).toEqual(inForce(policy, name));
      }),
      { seed: 13, numRuns: 300 },
    );
  });

  test("on redundant statements, the later of two first", async () => {
    let found = 0;
    for (let seed = 1; seed <= 50; seed++) {
      const checked = await checkedSources(policySource(seed));
      for (const policy of checked.policies) {
        const view = viewOf(policy, checked.at, new Map(), checked.files);
        const reported = new Set([...redundant.check(view)].map(({ span }) => `${span.file}:${span.start}`));
        for (const { agent } of view.agents) {
          const place = view.declaration(agent.origin);
          if (agent.expires <= checked.at || (agent.retired ?? Number.POSITIVE_INFINITY) <= checked.at)
            continue;
          const region = regionWithin(policy, agent.name, lifeOf(agent));
          let left = statementsOf(agent);
          for (const one of left.toReversed()) {
            const { span, grants } = one;
            const inside =
              place && span.file === place.file && span.start >= place.start && span.end <= place.end;
            if (!inside || grants.some(({ range }) => range.until <= checked.at)) continue;
            const others = left.filter((other) => other !== one);
            const given = { ...region, grants: others.flatMap((other) => other.grants) };
            const mine = { ...region, grants };
            const gone = isEmpty(mine) === true;
            const expected = others.length > 0 && !gone && covers(given, mine) === true;
            expect(reported.has(`${span.file}:${span.start}`), `${seed}: ${span.start}`).toBe(expected);
            if (!expected) continue;
            found++;
            left = others;
          }
        }
      }
    }
    expect(found).toBeGreaterThan(2);
  });
});
