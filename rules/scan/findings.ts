/** From the facts of a scan to findings about grants, as reports show them. */
import { lineTable, type Position, positionAt } from "../../compiler/source.ts";
import type { Extent } from "../../scan/code.ts";
import type { FileFacts } from "../../scan/facts.ts";
import { type Ignore, ignoresIn, judgeIgnores } from "../../scan/ignores.ts";
import { masked } from "../../scan/mask.ts";
import { placeOf } from "../../scan/result.ts";
import { compareRules } from "../compare/index.ts";
import type { CompareRule, Difference } from "../compare/rule.ts";
import { checkGrants, type GrantFinding } from "./check.ts";
import { scanRules } from "./index.ts";
import type { FindingSeverity, Knowledge, ScanRule } from "./rule.ts";

export interface ScanFinding {
  readonly rule: string;
  readonly severity: FindingSeverity;
  readonly message: string;
  readonly file: string;
  /** The cell of a notebook; the range then counts in it. */
  readonly cell?: number;
  readonly range: { readonly start: Position; readonly end: Position };
  /** The id of the agent in the code that it is about. */
  readonly agent?: string;
  /** The places that lead to it, in order. */
  readonly steps?: readonly FindingStep[];
  /** A declaration that would settle it. */
  readonly stanza?: Difference["stanza"];
  /** Stable against moved lines; of a file that was renamed, `kin` stays the same. */
  readonly fingerprint: string;
  readonly kin: string;
}

export interface FindingStep {
  readonly file: string;
  readonly range: ScanFinding["range"];
  readonly message: string;
}

/** Rules that speak of what is passed over. */
export const ignoreRules = {
  "hidden-finding": "A finding that a change hides, by a comment, an exclude or an ignore file",
  "ignore-malformed": "An ignore without a rule, an end or a reason",
  "ignore-expired": "An ignore that has ended",
  "ignore-unused": "An ignore that covers nothing",
} as const;

export interface FindingsInput {
  /** Facts of the files in scope. */
  readonly files: readonly FileFacts[];
  readonly knowledge: Knowledge;
  /** The text of a file, for its ignores; `undefined`: it has none. */
  readonly text: (file: string) => string | undefined;
  /** A collision-resistant digest, in hexadecimal. */
  readonly digest: (text: string) => string;
  /** Epoch seconds. */
  readonly now: number;
  readonly rules?: readonly ScanRule[];
  /** Whether the policy answers what a finding about grants asks for. */
  readonly isAnswered?: (finding: GrantFinding) => boolean;
  /** What the comparison with the policy found; absent: none is compared. */
  readonly compared?: readonly (Difference & { readonly rule: CompareRule })[];
}

export interface SettledFindings {
  /** Those that no comment covers. */
  readonly findings: readonly ScanFinding[];
  /** The others, each with the comment that covers it. */
  readonly ignored: readonly { readonly finding: ScanFinding; readonly by: Ignore }[];
}

/** All findings of a scan, ignores applied, by file and place. */
export const grantFindings = (input: FindingsInput): readonly ScanFinding[] =>
  settledFindings(input).findings;

/** As `grantFindings`, with what the ignores take away. Credentials in messages are masked. */
export function settledFindings(input: FindingsInput): SettledFindings {
  const rules = input.rules ?? scanRules;
  const byPath = new Map(input.files.map((file) => [file.path, file]));
  const located = input.files.flatMap((file) => file.grants.map((grant) => ({ ...grant, file: file.path })));
  const count = counter();
  const open = checkGrants(rules, located, input.knowledge).filter(
    (found) => input.isAnswered?.(found) !== true,
  );
  const findings = open.map((found): ScanFinding => {
    return {
      rule: found.rule,
      severity: found.severity,
      message: masked(found.message),
      ...placeOf(byPath.get(found.file), found.file, found.extent),
      ...identity(input.digest, count, found.rule, found.file, found.subject),
    };
  });
  const place = (file: string, extent: Extent) =>
    placeOf(byPath.get(file) ?? { lines: lineTable(input.text(file) ?? "") }, file, extent);
  const differences = (input.compared ?? []).map(
    ({ rule, severity, file, extent, message, subject, agent, stanza, steps = [] }): ScanFinding => ({
      rule: rule.id,
      severity: severity ?? rule.severity,
      message: masked(message),
      ...place(file, extent),
      ...(steps.length === 0
        ? {}
        : {
            steps: steps.map((step) => ({
              file: step.file,
              range: place(step.file, step.extent).range,
              message: masked(step.message),
            })),
          }),
      ...(agent === undefined ? {} : { agent }),
      ...(stanza === undefined ? {} : { stanza }),
      ...identity(input.digest, count, rule.id, file, subject),
    }),
  );
  const ids = [...scanRules, ...compareRules].map((rule) => rule.id);
  return withIgnores(input, [...findings, ...differences], new Set(ids));
}

type Counter = (key: string) => number;

/** How often a key came before. */
function counter(): Counter {
  const seen = new Map<string, number>();
  return (key) => {
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return before;
  };
}

function identity(
  digest: (text: string) => string,
  count: Counter,
  rule: string,
  file: string,
  subject: string,
): Pick<ScanFinding, "fingerprint" | "kin"> {
  const nth = count(`${file}\u0000${rule}\u0000${subject}`);
  const shared = `${rule}\u0000${subject}\u0000${nth}`;
  return { fingerprint: digest(`${file}\u0000${shared}`).slice(0, 32), kin: digest(shared).slice(0, 32) };
}

function withIgnores(
  input: FindingsInput,
  findings: readonly ScanFinding[],
  ids: ReadonlySet<string>,
): SettledFindings {
  const byFile = new Map<string, readonly Ignore[]>();
  const own: ScanFinding[] = [];
  const count = counter();
  const about = (
    file: FileFacts,
    rule: Exclude<keyof typeof ignoreRules, "hidden-finding">,
    at: { at: number; end: number },
    message: string,
  ): ScanFinding => ({
    rule,
    severity: "warning",
    message: masked(message),
    file: file.path,
    range: { start: positionAt(file.lines, at.at), end: positionAt(file.lines, at.end) },
    ...identity(input.digest, count, rule, file.path, message),
  });
  const files = new Map(input.files.map((file) => [file.path, file]));
  for (const file of input.files) {
    const text = file.remarks.length > 0 ? input.text(file.path) : undefined;
    if (text === undefined) continue;
    const { ignores, bad } = ignoresIn(text, file.lines, file.remarks, ids);
    if (ignores.length > 0) byFile.set(file.path, ignores);
    for (const { message, extent } of bad) own.push(about(file, "ignore-malformed", extent, message));
  }
  const ignorable = findings.map((finding) => ({
    finding,
    rule: finding.rule,
    file: finding.file,
    lines: [finding.range.start.line, finding.range.end.line] as const,
  }));
  const judged = judgeIgnores(ignorable, byFile, input.now);
  for (const { file, ignore } of judged.expired) {
    const facts = files.get(file);
    if (facts)
      own.push(
        about(
          facts,
          "ignore-expired",
          ignore.extent,
          `This ignore of ${ignore.rules.join(", ")} has ended. Mend what it covers, or give it a new end.`,
        ),
      );
  }
  // An ignore of a rule that did not run covers nothing for that reason alone.
  const ran = [...(input.rules ?? scanRules), ...(input.compared === undefined ? [] : compareRules)];
  const judgedHere = new Set(ran.map((rule) => rule.id));
  for (const { file, ignore } of judged.unused) {
    const facts = files.get(file);
    if (facts && ignore.rules.every((rule) => judgedHere.has(rule)))
      own.push(
        about(
          facts,
          "ignore-unused",
          ignore.extent,
          `This ignore of ${ignore.rules.join(", ")} covers nothing. Remove it.`,
        ),
      );
  }
  const kept = judged.kept.map(({ finding }) => finding);
  return {
    findings: [...kept, ...own].sort(byPlace),
    ignored: judged.ignored.map(({ finding, by }) => ({ finding: finding.finding, by })),
  };
}

function byPlace(a: ScanFinding, b: ScanFinding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  const start = a.range.start.line - b.range.start.line || a.range.start.column - b.range.start.column;
  return start || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}
