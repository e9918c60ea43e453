/** `remit review`: what is due for certification; or, with an agent, the review itself written into the source. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { statementEdit } from "../../compiler/edit/agent-edit.ts";
import { ownerReference } from "../../compiler/edit/owner-reference.ts";
import type { Checked } from "../../compiler/index.ts";
import { formatInstantShort, readDuration } from "../../compiler/literals.ts";
import { isObject } from "../../compiler/model/json.ts";
import { peopleRoles } from "../../compiler/model/people-roles.ts";
import { reviewsDue } from "../../compiler/model/review-due.ts";
import { formatInstant, instantInWords } from "../../compiler/model/time.ts";
import { frontEnd } from "../checking.ts";
import { type Call, defineCommand, type ExitCode } from "../command.ts";
import * as common from "../common.ts";
import { assertSound } from "../deciding.ts";
import { editAgent } from "../editing.ts";
import { failure, systemReason } from "../failure.ts";
import { flag, text } from "../option.ts";
import { readPeople } from "../people-file.ts";
import { printable } from "../report/printable.ts";
import {
  type LastUse,
  type Sheet,
  worksheetCsv,
  worksheetJson,
  worksheetMarkdown,
} from "../report/worksheet.ts";
import { ownerNamed, refuseLeft } from "../reviewer.ts";
import { openWorkspace } from "../workspace.ts";

const format = common.format(["markdown", "csv", "json"]);
const by = text("by", "OWNER", "with an agent: who certifies it (its owner, or somebody above)");
const within = text("within", "D", "how far ahead a review counts as due (default 30d)");
const all = flag("all", "every agent, due or not");
const usage = text("usage", "FILE", "what 'remit usage --format json' wrote, for the last use of each grant");
const people = text(
  "people",
  "FILE.csv",
  "compare owners, deputies and approvers with an export of the directory",
);

export default defineCommand({
  arguments: [{ syntax: "[AGENT]", description: "the agent to certify" }],
  options: [by, within, all, usage, people],
  common: [format, common.out, common.at, common.environment, common.config],
  examples: [
    { line: "remit review", does: "the worksheet of what is due" },
    {
      line: "remit review triage --by jane",
      does: "writes 'reviewed' into the source, nothing else touched",
    },
    { line: "remit review --people people.csv", does: "names who has left" },
  ],
  run: async (call) => {
    const [agent] = call.args;
    if (agent !== undefined) return certify(call, agent);
    if (call.get(by) !== undefined) throw failure("Say which agent: remit review AGENT --by OWNER.");
    const file = call.get(people);
    return file === undefined ? worksheet(call) : compareWithDirectory(call, file);
  },
});

async function certify(call: Call, written: string): Promise<ExitCode> {
  const reviewer = call.get(by);
  if (reviewer === undefined) throw failure("Say who certifies it: --by OWNER.");
  const now = call.io.clock();
  const at = call.get(common.at) ?? Math.floor(now / 86_400) * 86_400;
  if (Math.floor(at / 86_400) > Math.floor(now / 86_400))
    throw failure(
      `A review on ${instantInWords(at)} is not over yet: today's check would take it for an error. Leave --at out, or give the day of the review.`,
    );
  const { agent, changed, file, checked } = await editAgent(call, written, (before, declared, policy) => {
    const owner = ownerNamed(policy, reviewer);
    refuseLeft(policy, before, owner, at);
    if (before.reviewed.some((review) => review.at === at && review.by === owner.name)) return undefined;
    const name = ownerReference(policy, declared.file, owner.name);
    return statementEdit(declared, "reviewed", `reviewed ${formatInstantShort(at)} by ${name}`);
  });
  const { name } = ownerNamed(checked, reviewer);
  await call.write(
    call.get(format) === "json"
      ? `${JSON.stringify({ version: 1, agent: agent.name, changed, file, reviewed: { at: formatInstant(at), by: name } }, null, 2)}\n`
      : `${agent.name}: reviewed ${instantInWords(at)} by ${name}, ${changed ? "written to" : "already in"} ${printable(file, "one-line")}\n`,
  );
  return 0;
}

async function worksheet(call: Call): Promise<ExitCode> {
  const checked = await soundWorkspace(call);
  const ahead = readDuration(call.get(within) ?? "30d");
  if (ahead === undefined) throw failure(`--within takes a duration such as 30d, not '${call.get(within)}'.`);
  const use = usageOf(call);
  const sheets = checked.policies.map((policy): Sheet => {
    const entries = reviewsDue(policy, checked.at, ahead).filter(
      (entry) => call.get(all) || entry.state === "overdue" || entry.state === "due",
    );
    return { policy, entries, ...(use === undefined ? {} : { use }) };
  });
  const wanted = call.get(format);
  if (wanted === "json") await call.write(worksheetJson(sheets, formatInstant(checked.at)));
  else
    for (const sheet of sheets)
      await call.write(wanted === "csv" ? worksheetCsv(sheet) : worksheetMarkdown(sheet));
  return 0;
}

async function soundWorkspace(call: Call): Promise<Checked> {
  const workspace = await openWorkspace(call, []);
  const checked = await frontEnd(workspace, { environment: call.get(common.environment) });
  assertSound(checked);
  return checked;
}

/** The last uses in a report of `remit usage`. */
function usageOf(call: Call): ((agent: string) => LastUse) | undefined {
  const file = call.get(usage);
  if (file === undefined) return undefined;
  const agents = new Map<string, LastUse>();
  const document = jsonOf(resolve(call.io.cwd, file), file);
  const list = isObject(document) && Array.isArray(document.agents) ? document.agents : undefined;
  if (list === undefined) throw failure(`'${file}' is no report of 'remit usage --format json'.`);
  for (const entry of list) {
    if (!isObject(entry) || typeof entry.agent !== "string") continue;
    const grants = Array.isArray(entry.grants) ? entry.grants : [];
    agents.set(entry.agent, {
      ...(typeof entry.lastUsed === "string" ? { agent: entry.lastUsed } : {}),
      grants: new Map(
        grants.flatMap((grant) =>
          isObject(grant) && typeof grant.grant === "string" && typeof grant.lastUsed === "string"
            ? [[grant.grant, grant.lastUsed] as const]
            : [],
        ),
      ),
    });
  }
  return (agent) => agents.get(agent) ?? { grants: new Map() };
}

function jsonOf(path: string, shown: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw failure(`Cannot read '${shown}': ${systemReason(error) ?? "it is no JSON"}.`);
  }
}

async function compareWithDirectory(call: Call, file: string): Promise<ExitCode> {
  const directory = readPeople(resolve(call.io.cwd, file), file);
  const checked = await soundWorkspace(call);
  const found = new Map<string, { email: string; state: string; roles: Set<string> }>();
  for (const policy of checked.policies)
    for (const { owner, roles } of peopleRoles(policy)) {
      if (owner.left !== undefined && owner.left <= checked.at) continue;
      const state = stateOf(directory.get(owner.email), checked.at);
      if (state === undefined) continue;
      const entry = found.get(owner.name) ?? { email: owner.email, state, roles: new Set<string>() };
      for (const role of roles) entry.roles.add(role);
      found.set(owner.name, entry);
    }
  const list = [...found].map(([name, entry]) => ({
    owner: name,
    email: entry.email,
    state: entry.state,
    roles: [...entry.roles],
  }));
  await call.write(
    call.get(format) === "json"
      ? `${JSON.stringify({ version: 1, at: formatInstant(checked.at), people: list }, null, 2)}\n`
      : list.length === 0
        ? "Everybody whom the policy relies on is in the directory.\n"
        : list
            .map((one) => `${one.owner} <${one.email}> ${one.state}: ${one.roles.join(", ")}`)
            .map((line) => `${printable(line, "one-line")}\n`)
            .join(""),
  );
  return list.length === 0 ? 0 : 1;
}

function stateOf(person: ReturnType<ReturnType<typeof readPeople>["get"]>, at: number): string | undefined {
  if (person === undefined) return "is not in the directory";
  if (person.left !== undefined && person.left <= at) return `left on ${instantInWords(person.left)}`;
  return person.active ? undefined : "is no longer active";
}
