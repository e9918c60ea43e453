import fc from "fast-check";
import { expect, test } from "vitest";
import { readInstant } from "../../../compiler/model/time.ts";
import { problem, problems } from "../../../compiler/problems.ts";
import { policyRules } from "../../../rules/policy/rules.ts";
import { viewOf } from "../../../rules/policy/view.ts";
import { policies } from "../../generate/policy-data.ts";

test("Every rule answers on any policy, in one line, and the same each time", () => {
  const at = readInstant("2026-06-01T00:00:00Z") ?? 0;
  const seen = new Set<string>();
  fc.assert(
    fc.property(policies, (policy) => {
      const run = () => {
        const view = viewOf(policy, at, new Map(), []);
        return policyRules.flatMap(({ code, check }) =>
          [...check(view)].map(({ span, message, agent: _, ...more }) => problem(code, span, message, more)),
        );
      };
      const found = run();
      expect(run()).toEqual(found);
      for (const { code, message } of found) {
        seen.add(code);
        expect(Object.hasOwn(problems, code)).toBe(true);
        expect(message.length).toBeGreaterThan(10);
      }
    }),
    { seed: 5, numRuns: 150 },
  );
  expect(seen.size).toBeGreaterThan(6);
});
