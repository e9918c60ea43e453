/** Compiled output decides as the language says, of policies over the whole language, as `remit verify` would ask. */
import { expect, test } from "vitest";
import { awsRunner } from "../../cli/engines/aws.ts";
import { cedarRunner } from "../../cli/engines/cedar.ts";
import { openTargets, type Runner } from "../../cli/engines/compiled.ts";
import { emitters } from "../../compiler/emit/emitters.ts";
import { evaluate } from "../../compiler/model/evaluate.ts";
import type { Policy } from "../../compiler/model/policy.ts";
import { probes } from "../../compiler/model/probe.ts";
import { shrinkRequest } from "../../compiler/model/shrink.ts";
import type { Target } from "../../compiler/model/test-and-target.ts";
import { memoryHost } from "../compiler/memory-host.ts";
import { policiesFromSource } from "./checked.ts";

const SEED = 20_261_124;
const POLICIES = 80;
const REQUESTS = 100;
const host = memoryHost({});

/** Each with the least number of answers that are to be held against the reference. */
const runners: readonly (readonly [string, Runner, number])[] = [
  ["cedar", cedarRunner, 7000],
  ["aws", awsRunner, 200],
];

test.each(runners)("%s agrees where it is asked, and is never wider", async (_, runner, least) => {
  let [asked, allowed] = [0, 0];
  for (const { seed, policy } of await policiesFromSource(SEED, POLICIES)) {
    const agents = Object.keys(policy.agents);
    const target = { kind: runner.kind, settings: runner.settings, agents, origin: policy.tests[0]?.origin };
    const { origin } = target;
    if (origin === undefined) continue;
    const alone: Policy = { ...policy, targets: [{ ...target, origin }] };
    for (const { decide } of openTargets(runner, alone, host.data))
      for (const { request, at } of probes(alone, { seed, count: REQUESTS })) {
        const differs = async (one: unknown) => {
          const answer = await decide(one, at);
          return answer !== undefined && answer.decision !== evaluate(alone, one, at).decision;
        };
        if (await differs(request)) {
          const smallest = await shrinkRequest(request, differs);
          expect.fail(`seed ${seed} at ${at}: ${JSON.stringify(smallest)}`);
        }
        const answer = await decide(request, at);
        if (answer !== undefined) asked++;
        if (answer?.decision === "allow") allowed++;
      }
  }
  expect(asked).toBeGreaterThan(least);
  expect(allowed).toBeGreaterThan(least / 5);
});

test.each(["keycloak", "okta"] as const)(
  "%s compiles every one of them, twice to the same bytes",
  async (kind) => {
    const emit = await emitters[kind]?.();
    let objects = 0;
    for (const { policy } of await policiesFromSource(SEED, POLICIES)) {
      const [one] = policy.tests;
      if (one === undefined || emit === undefined) continue;
      const settings: Target["settings"] =
        kind === "keycloak"
          ? { realm: "acme", authentication: "secret" }
          : { org: "https://o.example", server: "s" };
      const target: Target = { kind, settings, agents: Object.keys(policy.agents), origin: one.origin };
      const input = { policy, target, at: 1_794_700_800 };
      const emission = await emit(input, host.data);
      expect(emission.problems).toEqual([]);
      expect(await emit(input, host.data)).toEqual(emission);
      objects += emission.objects?.length ?? 0;
    }
    console.log(kind, objects);
    expect(objects).toBeGreaterThan(0);
  },
);
