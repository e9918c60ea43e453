/** The canonical form, of a file or of the lines that a range or a closing brace touches. */
import type { TextEdit } from "../../compiler/problem.ts";
import { parse } from "../../compiler/syntax/parser.ts";
import { print } from "../../compiler/syntax/printer.ts";

/** The edits that bring a file into canonical form; none where it is, or where it has syntax errors. */
export function format(path: string, text: string): readonly TextEdit[] {
  const { file, problems } = parse(path, text);
  if (problems.some(({ code }) => code === "syntax" || code === "too-complex")) return [];
  const printed = print(file);
  return printed === text ? [] : changedLines(path, text, printed);
}

/** Those of the edits that lie in the declarations that a range touches. */
export function formatRange(path: string, text: string, start: number, end: number): readonly TextEdit[] {
  const { file } = parse(path, text);
  const touched = file.declarations.filter((one) => one.start <= end && one.end >= start);
  const from = Math.min(start, ...touched.map((one) => one.docSpan?.start ?? one.start));
  const last = Math.max(end, ...touched.map((one) => one.end));
  // Edits are of whole lines.
  const to = last + (/^[^\r\n]*(?:\r\n|\r|\n)?/.exec(text.slice(last))?.[0].length ?? 0);
  return format(path, text).filter(({ span }) => span.start >= from && span.end <= to);
}

/** After a `}` was typed: the declaration that it ends. */
export function formatOnType(path: string, text: string, offset: number): readonly TextEdit[] {
  if (text[offset - 1] !== "}") return [];
  const { file } = parse(path, text);
  const closed = file.declarations.find((one) => one.end === offset);
  return closed === undefined ? [] : formatRange(path, text, closed.start, closed.end);
}

/** More lines than this are not compared one by one. */
const MOST_COMPARED = 4000;

/** The lines that differ, so that cursors and marks of the others stay where they are. */
function changedLines(path: string, text: string, printed: string): readonly TextEdit[] {
  const [old, fresh] = [linesWithEnds(text), linesWithEnds(printed)];
  let first = 0;
  while (first < old.length && first < fresh.length && old[first] === fresh[first]) first++;
  let [oldEnd, freshEnd] = [old.length, fresh.length];
  while (oldEnd > first && freshEnd > first && old[oldEnd - 1] === fresh[freshEnd - 1]) {
    oldEnd--;
    freshEnd--;
  }
  const edits: TextEdit[] = [];
  let offset = old.slice(0, first).join("").length;
  const replace = (from: number, to: number, lines: readonly string[]): void => {
    const length = old.slice(from, to).join("").length;
    edits.push({ span: { file: path, start: offset, end: offset + length }, text: lines.join("") });
    offset += length;
  };
  const [a, b] = [old.slice(first, oldEnd), fresh.slice(first, freshEnd)];
  if (a.length > MOST_COMPARED || b.length > MOST_COMPARED) {
    replace(first, oldEnd, b);
    return edits;
  }
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && a[i] === b[j]) {
      offset += a[i]?.length ?? 0;
      i++;
      j++;
      continue;
    }
    const [nextOld, nextFresh] = nextSame(a, b, i, j);
    replace(first + i, first + nextOld, b.slice(j, nextFresh));
    i = nextOld;
    j = nextFresh;
  }
  return edits;
}

/** Where the two meet again on a line that is not empty, the nearest first. */
function nextSame(
  a: readonly string[],
  b: readonly string[],
  i: number,
  j: number,
): readonly [number, number] {
  const reach = 40;
  for (let distance = 1; distance < 2 * reach; distance++)
    for (let skip = 0; skip <= distance; skip++) {
      const [x, y] = [i + skip, j + distance - skip];
      const line = a[x];
      if (line !== undefined && line.trim() !== "" && line === b[y]) return [x, y];
    }
  return [a.length, b.length];
}

const linesWithEnds = (text: string): readonly string[] =>
  text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
