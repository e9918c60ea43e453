/** `remit resume`: takes `suspended` out of the source, nothing else touched. */
import { resumeEdit } from "../../compiler/edit/agent-edit.ts";
import { lineage } from "../../compiler/model/life.ts";
import { defineCommand } from "../command.ts";
import * as common from "../common.ts";
import { type Editing, editAgent } from "../editing.ts";
import { printable } from "../report/printable.ts";
import { styleOf } from "../report/style.ts";
import { planInWords, planJson, planOf } from "../stopping.ts";

const format = common.format(["pretty", "json"]);

export default defineCommand({
  arguments: [{ syntax: "<AGENT>", description: "the agent" }],
  options: [],
  common: [format, common.out, common.at, common.config, common.color],
  examples: [{ line: "remit resume triage", does: "lets it act again once the output is applied" }],
  run: async (call) => {
    const editing = await editAgent(call, call.args[0] ?? "", (_agent, declared) => resumeEdit(declared));
    const plan = editing.changed ? await planOf(editing) : { agents: [editing.agent.name], steps: [] };
    await call.write(
      call.get(format) === "json"
        ? planJson(editing, plan)
        : editing.changed
          ? planInWords(editing, plan, styleOf(call))
          : notSuspended(editing),
    );
    return 0;
  },
});

/** Nothing to apply; where it is stopped all the same, why. */
function notSuspended({ agent, checked, file }: Editing): string {
  const stopped = checked.policies
    .flatMap((policy) => lineage(policy, agent.name))
    .find((one) => one.name !== agent.name && one.agent?.suspended !== undefined);
  const why =
    stopped === undefined
      ? ""
      : ` It is stopped with ${stopped.name}, which is: remit resume ${stopped.name}`;
  return `${agent.name} is not suspended in ${printable(file, "one-line")}: nothing was changed, and there is nothing to apply.${why}\n`;
}
