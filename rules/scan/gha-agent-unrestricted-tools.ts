import type { Extent } from "../../scan/code.ts";
import { type Entry, entriesOf, get, str, type Value } from "../../scan/grants/value.ts";
import { defineScanRule, type Grants, maps } from "./rule.ts";
import { agentsOf, secretsIn, viewOf, writesOf } from "./workflow.ts";

/** Inputs of agent actions that take every limit away. */
const inputs: readonly (readonly [RegExp, RegExp])[] = [
  [/^safety-strategy$/, /^unsafe$/],
  [/^sandbox$/, /^danger-full-access$/],
];

interface Fault {
  readonly extent: Extent;
  readonly what: string;
}

const inside = (extent: Extent, value: Value) => value.at <= extent.at && extent.at <= value.end;

/** Options, approvals and inputs inside of a step that let the agent do anything in the runner. */
function faults(
  grants: Grants,
  file: string,
  step: Value,
  around: readonly (Value | undefined)[],
): readonly Fault[] {
  // What the job or the workflow sets in its environment reaches the step, too.
  const places = [step, ...around.flatMap((value) => get(value, "env") ?? [])];
  const own = <G extends { readonly file: string; readonly extent: Extent }>(list: readonly G[]) =>
    list.filter((grant) => grant.file === file && places.some((place) => inside(grant.extent, place)));
  const flags = own(grants.of("agent-flag")).map(({ extent, flag }): Fault => ({ extent, what: flag }));
  const shells = own(grants.of("allowed-tool"))
    .filter(({ value }) => /^(?:Bash|run_shell_command|ShellTool|shell)(?:\((?:\*|:\*)?\))?$/.test(value))
    .map(({ extent, value }): Fault => ({ extent, what: `${value} allowed` }));
  const settings = own(grants.of("agent-setting"))
    .filter(({ key, value }) => key === "defaultMode" && str(value) === "bypassPermissions")
    .map(({ extent }): Fault => ({ extent, what: "defaultMode: bypassPermissions" }));
  const given = entriesOf(step).flatMap((entry) => (entry.key === "with" ? entriesOf(entry.value) : []));
  const unsafe = given
    .filter((entry: Entry) =>
      inputs.some(([key, value]) => key.test(entry.key) && value.test(str(entry.value) ?? "")),
    )
    .map(
      (entry): Fault => ({
        extent: { at: entry.at, end: entry.value.end },
        what: `${entry.key}: ${str(entry.value)}`,
      }),
    );
  return [...flags, ...shells, ...settings, ...unsafe];
}

export default defineScanRule({
  id: "gha-agent-unrestricted-tools",
  title: "An agent in a workflow runs any command",
  tier: "high",
  maps: maps("ASI05 ASI02", "LLM06:2025", "78"),
  *check(grants) {
    for (const workflow of grants.of("workflow")) {
      const view = viewOf(workflow);
      for (const job of view.jobs)
        for (const agent of agentsOf(job))
          for (const { extent, what } of faults(grants, workflow.file, agent.step.value, [
            job.value,
            view.root,
          ])) {
            const harmless = writesOf(view, job)?.length === 0 && secretsIn(job.value).length === 0;
            const message = `The agent in job '${job.name || "action"}' runs with ${what}, so that what it reads can use the runner's token and secrets. List the commands that it needs.`;
            yield {
              file: workflow.file,
              extent,
              subject: `${job.name} ${what}`,
              message,
              tier: harmless ? "low" : "high",
            };
          }
    }
  },
});
