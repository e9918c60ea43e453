/**
 * Findings that somebody has looked at and lets stand for a while: `remit-ignore RULE until DATE: reason` in a comment.
 * It covers its own line, or, where nothing else stands on that, the next line that is no comment.
 */
import { readInstant } from "../compiler/literals.ts";
import { type LineTable, positionAt } from "../compiler/source.ts";
import type { Extent } from "./code.ts";
import type { Remark } from "./facts.ts";

export interface Ignore {
  readonly rules: readonly string[];
  /** Epoch seconds; from then on it covers nothing. */
  readonly until: number;
  readonly reason: string;
  readonly extent: Extent;
  /** The line that it covers, 1-based. */
  readonly line: number;
}

/** A comment that means to be an ignore, and what it lacks. */
export interface BadIgnore {
  readonly message: string;
  readonly extent: Extent;
}

export interface Ignores {
  readonly ignores: readonly Ignore[];
  readonly bad: readonly BadIgnore[];
}

const form = "Write `remit-ignore RULE until 2027-01-31: why it may stand`.";

/** The ignores of a file. `ids`: the rules that there are, so that a misspelled one is told. */
export function ignoresIn(
  text: string,
  lines: LineTable,
  remarks: readonly Remark[],
  ids: ReadonlySet<string>,
): Ignores {
  const ignores: Ignore[] = [];
  const bad: BadIgnore[] = [];
  for (const { extent, text: remark } of remarks) {
    if (!remark.startsWith("-ignore")) continue;
    const read = readIgnore(remark.slice("-ignore".length).trim(), ids);
    if (typeof read === "string") bad.push({ message: `${read} ${form}`, extent });
    else ignores.push({ ...read, extent, line: coveredLine(text, lines, extent.at) });
  }
  return { ignores, bad };
}

/** What is written after `remit-ignore`, or what is wrong with it. */
function readIgnore(written: string, ids: ReadonlySet<string>): Omit<Ignore, "extent" | "line"> | string {
  const colon = written.search(/:(?:\s|$)/);
  const head = colon < 0 ? written : written.slice(0, colon);
  const reason = colon < 0 ? "" : written.slice(colon + 1).trim();
  const words = head.split(/[\s,]+/).filter((word) => word !== "");
  const at = words.indexOf("until");
  const rules = at < 0 ? words : words.slice(0, at);
  const unknown = rules.find((rule) => !ids.has(rule));
  if (rules.length === 0) return "This ignore names no rule.";
  if (unknown !== undefined) return `There is no rule named '${unknown}'.`;
  const end = at < 0 ? undefined : words[at + 1];
  if (end === undefined) return "This ignore has no end.";
  const until = readInstant(end)?.seconds;
  if (until === undefined) return `'${end}' is no date.`;
  if (words.length > at + 2) return `'${words[at + 2]}' cannot stand after the date.`;
  if (reason === "") return "This ignore gives no reason.";
  return { rules, until, reason };
}

/** A line that holds nothing but a comment. */
const commentOnly = /^\s*(?:#|\/\/|\/\*|\*|<!--|--)/;

function coveredLine(text: string, lines: LineTable, at: number): number {
  const own = positionAt(lines, at).line;
  const lineText = (line: number) => text.slice(lines[line - 1] ?? text.length, lines[line] ?? text.length);
  const before = text.slice(lines[own - 1] ?? 0, at);
  if (before.trim() !== "" && !commentOnly.test(before)) return own;
  for (let line = own + 1; line <= lines.length && line < own + 50; line++) {
    const content = lineText(line);
    if (content.trim() !== "" && !commentOnly.test(content)) return line;
  }
  return own;
}

/** A finding as far as ignores look at it. */
export interface Ignorable {
  readonly rule: string;
  readonly file: string;
  /** Lines that it stands on, 1-based, the last included. */
  readonly lines: readonly [first: number, last: number];
}

export interface Judged<F> {
  /** What no ignore covers. */
  readonly kept: readonly F[];
  readonly ignored: readonly { readonly finding: F; readonly by: Ignore }[];
  /** Ignores that have ended though they still cover something, and ignores that cover nothing. */
  readonly expired: readonly { readonly file: string; readonly ignore: Ignore }[];
  readonly unused: readonly { readonly file: string; readonly ignore: Ignore }[];
}

/** Takes what is ignored out of the findings. `now` in epoch seconds. */
export function judgeIgnores<F extends Ignorable>(
  findings: readonly F[],
  byFile: ReadonlyMap<string, readonly Ignore[]>,
  now: number,
): Judged<F> {
  const used = new Set<Ignore>();
  const kept: F[] = [];
  const ignored: { finding: F; by: Ignore }[] = [];
  for (const finding of findings) {
    const covering = (byFile.get(finding.file) ?? []).filter(
      (ignore) =>
        ignore.rules.includes(finding.rule) &&
        ignore.line >= finding.lines[0] &&
        ignore.line <= finding.lines[1],
    );
    for (const ignore of covering) used.add(ignore);
    const by = covering.find((ignore) => now < ignore.until);
    if (by) ignored.push({ finding, by });
    else kept.push(finding);
  }
  const all = [...byFile].flatMap(([file, list]) => list.map((ignore) => ({ file, ignore })));
  return {
    kept,
    ignored,
    expired: all.filter(({ ignore }) => used.has(ignore) && now >= ignore.until),
    unused: all.filter(({ ignore }) => !used.has(ignore)),
  };
}
