/** One line over a declaration: when an agent ends and who answers, a test's result, who holds a scope. */
import { intersect, interval } from "../../compiler/model/intervals.ts";
import { accountableAt, inForce } from "../../compiler/model/life.ts";
import { MAX_INSTANT, type Policy } from "../../compiler/model/policy.ts";
import { instantInWords } from "../../compiler/model/time.ts";
import type { Entry } from "../../compiler/semantics/entry.ts";
import { fromNow } from "../hover/instant.ts";
import type { Whole } from "../project.ts";
import type { View } from "../view.ts";

export interface Lens {
  readonly start: number;
  readonly end: number;
  readonly title: string;
  /** The lens is of a test. */
  readonly test?: true;
}

/** In file order. */
export async function codeLenses(view: View): Promise<readonly Lens[]> {
  const checked = await view.whole();
  const entries = new Map(
    view.names.entries.filter(({ file }) => file === view.scope).map((entry) => [entry.at.start, entry]),
  );
  return view.file.declarations.flatMap((one) => {
    const at = { start: one.keyword.start, end: one.keyword.end };
    const entry = entries.get(one.name?.start ?? -1);
    if (one.kind === "test")
      return [{ ...at, title: testResult(checked, view.path, one), test: true as const }];
    if (entry?.kind === "agent") return agentLens(checked, entry).map((title) => ({ ...at, title }));
    if (entry?.kind === "scope") return [{ ...at, title: scopeLens(checked, entry) }];
    return [];
  });
}

function agentLens(checked: Whole, entry: Entry): readonly string[] {
  const held = checked.policies.flatMap((policy) => {
    const agent = policy.agents[entry.qualified];
    return agent === undefined ? [] : [{ policy, agent }];
  });
  const [first] = held;
  if (first === undefined) return [];
  const { policy, agent } = first;
  const grants = Math.max(...held.map((one) => one.agent.grants.length));
  const targets = new Set(
    held.flatMap((one) =>
      one.policy.targets
        .filter((target) => target.agents.includes(agent.name))
        .map(({ kind, name }) => `${kind} ${name}`),
    ),
  ).size;
  const answers = accountableAt(policy, agent, checked.at);
  const person = answers === undefined ? undefined : policy.owners[answers];
  return [
    [
      endOf(policy, agent.name, checked.at),
      `${grants} grant${grants === 1 ? "" : "s"}`,
      `${targets} target${targets === 1 ? "" : "s"}`,
      person === undefined ? "nobody answers" : `${oneLine(person.title ?? person.name)} answers`,
    ].join(" · "),
  ];
}

function endOf(policy: Policy, name: string, at: number): string {
  const rest = intersect(inForce(policy, name), interval(at, MAX_INSTANT));
  const [first] = rest;
  if (first === undefined) return "has ended or is stopped";
  if (first.from > at) return `begins ${instantInWords(first.from)}`;
  return `ends ${fromNow(first.until - at)}`;
}

function scopeLens(checked: Whole, entry: Entry): string {
  const holders = new Set<string>();
  for (const { agents } of checked.policies)
    for (const agent of Object.values(agents))
      if (agent.grants.some(({ scope }) => scope?.name === entry.qualified)) holders.add(agent.name);
  return holders.size === 0
    ? "held by no agent"
    : `held by ${holders.size} agent${holders.size === 1 ? "" : "s"}`;
}

/** What came of a test: `passes: 2 cases`. */
export function testResult(
  checked: Whole,
  path: string,
  at: { readonly start: number; readonly end: number },
): string {
  const inside = checked.problems.filter(
    ({ span }) => span.file === path && span.start >= at.start && span.end <= at.end,
  );
  const failed = inside.filter(({ code }) => code === "test-failed").length;
  if (failed > 0) return `fails: ${failed} case${failed === 1 ? "" : "s"}`;
  if (inside.some(({ severity }) => severity === "error")) return "not run: it has an error";
  const cases = checked.policies.flatMap(({ tests }) =>
    tests
      .filter(
        ({ origin }) =>
          origin.span.file === path && origin.span.start >= at.start && origin.span.start < at.end,
      )
      .map((test) => test.cases.length),
  );
  const count = Math.max(0, ...cases);
  return count === 0 ? "not run: the policy has an error" : `passes: ${count} case${count === 1 ? "" : "s"}`;
}

const oneLine = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, " ");
