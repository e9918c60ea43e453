/** Checks a workspace the way every command does: the front end, then the rules; problems as findings with places. */
import { type Checked, type CheckOptions, checkWorkspace } from "../compiler/index.ts";
import type { Problem } from "../compiler/problem.ts";
import { problems as table } from "../compiler/problems.ts";
import { type LineTable, lineTable, type Position, positionAt, type Span } from "../compiler/source.ts";
import { runPolicyRules } from "../rules/policy/index.ts";
import { readAsset } from "./assets.ts";
import { failure } from "./failure.ts";
import { sourcesOf } from "./report/excerpt.ts";
import type { Finding, Place, Report, RuleInfo } from "./report/finding.ts";
import type { Workspace } from "./workspace.ts";

export interface CheckedWorkspace extends Checked {
  /** The front end's and the rules', in file order. */
  readonly problems: readonly Problem[];
}

/** Parses and type-checks the whole workspace; a workspace without a policy is a `failure`. */
export async function frontEnd(workspace: Workspace, options: CheckOptions = {}): Promise<Checked> {
  const { host, config } = workspace;
  const checked = await checkWorkspace(host, config, { at: host.now(), ...options });
  const { environment } = options;
  if (environment !== undefined && checked.files.length > 0 && !checked.environments.includes(environment))
    throw failure(
      checked.environments.length === 0
        ? `No environments are declared, so there is none named '${environment}'.`
        : `--environment takes ${checked.environments.join(" or ")}, not '${environment}'.`,
    );
  const empty = workspace.paths.find(({ covers }) => !checked.files.some((file) => covers(file.path)));
  if (checked.files.length > 0 && empty !== undefined)
    throw failure(
      `'${empty.written}' holds no policy of the workspace '${workspace.root}', which takes ${config.policies.join(", ")}.`,
    );
  if (checked.files.length > 0) return checked;
  throw failure(
    `There is no policy in '${workspace.root}' (looked for ${config.policies.join(", ")}). Run 'remit init' to begin one.`,
  );
}

/** Checks the whole workspace: the front end, then the rules. */
export async function checkPolicies(
  workspace: Workspace,
  options: CheckOptions = {},
): Promise<CheckedWorkspace> {
  const checked = await frontEnd(workspace, options);
  const problems = await runPolicyRules(checked, workspace.host);
  return { ...checked, problems };
}

/** Turns problems into findings; their texts come from the checked files, and from the host for the others. */
export async function findingsOf(
  workspace: Workspace,
  checked: Checked,
  problems: readonly Problem[],
): Promise<readonly Finding[]> {
  const place = await placer(workspace, checked, problems);
  return problems.map((problem) => ({
    code: problem.code,
    severity: problem.severity,
    message: problem.message,
    ...place(problem.span),
    related: problem.related.map((item) => ({ message: item.message, ...place(item.span) })),
    fixes: problem.fixes.map((fix) => ({
      title: fix.title,
      edits: fix.edits.map((edit) => ({ ...place(edit.span), text: edit.text })),
    })),
  }));
}

async function placer(
  workspace: Workspace,
  checked: Checked,
  problems: readonly Problem[],
): Promise<(span: Span) => Place> {
  const texts = new Map(checked.files.map((file) => [file.path, file.text]));
  for (const { span, related } of problems)
    for (const { file } of [span, ...related.map((item) => item.span)])
      if (!texts.has(file)) texts.set(file, (await workspace.host.read(file)) ?? "");
  return placesIn(texts);
}

/** Turns spans into lines and columns. `texts` holds the files by path; each is read for lines when it is asked for. */
export function placesIn(texts: ReadonlyMap<string, string>): (span: Span) => Place {
  const tables = new Map<string, LineTable>();
  return ({ file, start, end }) => {
    const lines = tables.get(file) ?? lineTable(texts.get(file) ?? "");
    tables.set(file, lines);
    // People and editors do not count the mark at a file's beginning.
    const isMarked = texts.get(file)?.startsWith("\ufeff") === true;
    const at = (offset: number): Position => {
      const { line, column } = positionAt(lines, offset);
      return isMarked && line === 1 ? { line, column: Math.max(1, column - 1) } : { line, column };
    };
    return { file, range: { start: at(start), end: at(end) } };
  };
}

/** What there is to know about a diagnostic's code. */
export function ruleInfo(code: string): RuleInfo {
  const entry = Object.entries(table).find(([known]) => known === code)?.[1];
  return {
    summary: entry?.summary ?? code,
    severity: entry?.severity ?? "warning",
    help: pageOf(code),
  };
}

/** Where pages stand, by the code of the diagnostic or the id of the rule. */
const PAGES = ["docs/diagnostics", "rules/policy", "rules/compare", "rules/scan", "rules/ignores"];

/** The Markdown page of a diagnostic or of a rule; `undefined` where there is none. */
export function pageOf(code: string): string | undefined {
  if (!/^[a-z][a-z0-9-]*$/.test(code)) return undefined;
  for (const folder of PAGES) {
    const bytes = readAsset(`${folder}/${code}.md`);
    if (bytes !== undefined) return new TextDecoder().decode(bytes);
  }
  return undefined;
}

/** The parts of a report that every command with diagnostics shares. */
export function diagnosticsReport(
  workspace: Workspace,
  checked: Checked,
  findings: readonly Finding[],
): Pick<Report, "at" | "findings" | "files" | "rule" | "source" | "shown"> {
  const texts = new Map(checked.files.map((file) => [file.path, file.text.replace(/^\ufeff/, "")]));
  return {
    at: checked.at,
    findings,
    files: checked.files.length,
    rule: ruleInfo,
    source: sourcesOf(texts),
    shown: workspace.shown,
  };
}
