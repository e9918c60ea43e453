/** Runs the `test` blocks of a policy against the reference evaluator. */
import { evaluate, judge, type Verdict } from "../model/evaluate.ts";
import { own } from "../model/json.ts";
import type { Agent, Instant, Origin, Policy } from "../model/policy.ts";
import type { Test, TestCase } from "../model/test-and-target.ts";
import type { Related } from "../problem.ts";
import { type Findings, reportAt } from "./findings.ts";

/**
 * Reports the cases that decide otherwise than they expect. A case whose agents were in error in part is not judged,
 * and one that fails in several environments is reported in the first. `failed` holds the cases reported before.
 */
export function runTests(policy: Policy, at: Instant, findings: Findings, failed: Set<string>): void {
  for (const test of policy.tests)
    if (
      test.environment === undefined
        ? own(policy.agents, test.agent)
        : test.environment === policy.environment
    )
      for (const one of test.cases) runCase(policy, at, test, one, findings, failed);
}

function runCase(
  policy: Policy,
  at: Instant,
  test: Test,
  { expect, request, origin }: TestCase,
  findings: Findings,
  failed: Set<string>,
): void {
  const agents = [test.agent, ...(request.via ?? [])].map((name) => own(policy.agents, name));
  if (agents.some((agent) => agent?.incomplete)) return;
  const verdict = judge(policy, request, at);
  const allowed = "kind" in verdict && verdict.kind === "allow";
  if (allowed === (expect === "allow")) return;
  const key = `${origin.span.file}:${origin.span.start}`;
  if (failed.has(key)) return;
  failed.add(key);
  const place = policy.environment === undefined ? "" : ` in environment '${policy.environment}'`;
  if (
    expect === "allow" &&
    "kind" in verdict &&
    verdict.kind === "not-in-force" &&
    verdict.bound === "suspended"
  ) {
    const message = `This expects 'allow', but '${verdict.holder.name}' is suspended then${place}; move the instant or expect 'deny'.`;
    reportAt(findings, origin.span, "suspended-still-tested", message, {
      related: suspension(verdict.holder),
    });
    return;
  }
  const { reason } = evaluate(policy, request, at);
  const message = `Expected '${expect}', but it is ${allowed ? "allowed" : "denied"}${place}: ${reason}`;
  reportAt(findings, origin.span, "test-failed", message, { related: deciding(verdict) });
}

function suspension({ suspended }: Agent): readonly Related[] {
  return suspended ? [{ message: "suspended here", span: suspended.origin.span }] : [];
}

/** The statements that decided, or what comes nearest to one. */
function deciding(verdict: Verdict): readonly Related[] {
  const at = (message: string, origin: Origin): Related => ({ message, span: origin.span });
  if (!("kind" in verdict)) return [];
  switch (verdict.kind) {
    case "allow":
      return verdict.by.map(({ grant }) => at("this allows it", grant.origin));
    case "never":
      return [at("this denies it", verdict.deny.origin)];
    case "not-in-force":
      return [at("this agent is not in force then", verdict.holder.origin)];
    case "no-grant":
      return verdict.nearest ? [at("this comes nearest", verdict.nearest.grant.origin)] : [];
    default:
      return [];
  }
}
