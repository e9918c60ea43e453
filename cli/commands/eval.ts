/** `remit eval`: one decision of the reference evaluator, or one for each line of a file. */
import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { evaluate } from "../../compiler/model/evaluate.ts";
import type { Policy } from "../../compiler/model/policy.ts";
import type { Decision } from "../../compiler/model/request.ts";
import { frontEnd } from "../checking.ts";
import { type Call, defineCommand, type ExitCode } from "../command.ts";
import * as common from "../common.ts";
import { policyFor } from "../deciding.ts";
import { failure, systemReason } from "../failure.ts";
import { text } from "../option.ts";
import { decisionInWords } from "../report/decision.ts";
import { styleOf } from "../report/style.ts";
import { requestOf, requestOptions } from "../request-options.ts";
import { openWorkspace } from "../workspace.ts";

const agent = text("agent", "AGENT", "who asks");
const action = text("action", "ACTION", "what it asks for, such as invoices:pay");
const requests = text("requests", "FILE.jsonl", "decide each line of the file ('-': standard input)");
const format = common.format(["pretty", "json"]);

export default defineCommand({
  arguments: [],
  options: [agent, action, ...requestOptions, requests],
  common: [format, common.out, common.at, common.environment, common.config, common.color],
  examples: [
    { line: "remit eval --agent triage --action invoices:read", does: "one decision; exit code 1 for deny" },
    { line: "remit eval --requests asked.jsonl > decided.jsonl", does: "one JSON decision a line, in order" },
  ],
  notes: "Names of agents and services need no namespace where only one has that name.",
  run: async (call) => {
    const workspace = await openWorkspace(call, []);
    const checked = await frontEnd(workspace, { environment: call.get(common.environment) });
    const policy = policyFor(checked, call.get(common.environment));
    const file = call.get(requests);
    if (file !== undefined) return decideLines(call, policy, file, checked.at);
    const [who, what] = [call.get(agent), call.get(action)];
    if (who === undefined || what === undefined)
      throw failure("Say who asks for what: --agent AGENT --action ACTION, or --requests FILE.jsonl.");
    const decision = evaluate(policy, requestOf(call, policy, who, what, checked.at), checked.at);
    await call.write(
      call.get(format) === "json"
        ? `${JSON.stringify(decision, null, 2)}\n`
        : decisionInWords(decision, workspace.shown, styleOf(call)),
    );
    return decision.decision === "allow" ? 0 : 1;
  },
});

/** A line that is no JSON is a malformed request, and denied like one; empty lines are none. */
async function decideLines(call: Call, policy: Policy, file: string, at: number): Promise<ExitCode> {
  const input = file === "-" ? call.io.stdin() : createReadStream(resolve(call.io.cwd, file));
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
      if (line.trim() !== "")
        await call.write(`${JSON.stringify(decideLine(policy, line.replace(/^\ufeff/, ""), at))}\n`);
  } catch (error) {
    const reason = systemReason(error);
    throw reason === undefined ? error : failure(`Cannot read '${file}': ${reason}.`);
  }
  return 0;
}

function decideLine(policy: Policy, line: string, at: number): Decision {
  let request: unknown;
  try {
    request = JSON.parse(line);
  } catch {
    return { decision: "deny", reason: "The request is not JSON.", statements: [] };
  }
  return evaluate(policy, request, at);
}
