/** `remit explain`: an agent, a decision, or the page of a diagnostic. */
import { evaluate } from "../../compiler/model/evaluate.ts";
import { type SmallestChange, smallestChange } from "../../compiler/model/smallest-change.ts";
import { agentInWords, agentJson } from "../agent-sheet.ts";
import { frontEnd, pageOf } from "../checking.ts";
import { type Call, defineCommand, type ExitCode } from "../command.ts";
import * as common from "../common.ts";
import { agentNamed, agentOrFailure, policyFor } from "../deciding.ts";
import { failure, isFailure } from "../failure.ts";
import { decisionInWords } from "../report/decision.ts";
import { printable } from "../report/printable.ts";
import { type Style, styleOf } from "../report/style.ts";
import { requestOf, requestOptions } from "../request-options.ts";
import { openWorkspace } from "../workspace.ts";

const format = common.format(["pretty", "json"]);

const asked = requestOptions.filter((option) => option.name !== "resource");

export default defineCommand({
  arguments: [
    { syntax: "<AGENT|CODE>", description: "an agent, or the code of a diagnostic" },
    { syntax: "[ACTION]", description: "what the agent asks for" },
    { syntax: "[RESOURCE]", description: "on what" },
  ],
  options: asked,
  common: [format, common.out, common.at, common.environment, common.config, common.color],
  examples: [
    { line: "remit explain triage", does: "what it may do, until when, and who answers for it" },
    {
      line: "remit explain triage invoices:pay --input amount=900",
      does: "why, and what would change the answer",
    },
    { line: "remit explain swallowed", does: "a diagnostic's page" },
  ],
  run: async (call) => {
    const [subject = "", action] = call.args;
    if (action === undefined) assertNoRequest(call, subject);
    const page = action === undefined ? pageOf(subject) : undefined;
    if (page !== undefined) {
      await call.write(
        call.get(format) === "json"
          ? `${JSON.stringify({ version: 1, code: subject, page }, null, 2)}\n`
          : `${printable(page, "keep-lines").trimEnd()}\n`,
      );
      return 0;
    }
    return explainAgent(call, subject, action);
  },
});

/** Without an action there is no request that an input or a person could belong to. */
function assertNoRequest(call: Call, subject: string): void {
  const given = asked.find((option) => (call.get<unknown>(option) ?? []).toString() !== "");
  if (given !== undefined)
    throw failure(
      `--${given.name} belongs to a request, and a request needs an action: remit explain ${printable(subject, "one-line")} ACTION --${given.name} …`,
    );
}

async function explainAgent(call: Call, subject: string, action: string | undefined): Promise<ExitCode> {
  const workspace = await openWorkspace(call, []);
  const checked = await frontEnd(workspace, { environment: call.get(common.environment) }).catch(
    (error: unknown) => {
      // The page of a rule needs no policy, so who asks for one without may have mistaken its name.
      if (action !== undefined || !isFailure(error)) throw error;
      throw failure(
        `There is no rule or diagnostic '${printable(subject, "one-line")}', and agents are known from a policy alone. ${error.message}`,
      );
    },
  );
  const policy = policyFor(checked, call.get(common.environment));
  const style = styleOf(call);
  const json = call.get(format) === "json";
  if (action === undefined) {
    if (agentNamed(policy, subject) === undefined && /^[a-z]+(?:-[a-z]+)+$/.test(subject)) {
      const known = Object.keys(policy.agents).join(", ");
      throw failure(`'${subject}' is neither an agent nor a diagnostic. Agents: ${known || "none"}.`);
    }
    const agent = agentOrFailure(policy, subject);
    await call.write(
      json
        ? `${JSON.stringify(agentJson(policy, agent, checked.at), null, 2)}\n`
        : agentInWords(policy, agent, checked.at, workspace.shown, style),
    );
    return 0;
  }
  const agent = agentOrFailure(policy, subject);
  const request = requestOf(call, policy, agent.name, action, checked.at, call.args[2]);
  const decision = evaluate(policy, request, checked.at);
  const change = smallestChange(policy, request, checked.at);
  await call.write(
    json
      ? `${JSON.stringify({ version: 1, request, ...decision, change: changeJson(change) }, null, 2)}\n`
      : `${decisionInWords(decision, workspace.shown, style)}${changeInWords(change, workspace.shown, style)}`,
  );
  return decision.decision === "allow" ? 0 : 1;
}

function changeJson(change: SmallestChange | undefined): unknown {
  if (change === undefined) return null;
  const { sentence, origin } = change.policy;
  return {
    request: change.request ?? null,
    policy: { sentence, file: origin.span.file, line: origin.line },
  };
}

/** What would turn a deny into an allow. */
function changeInWords(
  change: SmallestChange | undefined,
  shown: (file: string) => string,
  style: Style,
): string {
  if (change === undefined) return "";
  const { sentence, origin } = change.policy;
  const asked =
    change.request === undefined
      ? "No other request for this would be allowed."
      : `It would be allowed ${change.request.changes.join(" and ")}.`;
  const place = style.dim(`${printable(shown(origin.span.file), "one-line")}:${origin.line}`);
  return `\n${printable(asked, "one-line")}\nOr by another policy: ${printable(sentence, "one-line")}  ${place}\n`;
}
