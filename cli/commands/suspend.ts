/** `remit suspend`: writes `suspended` into the source and says what must be applied to stop the agent everywhere. */
import { statementEdit, stringLiteral } from "../../compiler/edit/agent-edit.ts";
import { formatInstantShort } from "../../compiler/literals.ts";
import { defineCommand } from "../command.ts";
import * as common from "../common.ts";
import { editAgent } from "../editing.ts";
import { failure } from "../failure.ts";
import { text } from "../option.ts";
import { styleOf } from "../report/style.ts";
import { planInWords, planJson, planOf } from "../stopping.ts";

const format = common.format(["pretty", "json"]);
const because = text("because", "TEXT", "why, in a few words (required)");

export default defineCommand({
  arguments: [{ syntax: "<AGENT>", description: "the agent; all agents under it stop too" }],
  options: [because],
  common: [format, common.out, common.at, common.config, common.color],
  examples: [
    {
      line: 'remit suspend triage --because "INC-7: sends wrong mails"',
      does: "stops it, and prints the plan",
    },
  ],
  notes:
    "Only the statement is written, nothing else in the file is touched, except that a block on one line is broken where it has become too long. An agent that is suspended already stays as it is, with its instant and reason. With --at it is suspended from that instant on; one that is still to come stops nothing before it.",
  run: async (call) => {
    const reason = call.get(because);
    if (reason === undefined || reason.trim() === "") throw failure('Say why: --because "…".');
    const now = call.io.clock();
    const editing = await editAgent(call, call.args[0] ?? "", (agent, declared, checked) => {
      const since = Math.max(checked.at, now);
      if (agent.suspended !== undefined && agent.suspended.since <= since) return undefined;
      return statementEdit(
        declared,
        "suspended",
        `suspended since ${formatInstantShort(checked.at)} because ${stringLiteral(reason)}`,
      );
    });
    const plan = await planOf(editing);
    await call.write(
      call.get(format) === "json"
        ? planJson(editing, plan)
        : planInWords(editing, plan, styleOf(call), call.get(common.at) === undefined ? undefined : now),
    );
    return 0;
  },
});
