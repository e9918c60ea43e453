/** Runs `test` blocks in an engine, and says which grants and conditions they reach. */
import { applies, firstLack, matchesAction } from "../compiler/model/evaluate.ts";
import type { Instant, Origin, Policy } from "../compiler/model/policy.ts";
import { readRequest } from "../compiler/model/read-request.ts";
import type { Test, TestCase } from "../compiler/model/test-and-target.ts";
import type { OpenedEngine } from "./engines/engine.ts";

export interface CaseResult {
  readonly test: Test;
  readonly case: TestCase;
  readonly environment?: string;
  readonly engine: string;
  readonly actual: "allow" | "deny" | "not-asked";
  readonly reason: string;
  readonly passed: boolean;
}

/** Every case of every test of one policy, in one engine. */
export async function runTests(
  policy: Policy,
  engine: OpenedEngine,
  at: Instant,
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const test of testsOf(policy))
    for (const item of test.cases) {
      const answer = await engine.decide(item.request, at);
      results.push({
        test,
        case: item,
        environment: policy.environment,
        engine: engine.name,
        actual: answer?.decision ?? "not-asked",
        reason: answer?.reason ?? "The engine cannot be asked this.",
        passed: answer === undefined || answer.decision === item.expect,
      });
    }
  return results;
}

/** The tests that concern this policy's environment. */
function testsOf(policy: Policy): readonly Test[] {
  return policy.tests.filter(({ environment, agent }) =>
    environment === undefined ? Object.hasOwn(policy.agents, agent) : environment === policy.environment,
  );
}

/** Something that no test reaches. */
export interface Uncovered {
  readonly agent: string;
  readonly what: "grant" | "never" | "condition";
  /** `grant`: no case is allowed by it. `never`: no case is denied by it. `condition`: no case has it fail. */
  readonly origin: Origin;
  readonly scope?: string;
}

export interface Coverage {
  readonly reached: number;
  readonly total: number;
  readonly uncovered: readonly Uncovered[];
}

/** What the tests leave untried in every environment. */
export function coverage(policies: readonly Policy[], at: Instant): Coverage {
  const tried = new Set<string>();
  for (const policy of policies)
    for (const { cases } of testsOf(policy)) for (const item of cases) reach(policy, item, at, tried);
  const goals = new Map(
    policies.flatMap((policy) =>
      [...grantGoals(policy), ...neverGoals(policy)].map((goal) => [goal.key, goal]),
    ),
  );
  const uncovered = [...goals.values()]
    .filter(({ key }) => !tried.has(key))
    .map(({ key: _key, ...goal }) => goal);
  return { reached: goals.size - uncovered.length, total: goals.size, uncovered };
}

type Goal = Uncovered & { readonly key: string };

function grantGoals(policy: Policy): readonly Goal[] {
  return Object.values(policy.agents).flatMap((agent) =>
    agent.grants.flatMap((grant) => {
      const goal = {
        agent: agent.name,
        origin: grant.scope?.origin ?? grant.origin,
        ...(grant.scope === undefined ? {} : { scope: grant.scope.name }),
      };
      const whole = { ...goal, what: "grant" as const, key: keyOf("grant", agent.name, grant.id) };
      const condition = {
        ...goal,
        what: "condition" as const,
        key: keyOf("condition", agent.name, grant.id),
      };
      return grant.condition === undefined ? [whole] : [whole, condition];
    }),
  );
}

/** One goal for each `never` as it is written, however many agents take it from a profile. */
function neverGoals(policy: Policy): readonly Goal[] {
  const found = new Map<string, Goal>();
  for (const agent of Object.values(policy.agents))
    for (const { origin } of agent.denies) {
      const key = neverKey(origin);
      if (!found.has(key)) found.set(key, { agent: agent.name, what: "never", origin, key });
    }
  return [...found.values()];
}

const neverKey = ({ span }: Origin): string => keyOf("never", span.file, String(span.start));

const keyOf = (...parts: readonly string[]): string => parts.join("\u0000");

function reach(policy: Policy, item: TestCase, at: Instant, tried: Set<string>): void {
  const request = readRequest(policy, item.request, at);
  if ("malformed" in request) return;
  for (const name of new Set([request.agent, ...request.via])) {
    const agent = policy.agents[name];
    if (agent === undefined) continue;
    for (const deny of agent.denies)
      if (item.expect === "deny" && applies(policy, deny, request)) tried.add(neverKey(deny.origin));
    for (const grant of agent.grants) {
      if (!matchesAction(grant.actions, request.action)) continue;
      const lack = firstLack(policy, agent, grant, request);
      if (lack === undefined && item.expect === "allow") tried.add(keyOf("grant", name, grant.id));
      if (lack === "condition" && item.expect === "deny") tried.add(keyOf("condition", name, grant.id));
    }
  }
}
