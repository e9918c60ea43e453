import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openCedar } from "../../../../cli/engines/cedar.ts";
import { emitCedar } from "../../../../compiler/emit/cedar/emit.ts";
import { evaluate } from "../../../../compiler/model/evaluate.ts";
import { instant } from "../../model/policies.ts";
import { policies, requests, target } from "./arbitrary.ts";

const at = instant("2026-05-01");
const data = async (): Promise<unknown> => undefined;

describe("the Cedar output, in Cedar itself", () => {
  it("is valid in strict mode without a warning, never allows more, and is exact where native", async () => {
    let compared = 0;
    let allowed = 0;
    await fc.assert(
      fc.asyncProperty(
        policies,
        fc.array(requests, { minLength: 100, maxLength: 100 }),
        async (policy, list) => {
          const emission = await emitCedar({ policy, target, at }, data);
          const engine = openCedar(policy, emission, "test");
          expect(engine.validate()).toEqual([]);
          const exact = new Set(
            target.agents.filter((name) =>
              emission.enforcement.every((one) => one.agent !== name || one.enforcement.kind === "native"),
            ),
          );
          for (const request of list) {
            const reference = evaluate(policy, request, at).decision === "allow";
            const answer = engine.decide(request, at);
            expect(answer.errors, JSON.stringify(request)).toEqual([]);
            if (answer.allow && !reference) expect.fail(`wider: ${JSON.stringify(request)}`);
            const judged = [
              String(request.agent),
              ...(Array.isArray(request.via) ? request.via.map(String) : []),
            ];
            if (reference && judged.every((name) => exact.has(name)))
              expect(answer.allow, JSON.stringify(request)).toBe(true);
            compared++;
            if (answer.allow) allowed++;
          }
        },
      ),
      { numRuns: 220, seed: 20_261_124, endOnFailure: true },
    );
    expect(compared).toBeGreaterThanOrEqual(20_000);
    expect(allowed).toBeGreaterThan(300);
  });
});
