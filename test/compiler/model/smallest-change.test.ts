import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../compiler/model/evaluate.ts";
import type { Policy } from "../../../compiler/model/policy.ts";
import { smallestChange } from "../../../compiler/model/smallest-change.ts";
import { policies, requests } from "./generated.ts";
import { agent, approval, deny, grant, instant, origin, policy } from "./policies.ts";

const noon = instant("2026-12-01T12:00:00Z");
const amount = {
  variable: { kind: "input", name: "amount" },
  type: "decimal",
  op: "<=",
  value: "5000000",
} as const;
const changes = (p: Policy, request: object, at = noon) => smallestChange(p, request, at)?.request?.changes;
const pay = { agent: "a", action: "tool:pay" };

describe("the smallest change of a denied request", () => {
  it("is the one thing that it lacks", () => {
    const p = policy([
      agent("a", {
        grants: [
          grant("tool:pay", { condition: [[amount]], approvals: [approval(["omar"], 900)] }),
          grant("tool:read", { range: { from: noon + 3600, until: noon + 7200 } }),
          grant("tool:ask", { subjects: [[{ kind: "group", name: "g", claim: "g" }]] }),
          grant("tool:get", { resources: [["files/*"]] }),
        ],
      }),
    ]);
    expect(changes(p, { ...pay, inputs: { amount: "100.00" } })).toEqual([
      "approved by omar@acme.example for exactly this, at most 15m before",
    ]);
    const approved = (inputs: object) => ({
      ...pay,
      inputs,
      approvals: [{ by: "omar@acme.example", at: "2026-12-01T12:00:00Z", ...pay, inputs }],
    });
    expect(changes(p, approved({ amount: 900 }))?.[0]).toBe('with amount "500.00"');
    expect(changes(p, { agent: "a", action: "tool:read" })).toEqual(["at 2026-12-01 13:00 UTC"]);
    expect(changes(p, { agent: "a", action: "tool:read" }, noon + 9000)).toEqual([
      "at 2026-12-01 13:59:59 UTC",
    ]);
    expect(changes(p, { agent: "a", action: "tool:ask" })).toEqual(["on behalf of someone@example.com in g"]);
    expect(changes(p, { agent: "a", action: "tool:get", resource: "x" })).toEqual(["on files/"]);
  });

  it("is none where the agent may not do it at all", () => {
    const p = policy([
      agent("a", { grants: [grant("tool:pay")], denies: [deny("tool:*", { because: "no" })] }),
    ]);
    expect(smallestChange(p, pay, noon)).toEqual({
      request: undefined,
      policy: { sentence: "The 'never' would have to leave this out.", origin: origin(20, "never tool:*") },
    });
    const other = smallestChange(p, { agent: "a", action: "aws:s3:GetObject" }, noon);
    expect(other?.policy.sentence).toBe("a would need 'may aws:s3:GetObject'.");
  });

  it("is nothing for what is allowed, malformed or of no agent", () => {
    const p = policy([agent("a", { grants: [grant("tool:pay")] })]);
    expect(smallestChange(p, pay, noon)).toBeUndefined();
    expect(smallestChange(p, { ...pay, time: "now" }, noon)).toBeUndefined();
    expect(smallestChange(p, { ...pay, agent: "z" }, noon)).toBeUndefined();
  });

  it("is always allowed by evaluate", () => {
    let found = 0;
    fc.assert(
      fc.property(policies, requests(["p"]), (p, request) => {
        const change = smallestChange(p, request, 0);
        if (evaluate(p, request, 0).decision === "allow") {
          expect(change).toBeUndefined();
          return;
        }
        if (change?.request) {
          found++;
          expect(evaluate(p, change.request.request, 0).decision).toBe("allow");
          expect(change.request.changes.length).toBeGreaterThan(0);
        }
        if (change) expect(change.policy.sentence).toMatch(/^[^\n]+\.$/);
      }),
      { seed: 31, numRuns: 6000 },
    );
    expect(found).toBeGreaterThan(1000);
  });
});
