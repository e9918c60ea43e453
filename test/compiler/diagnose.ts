/**
 * Tests of diagnostics in which the test is the source. Below a line stand the problems of that line:
 *
 * ```
 * agent mailer { owner adda  expires 2027-03-01 }
 *                      ^^^^ unknown-name: There is no owner named 'adda'; did you mean 'ada'?
 * ```
 *
 * `^^^^ code` leaves the message open, `---- message` below a problem states its related places (on their lines), and
 * a mark that runs on into further lines ends in `…`. Every source is checked once more with `\r\n`, and must give the
 * same. A source may hold several files, each after a line `=== path.remit`.
 */
import { expect, test } from "vitest";
import type { Config } from "../../compiler/config.ts";
import type { Host } from "../../compiler/host.ts";
import { type CheckOptions, checkWorkspace } from "../../compiler/index.ts";
import type { Problem } from "../../compiler/problem.ts";
import type { ProblemCode } from "../../compiler/problems.ts";
import { lineTable, positionAt, type Span } from "../../compiler/source.ts";
import { memoryHost } from "./memory-host.ts";

export const config: Config = {
  workspace: "test",
  policies: ["**/*.remit"],
  scan: { include: [], exclude: [] },
};

/** Anything that finds problems: the front end, or the front end and rules. */
export type Check = (
  host: Host,
  config: Config,
  options?: CheckOptions,
) => Promise<{ readonly problems: readonly Problem[] }>;

export interface DiagnoseOptions {
  /** The clock, as policies write instants. */
  readonly at?: string;
  readonly environment?: string;
  /** Files beside the marked ones, whose problems do not count (declarations that the case needs). */
  readonly files?: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, unknown>>;
  /** Codes that the case is not about. */
  readonly ignore?: readonly ProblemCode[];
  /** Only these codes. */
  readonly only?: readonly ProblemCode[];
  readonly check?: Check;
}

/** One test: the source gives exactly the problems that are marked in it, with `\n` and with `\r\n`. */
export function diagnose(title: string, marked: string, options: DiagnoseOptions = {}): void {
  test(title, async () => {
    const cases = split(marked).map(unmark);
    for (const ending of ["\n", "\r\n"]) {
      const sources = new Map(cases.map((file) => [file.path, file.lines.join(ending)]));
      const found = await problemsOf(Object.fromEntries(sources), options);
      const expected = cases.map((file) => render(file, file.marks)).join("");
      const actual = cases.map((file) => render(file, marksOf(file, found, sources))).join("");
      expect(actual).toBe(expected);
    }
  });
}

/** One test: applying each fix that the problems of `code` offer first gives the second source. */
export function diagnoseFix(
  title: string,
  code: ProblemCode,
  before: string,
  after: string,
  options: DiagnoseOptions & { readonly safe?: boolean } = {},
): void {
  test(title, async () => {
    const files = Object.fromEntries(split(before).map((file) => [file.path, file.text]));
    const found = (await problemsOf(files, options)).filter((problem) => problem.code === code);
    const fixes = found.flatMap((problem) => problem.fixes.slice(0, 1));
    if (options.safe !== undefined) expect(fixes.map((fix) => fix.safe)).toContain(options.safe);
    const edits = fixes.flatMap((fix) => fix.edits).sort((a, b) => b.span.start - a.span.start);
    for (const { span, text } of edits) {
      const old = files[span.file] ?? "";
      files[span.file] = old.slice(0, span.start) + text + old.slice(span.end);
    }
    expect(files).toEqual(Object.fromEntries(split(after).map((file) => [file.path, file.text])));
  });
}

/** The problems that count, for tests which look at them one by one. */
export async function problemsOf(
  files: Readonly<Record<string, string>>,
  options: DiagnoseOptions = {},
): Promise<readonly Problem[]> {
  const host = memoryHost({ ...options.files, ...files }, { at: options.at, data: options.data });
  const check = options.check ?? checkWorkspace;
  const { problems } = await check(host, config, { environment: options.environment });
  return problems.filter(
    (problem) =>
      Object.hasOwn(files, problem.span.file) &&
      !options.ignore?.includes(problem.code) &&
      (options.only?.includes(problem.code) ?? true),
  );
}

interface Mark {
  /** 0-based. */
  readonly line: number;
  readonly start: number;
  readonly length: number;
  readonly more: boolean;
  readonly sign: "^" | "-";
  readonly code: string;
  readonly message?: string;
}

interface Marked {
  readonly path: string;
  readonly lines: readonly string[];
  readonly marks: readonly Mark[];
}

function split(text: string): { path: string; text: string }[] {
  const files = [{ path: "test.remit", text: "" }];
  for (const line of text.replace(/^\n/, "").split(/(?<=\n)/)) {
    const path = /^=== (\S+)\n?$/.exec(line)?.[1];
    const last = files.at(-1);
    if (path !== undefined) files.push({ path, text: "" });
    else if (last) last.text += line;
  }
  return files.filter((file, index) => index > 0 || file.text !== "");
}

const MARK = /^( *)(\^+|-+)(…?) (?:([a-z-]+)(?:$|: ))?(.*)$/;

function unmark({ path, text }: { path: string; text: string }): Marked {
  const lines: string[] = [];
  const marks: Mark[] = [];
  for (const line of text.split("\n")) {
    const match = MARK.exec(line);
    if (!match) {
      lines.push(line);
      continue;
    }
    const [, indent = "", signs = "", more = "", code = "", rest = ""] = match;
    const sign = signs.startsWith("^") ? "^" : "-";
    const message = sign === "-" ? line.slice(indent.length + signs.length + more.length + 1) : rest;
    marks.push({
      line: lines.length - 1,
      start: indent.length,
      length: signs.length,
      more: more !== "",
      sign,
      code: sign === "^" ? code : "",
      ...(message === "" ? {} : { message }),
    });
  }
  return { path, lines, marks };
}

/** The problems of one file as marks; what the expectation leaves open is left open here, too. */
function marksOf(
  file: Marked,
  found: readonly Problem[],
  sources: ReadonlyMap<string, string>,
): readonly Mark[] {
  const text = sources.get(file.path) ?? "";
  const lines = lineTable(text);
  const place = (span: Span): Pick<Mark, "line" | "start" | "length" | "more"> => {
    const start = positionAt(lines, span.start);
    const end = positionAt(lines, span.end);
    const more = end.line > start.line;
    const width = file.lines[start.line - 1]?.length ?? 0;
    return {
      line: start.line - 1,
      start: start.column - 1,
      length: Math.max(1, (more ? width : end.column - 1) - start.column + 1),
      more,
    };
  };
  const marks: Mark[] = [];
  for (const problem of found) {
    if (problem.span.file === file.path) {
      const mark: Mark = {
        ...place(problem.span),
        sign: "^",
        code: problem.code,
      };
      const open = file.marks.some((other) => other.message === undefined && same(other, mark));
      marks.push(open ? mark : { ...mark, message: problem.message });
    }
    if (file.marks.some((mark) => mark.sign === "-"))
      for (const { span, message } of problem.related)
        if (span.file === file.path) marks.push({ ...place(span), sign: "-", code: "", message });
  }
  return marks;
}

function same(a: Mark, b: Mark): boolean {
  return a.line === b.line && a.start === b.start && a.length === b.length && a.code === b.code;
}

function render(file: Marked, marks: readonly Mark[]): string {
  const below: string[][] = file.lines.map(() => []);
  for (const { line, start, length, more, sign, code, message } of marks) {
    const text = sign === "-" ? message : message === undefined ? code : `${code}: ${message}`;
    below[Math.max(0, line)]?.push(`${" ".repeat(start)}${sign.repeat(length)}${more ? "…" : ""} ${text}`);
  }
  const body = file.lines.flatMap((line, index) => [line, ...(below[index]?.sort() ?? [])]).join("\n");
  return `=== ${file.path}\n${body}\n`;
}
