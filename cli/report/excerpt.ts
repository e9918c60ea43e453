/** A line of source with a mark under the place, fit for a terminal. */
import { lineTable } from "../../compiler/source.ts";
import type { Place } from "./finding.ts";
import { printable } from "./printable.ts";

/** Cells of a terminal that an excerpt takes at most. */
const WIDTH = 110;

/** The text of a 1-based line, without its break; empty past the end. */
export function lineAt(text: string, line: number): string {
  const lines = lineTable(text);
  const start = lines[line - 1];
  if (start === undefined) return "";
  return text.slice(start, lines[line] ?? text.length).replace(/[\r\n]+$/, "");
}

export interface Excerpt {
  readonly line: string;
  /** Blanks and carets that stand below it. */
  readonly mark: string;
}

/** The excerpt of a place; a very long line is cut round the place, a place over several lines is marked to its first line's end. */
export function excerpt(text: string, { range }: Place): Excerpt {
  const whole = lineAt(text, range.start.line);
  const start = Math.min(range.start.column - 1, whole.length);
  const end = range.end.line > range.start.line ? whole.length : Math.min(range.end.column - 1, whole.length);
  const before = shorten(whole.slice(0, start), WIDTH / 2, "start");
  const marked = shorten(whole.slice(start, Math.max(end, start)), WIDTH / 2, "end");
  const after = shorten(
    whole.slice(Math.max(end, start)),
    Math.max(0, WIDTH - cells(before) - cells(marked)),
    "end",
  );
  return {
    line: before + marked + after,
    mark: " ".repeat(cells(before)) + "^".repeat(Math.max(1, cells(marked))),
  };
}

function shorten(raw: string, width: number, cut: "start" | "end"): string {
  // Only what can be shown is made printable: a line may be megabytes long.
  const near = cut === "start" ? raw.slice(-2 * width) : raw.slice(0, 2 * width);
  const text = printable(near, "one-line");
  if (near.length === raw.length && text.length <= width) return text;
  return cut === "start" ? `…${text.slice(-width)}` : `${text.slice(0, width)}…`;
}

/** How many cells a terminal gives a text: none to combining marks, two to wide characters. */
function cells(text: string): number {
  let sum = 0;
  for (const character of text) {
    if (/\p{Mn}|\ufe0f/u.test(character)) continue;
    sum += WIDE.test(character) ? 2 : 1;
  }
  return sum;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;
