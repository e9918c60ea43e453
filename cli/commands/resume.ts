/** `remit resume`: takes `suspended` out of the source, nothing else touched. */
import { resumeEdit } from "../../compiler/edit/agent-edit.ts";
import { defineCommand } from "../command.ts";
import * as common from "../common.ts";
import { editAgent } from "../editing.ts";
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
    const plan = await planOf(editing);
    await call.write(
      call.get(format) === "json" ? planJson(editing, plan) : planInWords(editing, plan, styleOf(call)),
    );
    return 0;
  },
});
