/** A line of source with a mark under the place, fit for a terminal. */
import { type LineTable, lineTable } from "../../compiler/source.ts";
import type { Place } from "./finding.ts";
import { printable } from "./printable.ts";

/** Cells of a terminal that an excerpt takes at most. */
const WIDTH = 110;

/** A text with its lines, so that they are found once for all places in it. */
export interface Source {
  readonly text: string;
  readonly lines: LineTable;
  /** What an excerpt shows of a part of the text, as long as the part itself; absent: the part. */
  readonly shown?: (part: string) => string;
}

/** Sources by file; each is split into lines when it is asked for first. `shown` is each one's. */
export function sourcesOf(
  texts: ReadonlyMap<string, string>,
  shown?: Source["shown"],
): (file: string) => Source | undefined {
  const known = new Map<string, Source>();
  return (file) => {
    const text = texts.get(file);
    if (text === undefined) return undefined;
    const source = known.get(file) ?? {
      text,
      lines: lineTable(text),
      ...(shown === undefined ? {} : { shown }),
    };
    known.set(file, source);
    return source;
  };
}

/** A line, or a part of it, by offsets. */
interface Line {
  readonly start: number;
  /** Without the break. */
  readonly end: number;
}

function lineOf({ text, lines }: Source, line: number): Line {
  const start = lines[line - 1] ?? text.length;
  let end = lines[line] ?? text.length;
  while (end > start && /[\r\n]/.test(text.charAt(end - 1))) end--;
  return { start, end };
}

/** The text of a 1-based line, without its break and of at most `most` characters; empty past the end. */
export function lineAt(source: Source, line: number, most: number): string {
  const { start, end } = lineOf(source, line);
  return source.text.slice(start, Math.min(end, start + most));
}

export interface Excerpt {
  readonly line: string;
  /** Blanks and carets that stand below it. */
  readonly mark: string;
}

/** The excerpt of a place; a very long line is cut round the place, a place over several lines is marked to its first line's end. */
export function excerpt(source: Source, { range }: Place): Excerpt {
  const line = lineOf(source, range.start.line);
  const start = Math.min(line.start + range.start.column - 1, line.end);
  const last = range.end.line > range.start.line ? line.end : line.start + range.end.column - 1;
  const end = Math.max(start, Math.min(last, line.end));
  const before = shorten(source, line, { start: line.start, end: start }, WIDTH / 2, "start");
  const marked = shorten(source, line, { start, end }, WIDTH / 2, "end");
  const rest = Math.max(0, WIDTH - cells(before) - cells(marked));
  const after = shorten(source, line, { start: end, end: line.end }, rest, "end");
  return {
    line: before + marked + after,
    mark: " ".repeat(cells(before)) + "^".repeat(Math.max(1, cells(marked))),
  };
}

/** Characters on both sides of a part that decide how it is shown. */
const AROUND = 4000;

/** A part of a line, fit to be shown, in at most `width` characters; only what can be shown is looked at. */
function shorten(
  { text, shown }: Source,
  line: Line,
  part: Line,
  width: number,
  cut: "start" | "end",
): string {
  const start = cut === "start" ? Math.max(part.start, part.end - 2 * width) : part.start;
  const end = cut === "start" ? part.end : Math.min(part.end, part.start + 2 * width);
  const first = Math.max(line.start, start - AROUND);
  const near =
    shown === undefined
      ? text.slice(start, end)
      : shown(text.slice(first, Math.min(line.end, end + AROUND))).slice(start - first, end - first);
  const fit = printable(near, "one-line");
  if (near.length === part.end - part.start && fit.length <= width) return fit;
  return cut === "start" ? `…${fit.slice(-width)}` : `${fit.slice(0, width)}…`;
}

/** How many cells a terminal gives a text: none to combining marks, two to wide characters. */
function cells(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let sum = 0;
  for (const character of text) {
    if (/\p{Mn}|\ufe0f/u.test(character)) continue;
    sum += WIDE.test(character) ? 2 : 1;
  }
  return sum;
}

/** One cell a character. */
const PLAIN = /^[ -~]*$/;

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;
