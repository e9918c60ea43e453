import { entriesOf, str, type Value } from "../../scan/grants/value.ts";
import { defineScanRule, maps } from "./rule.ts";
import { agentsOf, secretsIn, viewOf, writesOf } from "./workflow.ts";

/** Options and inputs that let the agent do anything in the runner. */
const options =
  /--(?:allow-)?dangerously-(?:skip-permissions|bypass-approvals-and-sandbox)|--yolo\b|--approval-mode[= ]yolo|--permission-mode[= "']+bypassPermissions|--allow-all-tools|--sandbox[= ]danger-full-access|danger-full-access|--trust-all-tools|--yes-always|"defaultMode"\s*:\s*"bypassPermissions"/;
const bareShell = /--allowed-?[tT]ools[= ]+["']?(?:[^"'\n]*,)?\s*Bash(?:\(\*\)|\(:\*\))?\s*(?:,|["'\n]|$)/;
const inputs: readonly (readonly [RegExp, RegExp])[] = [
  [/^safety-strategy$/, /^unsafe$/],
  [/^sandbox$/, /^danger-full-access$/],
  [/^allowed_tools$/, /(?:^|,)\s*Bash(?:\(\*\)|\(:\*\))?\s*(?:,|$)/],
];

function faults(
  step: Value,
): readonly { readonly value: Value; readonly at: number; readonly what: string }[] {
  const found: { value: Value; at: number; what: string }[] = [];
  for (const entry of entriesOf(step)) {
    if (entry.value.kind === "dict") found.push(...faults(entry.value));
    const word = str(entry.value) ?? (entry.value.kind === "text" ? entry.value.value : "");
    if (word.length > 50_000) continue;
    const option = options.exec(word) ?? bareShell.exec(word);
    if (option) found.push({ value: entry.value, at: option.index, what: option[0].trim() });
    else if (inputs.some(([key, value]) => key.test(entry.key) && value.test(word)))
      found.push({ value: entry.value, at: 0, what: `${entry.key}: ${word.slice(0, 60)}` });
  }
  return found;
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
          for (const fault of faults(agent.step.value)) {
            const writes = writesOf(view, job);
            const harmless = writes?.length === 0 && secretsIn(job.value).length === 0;
            const message = `The agent in job '${job.name || "action"}' runs with ${fault.what}, so that what it reads can use the runner's token and secrets. List the commands that it needs.`;
            // Lines of a block scalar keep their order, so the offset of the option is near enough.
            const at = Math.min(fault.value.at + fault.at, fault.value.end);
            yield {
              file: workflow.file,
              extent: { at, end: Math.max(at, Math.min(at + fault.what.length, fault.value.end)) },
              subject: `${job.name} ${fault.what}`,
              message,
              tier: harmless ? "low" : "high",
            };
          }
    }
  },
});
