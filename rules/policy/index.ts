/** Runs the rules on checked policies, and joins what they find with the checker's problems. */
import { loadCatalogs } from "../../compiler/catalog/catalogs.ts";
import type { Host } from "../../compiler/host.ts";
import type { Checked } from "../../compiler/index.ts";
import type { Policy } from "../../compiler/model/policy.ts";
import type { Problem } from "../../compiler/problem.ts";
import { problem } from "../../compiler/problems.ts";
import { acceptingAt, judge, offerAccepts } from "./accept.ts";
import { policyRules } from "./rules.ts";
import { newUsage } from "./usage.ts";
import { viewOf } from "./view.ts";
import { judgeWaives } from "./waives.ts";

/**
 * The checker's problems and the rules', in file order, each once, whatever the number of environments. `data` reads
 * the catalogs that the policies' actions need.
 */
export async function runPolicyRules(
  checked: Checked,
  { data }: Pick<Host, "data">,
): Promise<readonly Problem[]> {
  const { policies, at, files } = checked;
  const catalogs = await loadCatalogs(policies.flatMap(actionsIn), data);
  const found = new Map<string, Problem>();
  const accepted = new Set<Problem>();
  const usage = newUsage();
  for (const policy of policies) {
    const view = viewOf(policy, at, catalogs, files);
    for (const one of checked.problems) {
      if (one.severity !== "warning") continue;
      const judged = judge(one, acceptingAt(view, one.span), at, usage);
      if (judged === one) continue;
      accepted.add(one);
      add(found, judged);
    }
    for (const { code, check } of policyRules)
      for (const { agent, span, message, ...more } of check(view))
        add(found, judge(problem(code, span, oneLine(message), more), agent, at, usage));
    judgeWaives(view, usage);
    offerAccepts(view, usage);
  }
  const left = checked.problems.filter((one) => !accepted.has(one));
  return [...left, ...found.values(), ...usage.unused()].sort(byPlace);
}

/** Reasons, titles and patterns of the policy may hold line breaks; a message is one line. */
const oneLine = (message: string): string => message.replace(/[\p{Cc}\s]+/gu, " ");

function add(found: Map<string, Problem>, one: Problem): void {
  const { file, start, end } = one.span;
  const key = `${one.code}\n${file}\n${start}\n${end}\n${one.message}`;
  if (!found.has(key)) found.set(key, one);
}

const actionsIn = (policy: Policy): readonly string[] => [
  ...Object.values(policy.agents).flatMap(({ grants }) =>
    grants.flatMap(({ actions }) => actions.map(({ text }) => text)),
  ),
];

/** By file and place; what stands at one place keeps its order. */
function byPlace(a: Problem, b: Problem): number {
  if (a.span.file !== b.span.file) return a.span.file < b.span.file ? -1 : 1;
  return a.span.start - b.span.start || a.span.end - b.span.end;
}
