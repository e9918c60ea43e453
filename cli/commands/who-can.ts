/** `remit who-can`: the agents that may do something, until when, and who answers for them. */
import { accountableAt } from "../../compiler/model/life.ts";
import { type Instant, type IntervalSet, MAX_INSTANT, type Policy } from "../../compiler/model/policy.ts";
import { statementsOf } from "../../compiler/model/reason.ts";
import { formatInstant, instantInWords } from "../../compiler/model/time.ts";
import { type Holder, whoCan } from "../../compiler/model/who-can.ts";
import { frontEnd } from "../checking.ts";
import { defineCommand } from "../command.ts";
import * as common from "../common.ts";
import { policyFor, qualifiedAction } from "../deciding.ts";
import { failure } from "../failure.ts";
import { printable } from "../report/printable.ts";
import { type Style, styleOf } from "../report/style.ts";
import { openWorkspace } from "../workspace.ts";

const format = common.format(["pretty", "json"]);

export default defineCommand({
  arguments: [
    { syntax: "<ACTION>", description: "an action, or a glob of actions: invoices:pay, aws:s3:*" },
    { syntax: "[RESOURCE]", description: "a resource, or a glob of resources (default: whatever it is on)" },
  ],
  options: [],
  common: [format, common.out, common.at, common.environment, common.config, common.color],
  examples: [
    { line: "remit who-can invoices:pay", does: "agents that may pay, now or later" },
    {
      line: "remit who-can 'aws:s3:*' 'arn:aws:s3:::acme-invoices/*'",
      does: "whoever reaches into the bucket",
    },
  ],
  notes:
    "Lists every agent with a grant that is in force at some instant from now (--at) on. Conditions, windows, subjects\nand approvals are shown as they are written. Exit code 0 whether or not there is anybody.",
  run: async (call) => {
    const workspace = await openWorkspace(call, []);
    const checked = await frontEnd(workspace, { environment: call.get(common.environment) });
    const policy = policyFor(checked, call.get(common.environment));
    const [written = "", resource] = call.args;
    if (!written.includes(":")) throw failure(`An action is written SERVICE:ACTION, not '${written}'.`);
    const action = qualifiedAction(policy, written);
    const holders = whoCan(policy, action, resource, checked.at);
    const style = styleOf(call);
    await call.write(
      call.get(format) === "json"
        ? `${JSON.stringify(whoCanJson(policy, action, resource, checked.at, holders), null, 2)}\n`
        : inWords(policy, action, checked.at, holders, workspace.shown, style),
    );
    return 0;
  },
});

/** The document of `who-can --format json` (docs/schemas/who-can.schema.json). */
function whoCanJson(
  policy: Policy,
  action: string,
  resource: string | undefined,
  at: Instant,
  holders: readonly Holder[],
): unknown {
  return {
    version: 1,
    at: formatInstant(at),
    action,
    resource: resource ?? null,
    agents: holders.map(({ agent, grants }) => ({
      agent: agent.name,
      owner: answering(policy, agent.name, at)?.email ?? null,
      grants: grants.map(({ grant, times, except }) => ({
        statements: statementsOf(grant),
        from: formatInstant(times[0]?.from ?? at),
        until: lastEnd(times) === MAX_INSTANT ? null : formatInstant(lastEnd(times)),
        except: except.map(({ origin }) => ({
          file: origin.span.file,
          line: origin.line,
          text: origin.text,
        })),
      })),
    })),
  };
}

function answering(
  policy: Policy,
  agent: string,
  at: Instant,
): { readonly email: string; readonly title?: string } | undefined {
  const found = policy.agents[agent];
  const owner = found === undefined ? undefined : accountableAt(policy, found, at);
  return owner === undefined ? undefined : policy.owners[owner];
}

const lastEnd = (times: IntervalSet): Instant => times.at(-1)?.until ?? MAX_INSTANT;

function inWords(
  policy: Policy,
  action: string,
  at: Instant,
  holders: readonly Holder[],
  shown: (file: string) => string,
  style: Style,
): string {
  if (holders.length === 0) return `No agent may do '${printable(action, "one-line")}'.\n`;
  const blocks = holders.map(({ agent, grants }) => {
    const owner = answering(policy, agent.name, at)?.email ?? "nobody";
    const lines = [`${style.bold(agent.name)}  ${style.dim(`answers for it: ${owner}`)}`];
    for (const { grant, times, except } of grants) {
      const from = (times[0]?.from ?? at) > at ? `from ${instantInWords(times[0]?.from ?? at)} ` : "";
      const statements = statementsOf(grant);
      for (const { text } of statements) lines.push(`  ${printable(text, "one-line")}`);
      for (const { origin } of except) lines.push(`  but ${printable(origin.text, "one-line")}`);
      const places = [
        ...statements,
        ...except.map(({ origin: { span, line } }) => ({ file: span.file, line })),
      ];
      const where = places
        .map(({ file, line }) => `${printable(shown(file), "one-line")}:${line}`)
        .join(", ");
      lines.push(`    ${style.dim(`${from}until ${instantInWords(lastEnd(times))}  ${where}`)}`);
    }
    return lines.join("\n");
  });
  return `${blocks.join("\n\n")}\n`;
}
