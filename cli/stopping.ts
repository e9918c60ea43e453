/** The stop plan of `suspend` and `resume`, as text and JSON. */
import { compileTargets } from "../compiler/emit/compile.ts";
import { targetName } from "../compiler/emit/enforcement.ts";
import { type StopPlan, stopPlan } from "../compiler/emit/stop-plan.ts";
import type { Checked } from "../compiler/index.ts";
import { own } from "../compiler/model/json.ts";
import { durationInWords, formatInstant, instantInWords } from "../compiler/model/time.ts";
import type { Problem } from "../compiler/problem.ts";
import { lineTable, positionAt } from "../compiler/source.ts";
import type { Editing } from "./editing.ts";
import { printable } from "./report/printable.ts";
import type { Style } from "./report/style.ts";
import { version } from "./version.ts";

/** The plan over all targets and environments, from the source as it is now. */
export async function planOf({ workspace, checked, agent }: Editing): Promise<StopPlan> {
  const since = agent.suspended?.since ?? checked.at;
  const plans: StopPlan[] = [];
  // Each environment by itself: a target that does not say its own is in all of them.
  for (const policy of checked.policies) {
    const here = own(policy.agents, agent.name);
    if (here === undefined) continue;
    const alone = { ...checked, policies: [policy] };
    const output = await compileTargets(alone, { version, onlySuspensions: false }, workspace.host.data);
    plans.push(stopPlan(policy, here, output.targets, since));
  }
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

/**
 * The problems that a stop waits for: those that leave something out of the policy, since what is left out could be a
 * stop. Tests decide nothing.
 */
export function holdingUpStops({ problems, files }: Checked): readonly Problem[] {
  const tests = files.flatMap(({ path, declarations }) =>
    declarations.flatMap((one) => (one.kind === "test" ? [{ path, start: one.start, end: one.end }] : [])),
  );
  const isInTest = ({ code, span }: Problem): boolean =>
    code !== "syntax" &&
    code !== "too-complex" &&
    tests.some(({ path, start, end }) => path === span.file && start <= span.start && span.end <= end);
  return problems.filter((one) => one.severity === "error" && one.code !== "test-failed" && !isInTest(one));
}

/** Why the first step would be refused; `undefined` where it would not be. Tests hold up a resume, and no suspension. */
function refusal({ agent, checked }: Editing): string | undefined {
  const errors = checked.problems.filter(({ severity }) => severity === "error");
  const [first] = agent.suspended === undefined ? errors : holdingUpStops(checked);
  if (first === undefined) return undefined;
  const text = checked.files.find(({ path }) => path === first.span.file)?.text ?? "";
  const { line, column } = positionAt(lineTable(text), first.span.start);
  const place = `${first.span.file}:${line}:${column}`;
  return printable(`It will be refused until this is mended: ${place}: ${first.message}`, "one-line");
}

/**
 * The commands that compile it. A target that stands in several environments is compiled for one of them at a time, so
 * then there is one for each that has the agent and a target.
 */
function compiling({ agent, checked: { policies } }: Editing): readonly string[] {
  const command = `remit compile${agent.suspended === undefined ? "" : " --only-suspensions"}`;
  const names = policies.flatMap((policy) => policy.targets.map(targetName));
  if (new Set(names).size === names.length) return [command];
  const environments = policies.flatMap((policy) =>
    policy.environment !== undefined &&
    policy.targets.length > 0 &&
    own(policy.agents, agent.name) !== undefined
      ? [policy.environment]
      : [],
  );
  return environments.length === 0
    ? [command]
    : environments.map((environment) => `${command} --environment ${environment}`);
}

/** The same for people. `now`: epoch seconds, where `--at` says since when it is suspended, which may be later. */
export function planInWords(editing: Editing, plan: StopPlan, style: Style, now?: number): string {
  const { agent, changed, file } = editing;
  const state =
    agent.suspended === undefined
      ? "is no longer suspended"
      : `is suspended since ${instantInWords(agent.suspended.since)}: ${agent.suspended.because}`;
  const lines = [
    `${style.bold(agent.name)} ${printable(state, "one-line")}`,
    `  ${changed ? "written to" : "as it stands in"} ${printable(file, "one-line")}`,
  ];
  if (now !== undefined && changed && agent.suspended !== undefined && agent.suspended.since > now)
    lines.push(
      `  --at says since when: until ${instantInWords(agent.suspended.since)} it may act as before. Without --at it is stopped now.`,
    );
  if (!changed && agent.suspended !== undefined)
    lines.push("  It was suspended already: instant and reason stay. To change them, resume it first.");
  const [, ...children] = plan.agents;
  if (agent.suspended !== undefined && children.length > 0)
    lines.push(`  stopped with it: ${children.join(", ")}`);
  lines.push("", agent.suspended === undefined ? "To apply:" : "To stop it everywhere, in this order:");
  const commands = compiling(editing);
  lines.push(`  1. ${commands.join("\n     ")}`);
  if (commands.length > 1)
    lines.push(
      `     ${style.dim("Each with the --out of its own output: in one folder they replace each other.")}`,
    );
  const blocking = refusal(editing);
  if (blocking !== undefined) lines.push(`     ${style.error(blocking)}`);
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
