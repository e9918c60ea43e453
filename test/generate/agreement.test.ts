import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type OpaEngine, openOpa } from "../../cli/engines/opa.ts";
import { policyDocument } from "../../compiler/emit/opa/data.ts";
import { evaluate } from "../../compiler/model/evaluate.ts";
import { isObject } from "../../compiler/model/json.ts";
import type { Instant, Policy } from "../../compiler/model/policy.ts";
import { probes } from "../../compiler/model/probe.ts";
import { shrinkRequest } from "../../compiler/model/shrink.ts";
import { readInstant } from "../../compiler/model/time.ts";
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
        if (disagreement(policy, request, at) !== undefined) {
          const smallest = await shrinkRequest(request, (one) => disagreement(policy, one, at) !== undefined);
          expect.fail(
            `${JSON.stringify(smallest)} at ${at}, policy ${index}: ${disagreement(policy, smallest, at)}`,
          );
        }
        if (evaluate(policy, request, at).decision === "allow") allowed++;
      }
    }
    expect(allowed).toBeGreaterThan((POLICIES * REQUESTS) / 8);
  });
});

/** How the module's answers differ from the reference's, if they do. */
function disagreement(policy: Policy, request: unknown, at: Instant): string | undefined {
  const timed = hasTime(request) ? evaluate(policy, request, at) : undefined;
  const answer = opa.decideAt(request);
  if (answer.allow !== (timed?.decision === "allow"))
    return `at its time ${timed?.reason ?? "none"}, but ${answer.reasons.join(" ")}`;
  const served = evaluate(policy, atClock(request), at);
  const now = opa.decide(request, at);
  if (now.allow !== (served.decision === "allow"))
    return `served ${served.reason}, but ${now.reasons.join(" ")}`;
  return now.reasons.length > 0 && answer.reasons.length > 0 ? undefined : "no reason";
}

function hasTime(request: unknown): boolean {
  return isObject(request) && Object.hasOwn(request, "time");
}

/** The served decision is that of the same request without its time, where that is well-formed. */
function atClock(request: unknown): unknown {
  if (!isObject(request) || readInstant(request.time) === undefined) return request;
  const { time, ...rest } = request;
  return rest;
}
