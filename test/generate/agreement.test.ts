import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type OpaEngine, openOpa } from "../../cli/engines/opa.ts";
import { policyDocument } from "../../compiler/emit/opa/data.ts";
import { evaluate } from "../../compiler/model/evaluate.ts";
import type { Policy } from "../../compiler/model/policy.ts";
import { probes } from "../../compiler/model/probe.ts";
import { shrinkRequest } from "../../compiler/model/shrink.ts";
import { policiesFromSource } from "./checked.ts";
import { atDisagreement, servedDisagreement } from "./disagreement.ts";
import { policies } from "./policy-data.ts";

const SEED = 20_261_124;
const REQUESTS = 100;

let opa: OpaEngine;
beforeAll(async () => {
  opa = await openOpa();
});

describe("the compiled OPA policy decides as the reference evaluator does, by the engine's clock and by the request's", () => {
  test("of policies checked from generated source text", async () => {
    const all = await policiesFromSource(SEED, 200);
    let allowed = 0;
    for (const { seed, policy } of all) allowed += await compare(policy, seed);
    expect(allowed).toBeGreaterThan((all.length * REQUESTS) / 5);
  });

  test("of policies that no source text would give", async () => {
    const all = fc.sample(policies, { seed: SEED, numRuns: 100 });
    let allowed = 0;
    for (const [index, policy] of all.entries()) allowed += await compare(policy, SEED + index);
    expect(allowed).toBeGreaterThan((all.length * REQUESTS) / 8);
  });
});

/** Fails at the first disagreement with the smallest request that shows it; gives how many requests were allowed. */
async function compare(policy: Policy, seed: number): Promise<number> {
  opa.load(policyDocument(policy, Object.keys(policy.agents)));
  let allowed = 0;
  for (const { request, at } of probes(policy, { seed, count: REQUESTS })) {
    const disagreement = (one: unknown) =>
      atDisagreement(policy, one, opa.decideAt(one)) ??
      servedDisagreement(policy, one, at, opa.decide(one, at));
    if (disagreement(request) !== undefined) {
      const smallest = await shrinkRequest(request, (one) => disagreement(one) !== undefined);
      expect.fail(`seed ${seed} at ${at}: ${JSON.stringify(smallest)}: ${disagreement(smallest)}`);
    }
    if (evaluate(policy, request, at).decision === "allow") allowed++;
  }
  return allowed;
}
