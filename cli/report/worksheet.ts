/** The reviewer's worksheet, in each format. */
import type { Policy } from "../../compiler/model/policy.ts";
import type { ReviewDue } from "../../compiler/model/review-due.ts";
import { durationInWords, formatInstant, instantInWords } from "../../compiler/model/time.ts";
import { code, text } from "./markdown-text.ts";
import { printable, printableJson } from "./printable.ts";

/** Last use of agents and their grants, RFC 3339, as `remit usage --format json` writes it. */
export interface LastUse {
  readonly agent?: string;
  readonly grants: ReadonlyMap<string, string>;
}

export interface Sheet {
  readonly policy: Policy;
  readonly entries: readonly ReviewDue[];
  /** Absent: no usage file was given. */
  readonly use?: (agent: string) => LastUse;
}

const stateInWords = ({ state, due, suspends, agent }: ReviewDue): string => {
  if (state === "not-required") return "asks for no review";
  if (due === undefined) return "never reviewed";
  const lapse = suspends ? (state === "overdue" ? ", access has lapsed" : ", access lapses then") : "";
  const every = agent.review === undefined ? "" : ` (every ${durationInWords(agent.review.every)})`;
  return `${state === "overdue" ? "was due" : "due"} ${instantInWords(due)}${every}${lapse}`;
};

const person = (policy: Policy, name: string | undefined): string => {
  const owner = name === undefined ? undefined : policy.owners[name];
  if (owner === undefined) return name ?? "nobody";
  return owner.title === undefined ? owner.email : `${owner.title} <${owner.email}>`;
};

const lastUsed = (sheet: Sheet, agent: string, grant?: string): string | undefined => {
  if (sheet.use === undefined) return undefined;
  const use = sheet.use(agent);
  return (grant === undefined ? use.agent : use.grants.get(grant)) ?? "never";
};

export function worksheetMarkdown(sheet: Sheet): string {
  const lines = ["# Reviews", ""];
  if (sheet.entries.length === 0) lines.push("Nothing is due.", "");
  for (const entry of sheet.entries) {
    const { agent } = entry;
    lines.push(`## ${text(agent.name)}`, "");
    if (agent.purpose !== undefined) lines.push(text(agent.purpose), "");
    lines.push(
      `- Review: ${text(stateInWords(entry))}`,
      `- Last: ${entry.last === undefined ? "none" : text(`${instantInWords(entry.last.at)} by ${person(sheet.policy, entry.last.by)}`)}`,
      `- Owner: ${text(person(sheet.policy, agent.owner))}${agent.deputy === undefined ? "" : `, deputy ${text(person(sheet.policy, agent.deputy))}`}`,
      `- Ends: ${text(instantInWords(agent.expires))}${entry.inForce ? "" : " (not in force now)"}`,
    );
    const used = lastUsed(sheet, agent.name);
    if (used !== undefined) lines.push(`- Last used: ${text(used)}`);
    lines.push(
      "",
      `| keep? | it may | written in |${sheet.use === undefined ? "" : " last used |"}`,
      `| --- | --- | --- |${sheet.use === undefined ? "" : " --- |"}`,
    );
    for (const access of entry.access) {
      const last = lastUsed(sheet, agent.name, access.grant);
      lines.push(
        `| ☐ | ${code(access.text)} | ${code(`${access.file}:${access.line}`)} |${last === undefined ? "" : ` ${text(last)} |`}`,
      );
    }
    for (const never of entry.nevers)
      lines.push(`| | ${code(never)} | |${sheet.use === undefined ? "" : " |"}`);
    lines.push("", `Certify: ${code(`remit review ${agent.name} --by ${agent.owner}`)}`, "");
  }
  return `${lines.join("\n")}`;
}

export function worksheetCsv(sheet: Sheet): string {
  const header = [
    "agent",
    "state",
    "due",
    "last review",
    "by",
    "owner",
    "deputy",
    "ends",
    "grant",
    "file",
    "line",
    "last used",
    "keep",
  ];
  const rows = sheet.entries.flatMap((entry) =>
    entry.access.map((access) => [
      entry.agent.name,
      entry.state,
      entry.due === undefined ? "" : formatInstant(entry.due),
      entry.last === undefined ? "" : formatInstant(entry.last.at),
      entry.last?.by ?? "",
      person(sheet.policy, entry.agent.owner),
      entry.agent.deputy === undefined ? "" : person(sheet.policy, entry.agent.deputy),
      formatInstant(entry.agent.expires),
      access.text,
      access.file,
      String(access.line),
      lastUsed(sheet, entry.agent.name, access.grant) ?? "",
      "",
    ]),
  );
  return `${[header, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/** Quoted always and on one line; a cell that a spreadsheet would take for a formula begins with an apostrophe. */
export const csvCell = (value: string): string =>
  `"${printable(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value, "one-line").replace(/"/g, '""')}"`;

export function worksheetJson(sheets: readonly Sheet[], at: string): string {
  const document = {
    version: 1,
    at,
    reviews: sheets.flatMap((sheet) =>
      sheet.entries.map((entry) => ({
        agent: entry.agent.name,
        environment: sheet.policy.environment ?? null,
        state: entry.state,
        due: entry.due === undefined ? null : formatInstant(entry.due),
        suspends: entry.suspends,
        last: entry.last === undefined ? null : { at: formatInstant(entry.last.at), by: entry.last.by },
        owner: entry.agent.owner,
        deputy: entry.agent.deputy ?? null,
        ends: formatInstant(entry.agent.expires),
        inForce: entry.inForce,
        lastUsed: lastUsed(sheet, entry.agent.name) ?? null,
        access: entry.access.map((access) => ({
          ...access,
          lastUsed: lastUsed(sheet, entry.agent.name, access.grant) ?? null,
        })),
        nevers: entry.nevers,
      })),
    ),
  };
  return `${printableJson(JSON.stringify(document, null, 2))}\n`;
}
