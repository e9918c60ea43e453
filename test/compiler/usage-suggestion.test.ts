import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits } from "../../cli/fixing.ts";
import { checkWorkspace } from "../../compiler/index.ts";
import { formatInstant } from "../../compiler/literals.ts";
import { diffPolicies } from "../../compiler/model/diff.ts";
import { evaluate, matchesAction } from "../../compiler/model/evaluate.ts";
import { MAX_INSTANT, type Policy } from "../../compiler/model/policy.ts";
import { probes } from "../../compiler/model/probe.ts";
import type { TextEdit } from "../../compiler/problem.ts";
import { logReaders } from "../../compiler/usage/readers.ts";
import { suggest, withoutBroken } from "../../compiler/usage/suggest.ts";
import { addEvent, newTally } from "../../compiler/usage/tally.ts";
import { policySource } from "../generate/policy-source.ts";
import { memoryHost } from "./memory-host.ts";

const config = { workspace: "acme", policies: ["**/*.remit"], scan: { include: [], exclude: [] } };

async function checked(sources: Readonly<Record<string, string>>) {
  const result = await checkWorkspace(memoryHost(sources), config, {});
  const broken = result.problems.filter((one) => one.severity === "error" && one.code !== "test-failed");
  return { ...result, broken };
}

/** A decision log that the evaluator makes: allowed probes of the policy, as OPA would write them. */
function logOf(
  policy: Policy,
  seed: number,
): readonly {
  readonly record: Record<string, unknown>;
  readonly request: Record<string, unknown>;
  readonly time: number;
}[] {
  const list: { record: Record<string, unknown>; request: Record<string, unknown>; time: number }[] = [];
  for (const probe of probes(policy, { seed, count: 120 })) {
    const { request } = probe;
    if (typeof request !== "object" || request === null || Array.isArray(request)) continue;
    const time =
      "time" in request && typeof request.time === "string"
        ? Math.floor(Date.parse(request.time) / 1000)
        : Number.NaN;
    if (!Number.isFinite(time) || evaluate(policy, request, time).decision !== "allow") continue;
    const plain: Record<string, unknown> = { ...request };
    list.push({
      request: plain,
      time,
      record: {
        decision_id: "d",
        path: "remit/decision",
        timestamp: formatInstant(time),
        input: plain,
        result: { allow: true },
      },
    });
  }
  return list;
}

/** An agent and all under it. */
const below = (policy: Policy, name: string): readonly string[] => [
  name,
  ...Object.values(policy.agents)
    .filter((agent) => agent.parent === name)
    .flatMap((agent) => below(policy, agent.name)),
];

describe("the policy that a log suggests", () => {
  it("is narrower by the algebra, still allows all that the log shows, and has lost every grant that it does not show", async () => {
    let narrowed = 0;
    for (const seed of fc.sample(fc.nat({ max: 1_000_000 }), { numRuns: 60, seed: 7 })) {
      const sources = policySource(seed);
      const before = await checked(sources);
      const [policy] = before.policies;
      if (policy === undefined || before.policies.length !== 1 || before.broken.length > 0) continue;
      const log = logOf(policy, seed);
      const tally = newTally(MAX_INSTANT, MAX_INSTANT);
      const [opa] = logReaders(policy);
      for (const { record } of log) for (const event of opa?.(record) ?? []) addEvent(tally, policy, event);
      const suggested = suggest(policy, before.files, (agent) => tally.agents.get(agent));
      const edited = (edits: readonly TextEdit[]) =>
        checked(
          Object.fromEntries(
            Object.entries(sources).map(([path, text]) => [
              path,
              path.endsWith(".remit")
                ? applyEdits(
                    text,
                    edits.filter((edit) => edit.span.file === path),
                  )
                : text,
            ]),
          ),
        );
      let edits = suggested.edits;
      let after = await edited(edits);
      while (after.broken.length > 0 && withoutBroken(edits, after.broken).length < edits.length) {
        edits = withoutBroken(edits, after.broken);
        after = await edited(edits);
      }
      if (edits.length === 0) continue;
      const kept = [...suggested.kept, ...suggested.edits.slice(edits.length)];
      expect(after.broken.map((one) => `${seed} ${one.message}`)).toEqual([]);
      const [fresh] = after.policies;
      if (fresh === undefined) throw new Error("no policy");
      for (const diff of diffPolicies(policy, fresh, before.at))
        expect(diff.wider, `${seed} ${diff.agent}`).toEqual([]);
      for (const { request, time } of log)
        expect(evaluate(fresh, request, time).decision, `${seed} ${JSON.stringify(request)}`).toBe("allow");
      if (kept.length > 0) continue;
      for (const agent of Object.values(fresh.agents)) {
        // What a sub-agent uses, the agents above it need.
        const used = new Set(
          below(fresh, agent.name)
            .flatMap((name) => [...(tally.agents.get(name)?.grants.values() ?? [])])
            .flatMap((one) => [...one.actions]),
        );
        const direct = agent.grants.filter((grant) => grant.scope === undefined);
        for (const grant of direct)
          for (const action of grant.actions)
            expect(
              used.has(action.text) ||
                action.wildcard ||
                matchesAction(
                  agent.denies
                    .filter((deny) => deny.resources === undefined && deny.unless === undefined)
                    .flatMap((deny) => deny.actions),
                  action.text,
                ),
              `${seed} ${agent.name} ${action.text}`,
            ).toBe(true);
      }
      narrowed++;
    }
    expect(narrowed).toBeGreaterThan(10);
  }, 240_000);
});
