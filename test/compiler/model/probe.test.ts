import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluate } from "../../../compiler/model/evaluate.ts";
import { isObject } from "../../../compiler/model/json.ts";
import { probes } from "../../../compiler/model/probe.ts";
import { shrinkRequest } from "../../../compiler/model/shrink.ts";
import { policies } from "../../generate/policy-data.ts";
import { agent, approval, deny, grant, instant, policy } from "./policies.ts";

const one = policy([
  agent("a", {
    starts: instant("2026-01-01"),
    expires: instant("2027-03-31"),
    grants: [
      grant("tool:send_*", { resources: [["mail/*"]] }),
      grant("invoices:pay", {
        approvals: [approval(["omar"], 900)],
        condition: [
          [{ variable: { kind: "input", name: "amount" }, type: "decimal", op: "<=", value: "5000000" }],
        ],
        subjects: [[{ kind: "group", name: "finance", claim: "finance" }]],
      }),
    ],
    denies: [deny("tool:send_money")],
  }),
]);

describe("probes", () => {
  test("are the same for the same seed, and others for another", () => {
    const take = (seed: number) => JSON.stringify([...probes(one, { seed, count: 50 })]);
    expect(take(5)).toBe(take(5));
    expect(take(5)).not.toBe(take(6));
  });

  test("stand on both sides of every edge: of life, comparison, age of an approval, pattern and never", () => {
    const all = [...probes(one, { seed: 1, count: 4000 })];
    const decisions = all.map(({ request, at }) => ({ request, at, ...evaluate(one, request, at) }));
    const allowed = decisions.filter(({ decision }) => decision === "allow");
    expect(allowed.length).toBeGreaterThan(800);
    const actions = new Set(
      allowed.map(({ request }) => (isObject(request) ? String(request.action).split(":")[0] : "")),
    );
    expect(actions).toEqual(new Set(["tool", "invoices"]));
    const times = new Set(all.map(({ at }) => at));
    for (const edge of [instant("2026-01-01"), instant("2027-03-31")])
      for (const step of [-1, 0]) expect(times).toContain(edge + step);
    const reasons = decisions.map(({ reason }) => reason).join("\n");
    for (const part of [
      "in force",
      "needs an approval",
      "not known to be true",
      "other resources only",
      "on behalf of",
      "'never'",
      "no agent named",
      "'time' is malformed",
      "does not exist",
    ])
      expect(reasons).toContain(part);
    const amounts = JSON.stringify(all);
    for (const amount of ['"500.0000"', '"500.0001"', '"499.9999"', ":500,", ":500}"])
      expect(amounts).toContain(amount);
  });

  test("are made of any policy, also an empty one", () => {
    expect([...probes(policy([]), { seed: 1, count: 30 })]).toHaveLength(30);
    for (const strange of fc.sample(policies, { seed: 9, numRuns: 100 }))
      for (const { request, at } of probes(strange, { seed: 1, count: 10 })) {
        expect(() => JSON.stringify(request)).not.toThrow();
        expect(Number.isSafeInteger(at)).toBe(true);
      }
  });
});

describe("shrinking", () => {
  const request = {
    agent: "a",
    action: "tool:send_mail",
    resource: "mail/12345",
    via: ["x", "y"],
    inputs: { a: 1, b: { c: [1, 2, 3] } },
  };

  test("leaves the smallest request that still shows it", async () => {
    const shows = (less: unknown) =>
      isObject(less) && typeof less.resource === "string" && less.resource.includes("3");
    expect(await shrinkRequest(request, shows)).toEqual({ resource: "3" });
  });

  test("asks an engine that takes its time", async () => {
    const shows = async (less: unknown) =>
      isObject(less) && Array.isArray(less.via) && less.via.includes("y");
    expect(await shrinkRequest(request, shows)).toEqual({ via: ["y"] });
  });

  test("gives a request that cannot be smaller as it is", async () => {
    expect(await shrinkRequest(request, (less) => less === request)).toBe(request);
    expect(await shrinkRequest(null, () => true)).toBe(null);
  });

  test("ends, also where everything shows it", async () => {
    expect(await shrinkRequest({ a: "x".repeat(5000), b: [[[[["y"]]]]] }, () => true)).toEqual({});
  });
});
