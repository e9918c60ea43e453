import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type OpaEngine, openOpa } from "../../cli/engines/opa.ts";
import { policyDocument } from "../../compiler/emit/opa/data.ts";
import { evaluate } from "../../compiler/model/evaluate.ts";
import { probes } from "../../compiler/model/probe.ts";
import { shrinkRequest } from "../../compiler/model/shrink.ts";
import { atDisagreement, servedDisagreement } from "./disagreement.ts";
import { policies } from "./policy-data.ts";

const SEED = 20_261_124;
const POLICIES = 250;
const REQUESTS = 100;

let opa: OpaEngine;
beforeAll(async () => {
  opa = await openOpa();
});

describe("the compiled OPA policy", () => {
  test("decides as the reference evaluator does, at the engine's clock and at the request's time", async () => {
    let allowed = 0;
    for (const [index, policy] of fc.sample(policies, { seed: SEED, numRuns: POLICIES }).entries()) {
      opa.load(policyDocument(policy, Object.keys(policy.agents)));
      for (const { request, at } of probes(policy, { seed: SEED + index, count: REQUESTS })) {
        const disagreement = (one: unknown) =>
          atDisagreement(policy, one, opa.decideAt(one)) ??
          servedDisagreement(policy, one, at, opa.decide(one, at));
        if (disagreement(request) !== undefined) {
          const smallest = await shrinkRequest(request, (one) => disagreement(one) !== undefined);
          const what = `policy ${index} at ${at}: ${JSON.stringify(smallest)}`;
          expect.fail(`${what}: ${disagreement(smallest)}`);
        }
        if (evaluate(policy, request, at).decision === "allow") allowed++;
      }
    }
    expect(allowed).toBeGreaterThan((POLICIES * REQUESTS) / 8);
  });
});
