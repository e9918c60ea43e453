/** The findings of a scan in every format. */
import { lineTable, positionAt } from "../../compiler/source.ts";
import { compareRules } from "../../rules/compare/index.ts";
import type { ScanFinding } from "../../rules/scan/findings.ts";
import { ignoreRules } from "../../rules/scan/findings.ts";
import { scanRules } from "../../rules/scan/index.ts";
import { masked, maskedInPlace } from "../../scan/mask.ts";
import { inventory } from "../../scan/result.ts";
import { readAsset } from "../assets.ts";
import { sourcesOf } from "../report/excerpt.ts";
import {
  countsInWords,
  type Finding,
  type FindingFix,
  type InventoryTable,
  plural,
  type Report,
  type RuleInfo,
  type UnreadFile,
} from "../report/finding.ts";
import { shortRevision } from "../report/revision.ts";
import type { Workspace } from "../workspace.ts";
import type { Judged } from "./scanning.ts";

export interface Reporting {
  readonly command: "scan" | "merge";
  readonly at: number;
  readonly workspace: Pick<Workspace, "shown">;
  readonly judged: Judged;
  /** What is left after the baseline and the options. */
  readonly findings: readonly ScanFinding[];
  readonly text: (file: string) => Promise<string | undefined>;
  /** Whether files that were not read whole make the run fail. */
  readonly failsUnread: boolean;
  /** The revision that the findings are new against. */
  readonly since?: string | undefined;
}

export async function scanReport(reporting: Reporting): Promise<Report> {
  const { judged, findings } = reporting;
  const texts = new Map<string, string>();
  for (const { file } of findings) {
    const text = texts.has(file) ? undefined : await reporting.text(file);
    if (text !== undefined) texts.set(file, text);
  }
  const shown = findings.map((finding): Finding => reportedFinding(finding, judged));
  return {
    command: reporting.command,
    at: reporting.at,
    findings: shown,
    files: judged.scanned.facts.size,
    rule: ruleInfo,
    // Places in notebooks count in their cells, which no excerpt can show.
    source: sourcesOf(new Map([...texts].filter(([file]) => !file.endsWith(".ipynb"))), maskedInPlace),
    shown: reporting.workspace.shown,
    json: scanJson(judged, findings),
    ...(judged.checked === undefined && judged.scanned.agents.length > 0
      ? { inventory: foundAgents(judged, reporting.workspace) }
      : {}),
    conclusion: conclusion(judged, shown, reporting.since),
    ...notRead(judged, reporting.workspace),
    failsUnread: reporting.failsUnread,
    ...hiddenInWords(findings),
    ...(reporting.since === undefined ? {} : { since: reporting.since }),
  };
}

/** Files that were not read whole, each once. A reason may quote what stands in the file. */
function notRead({ scanned, declaredAs }: Judged, { shown }: Reporting["workspace"]): Pick<Report, "unread"> {
  if (scanned.unread.length === 0) return {};
  const files = new Map<string, UnreadFile>();
  for (const { file, reason, line } of inventory(scanned, declaredAs).coverage.unread)
    if (!files.has(file))
      files.set(file, {
        where: `${shown(file)}${line === undefined ? "" : `:${line}`}`,
        file,
        ...(line === undefined ? {} : { line }),
        reason: masked(reason),
      });
  return { unread: [...files.values()] };
}

/** What a reviewer must not miss among other findings. */
function hiddenInWords(findings: readonly ScanFinding[]): Pick<Report, "remark"> {
  const count = findings.filter(({ rule }) => rule === "hidden-finding").length;
  return count === 0 ? {} : { remark: `This change hides ${plural(count, "finding")} from the scan.` };
}

function reportedFinding(finding: ScanFinding, judged: Judged): Finding {
  const { rule, severity, message, file, cell, range, fingerprint, steps = [] } = finding;
  // What stands in one file is seen in one look.
  const isFlow = steps.some((step) => step.file !== file);
  return {
    code: rule,
    severity: severity === "note" ? "info" : severity,
    message,
    file,
    ...(cell === undefined ? {} : { cell }),
    range,
    related: [],
    ...(isFlow ? { flow: [...steps, { file, range, message }] } : {}),
    fixes: fixesOf(finding, judged),
    fingerprint,
  };
}

/** A declaration at the end of the policy's first file. */
function fixesOf({ stanza }: ScanFinding, { checked }: Judged): readonly FindingFix[] {
  const file = checked?.files[0];
  if (stanza === undefined || file === undefined) return [];
  const end = positionAt(lineTable(file.text), file.text.length);
  const before = file.text.endsWith("\n") ? "\n" : "\n\n";
  return [
    {
      title: stanza.title,
      edits: [{ file: file.path, range: { start: end, end }, text: before + stanza.text }],
    },
  ];
}

/** What there is to know about a rule of the scan; its page is the help. */
export function ruleInfo(code: string): RuleInfo {
  const grant = scanRules.find((rule) => rule.id === code);
  if (grant !== undefined) {
    const { owaspAgentic, owaspLlm, cwe, nist } = grant.maps;
    const severity = grant.tier === "low" ? "info" : grant.tier === "medium" ? "warning" : "error";
    return {
      summary: grant.title,
      severity,
      ...help("scan", code),
      tags: [...owaspAgentic, ...owaspLlm, ...cwe, ...nist],
    };
  }
  const compared = compareRules.find((rule) => rule.id === code);
  if (compared !== undefined) {
    const severity = compared.severity === "note" ? "info" : compared.severity;
    return { summary: compared.title, severity, ...help("compare", code) };
  }
  const own = Object.entries(ignoreRules).find(([id]) => id === code)?.[1];
  return { summary: own ?? code, severity: "warning", ...(own === undefined ? {} : help("ignores", code)) };
}

function help(folder: "scan" | "compare" | "ignores", code: string): { readonly help?: string } {
  const page = readAsset(`rules/${folder}/${code}.md`);
  return page === undefined ? {} : { help: new TextDecoder().decode(page) };
}

/** The document of `scan --format json` (docs/schemas/scan.schema.json). */
function scanJson(judged: Judged, findings: readonly ScanFinding[]): unknown {
  const { scanned, declaredAs } = judged;
  const { files, agents, mcpServers, coverage } = inventory(scanned, declaredAs);
  return {
    version: 1,
    root: ".",
    files,
    agents,
    mcpServers,
    coverage,
    findings: findings.map((finding) => ({
      rule: finding.rule,
      severity: finding.severity,
      message: finding.message,
      file: finding.file,
      ...(finding.cell === undefined ? {} : { cell: finding.cell }),
      range: finding.range,
      agent: finding.agent ?? null,
      fingerprint: finding.fingerprint,
      fixes: fixesOf(finding, judged),
    })),
    errors: scanned.unread
      .filter(({ file }) => !scanned.facts.has(file))
      .map(({ file, reason }) => ({ file, message: reason })),
  };
}

/** The agents, each once: without a policy to compare with, they are what a scan tells. */
function foundAgents({ scanned, declaredAs }: Judged, { shown }: Reporting["workspace"]): InventoryTable {
  const seen = new Set<string>();
  const rows: string[][] = [];
  for (const agent of inventory(scanned, declaredAs).agents) {
    if (seen.has(agent.group)) continue;
    seen.add(agent.group);
    const cell = agent.cell === undefined ? "" : `, cell ${agent.cell}`;
    const tools = agent.toolsAll ? "all" : agent.toolNames.join(", ");
    rows.push([
      agent.name ?? "(no static name)",
      agent.tier === "explicit" || agent.tier === "implicit"
        ? agent.framework
        : `${agent.framework} (${agent.tier})`,
      `${shown(agent.file)}${cell}:${agent.range.start.line}`,
      tools.length > longestTools ? `${tools.slice(0, longestTools - 1)}…` : tools,
    ]);
  }
  return {
    head: ["agent", "framework", "where", "tools"],
    rows,
    advice: "No policy was compared. Declare these agents: 'remit init --from-scan' writes a first policy.",
  };
}

/** Characters of a list of tools, so that a line stays a line. */
const longestTools = 60;

function conclusion(
  { scanned, declaredAs }: Judged,
  findings: readonly Finding[],
  since: string | undefined,
): string {
  const groups = new Set(scanned.agents.map((agent) => agent.group));
  const declared = declaredAs.size === 0 ? "" : ` (${declaredAs.size} declared)`;
  const unread = new Set(scanned.unread.map(({ file }) => file)).size;
  const left = unread === 0 ? "" : `; ${plural(unread, "file")} not read whole`;
  const counts =
    since === undefined
      ? countsInWords(findings)
      : `${findings.length === 0 ? "nothing" : countsInWords(findings)} new since ${shortRevision(since)}`;
  return `${counts}: ${plural(groups.size, "agent")}${declared}, ${plural(scanned.servers.length, "MCP server")} in ${plural(scanned.facts.size, "file")} of ${scanned.discovered.seen}${left}`;
}
