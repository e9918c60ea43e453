/** The stop plan of `suspend` and `resume`, as text and JSON. */
import { compileTargets } from "../compiler/emit/compile.ts";
import { type StopPlan, stopPlan } from "../compiler/emit/stop-plan.ts";
import { durationInWords, formatInstant, instantInWords } from "../compiler/model/time.ts";
import type { Editing } from "./editing.ts";
import { printable } from "./report/printable.ts";
import type { Style } from "./report/style.ts";
import { version } from "./version.ts";

/** The plan over all targets and environments, from the source as it is now. */
export async function planOf({ workspace, checked, agent }: Editing): Promise<StopPlan> {
  const output = await compileTargets(checked, { version, onlySuspensions: false }, workspace.host.data);
  const since = agent.suspended?.since ?? checked.at;
  const plans = checked.policies.flatMap((policy) => {
    const here = policy.agents[agent.name];
    return here === undefined ? [] : [stopPlan(policy, here, output.targets, since)];
  });
  const steps = new Map(plans.flatMap((plan) => plan.steps.map((step) => [step.where, step])));
  return { agents: [...new Set(plans.flatMap((plan) => plan.agents))], steps: [...steps.values()] };
}

/** `suspend --format json` (docs/schemas/suspend.schema.json). */
export function planJson(editing: Editing, plan: StopPlan): string {
  const { agent, checked, changed, file } = editing;
  const document = {
    version: 1,
    at: formatInstant(checked.at),
    agent: agent.name,
    changed,
    file,
    suspended:
      agent.suspended === undefined
        ? null
        : { since: formatInstant(agent.suspended.since), because: agent.suspended.because },
    agents: plan.agents,
    steps: plan.steps.map((step, index) => ({
      order: index + 1,
      where: step.where,
      does: step.does,
      remains: {
        text: step.remains.text,
        seconds: step.remains.seconds,
        until: formatInstant(step.remains.until),
      },
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The same for people. With `fromClock`, `--at` says since when it is suspended, which may be later than now. */
export function planInWords(editing: Editing, plan: StopPlan, style: Style, fromClock = false): string {
  const { agent, changed, file } = editing;
  const state =
    agent.suspended === undefined
      ? "is no longer suspended"
      : `is suspended since ${instantInWords(agent.suspended.since)}: ${agent.suspended.because}`;
  const lines = [
    `${style.bold(agent.name)} ${printable(state, "one-line")}`,
    `  ${changed ? "written to" : "as it stands in"} ${printable(file, "one-line")}`,
  ];
  if (fromClock && changed && agent.suspended !== undefined)
    lines.push(
      `  --at says since when: until ${instantInWords(agent.suspended.since)} it may act as before. Without --at it is stopped now.`,
    );
  const [, ...children] = plan.agents;
  if (agent.suspended !== undefined && children.length > 0)
    lines.push(`  stopped with it: ${children.join(", ")}`);
  lines.push("", agent.suspended === undefined ? "To apply:" : "To stop it everywhere, in this order:");
  lines.push(`  1. remit compile${agent.suspended === undefined ? "" : " --only-suspensions"}`);
  plan.steps.forEach((step, index) => {
    const does = agent.suspended === undefined ? "Apply its output." : step.does;
    lines.push(`  ${index + 2}. ${style.bold(step.where)}  ${does}`);
    if (agent.suspended === undefined) return;
    const until =
      step.remains.seconds === 0
        ? ""
        : ` Until ${instantInWords(step.remains.until)} at most (${durationInWords(step.remains.seconds)}).`;
    lines.push(`     ${style.dim(`Remains: ${printable(step.remains.text, "one-line")}${until}`)}`);
  });
  if (plan.steps.length === 0) lines.push("  No target covers it: nothing enforces this policy for it.");
  return `${lines.join("\n")}\n`;
}
