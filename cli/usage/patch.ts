/** Edits of several files as a unified diff, which `git apply` and `patch` take. */
import type { TextEdit } from "../../compiler/problem.ts";
import type { SourceFile } from "../../compiler/syntax/ast.ts";
import { applyEdits } from "../fixing.ts";

const context = 3;

/** The diff from the files to what the edits make of them; empty where there are none. `shown` gives a file's path in it. */
export function unifiedDiff(
  files: readonly SourceFile[],
  edits: readonly TextEdit[],
  shown: (file: string) => string,
): string {
  return files
    .map((file) => {
      const mine = edits.filter((edit) => edit.span.file === file.path);
      return mine.length === 0
        ? ""
        : fileDiff(shown(file.path), file.text, applyEdits(file.text, mine), mine);
    })
    .join("");
}

/** Changed stretches of lines, from the edits themselves: what lies between two edits is the same on both sides. */
function fileDiff(path: string, before: string, after: string, edits: readonly TextEdit[]): string {
  const old = linesOf(before);
  const fresh = linesOf(after);
  const hunks = merged(
    edits.map(
      (edit) =>
        [
          lineAt(before, edit.span.start),
          lineAt(before, Math.max(edit.span.end - 1, edit.span.start)),
        ] as const,
    ),
    old.length,
  );
  let out = `--- a/${path}\n+++ b/${path}\n`;
  let shift = 0;
  for (const [first, last] of hunks) {
    const start = Math.max(first - context, 0);
    const end = Math.min(last + context + 1, old.length);
    const delta = deltaOf(before, edits, first, last);
    const oldPart = old.slice(start, end);
    const newPart = fresh.slice(start + shift, end + shift + delta);
    out += `@@ -${start + 1},${oldPart.length} +${start + shift + 1},${newPart.length} @@\n`;
    const head = first - start;
    const tail = end - (last + 1);
    out += oldPart
      .slice(0, head)
      .map((line) => ` ${line}`)
      .join("");
    out += oldPart
      .slice(head, oldPart.length - tail)
      .map((line) => `-${line}`)
      .join("");
    out += newPart
      .slice(head, newPart.length - tail)
      .map((line) => `+${line}`)
      .join("");
    out += oldPart
      .slice(oldPart.length - tail)
      .map((line) => ` ${line}`)
      .join("");
    shift += delta;
  }
  return out;
}

/** Lines with their ends; a last one without gets git's remark. */
function linesOf(text: string): readonly string[] {
  const lines = text.split(/(?<=\n)/);
  return lines
    .map((line, index) =>
      index === lines.length - 1 && !line.endsWith("\n") ? `${line}\n\\ No newline at end of file\n` : line,
    )
    .filter((line) => line !== "\n\\ No newline at end of file\n");
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split("\n").length - 1;

function merged(
  ranges: readonly (readonly [number, number])[],
  count: number,
): readonly (readonly [number, number])[] {
  const list: [number, number][] = [];
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const previous = list.at(-1);
    if (previous !== undefined && first <= previous[1] + 2 * context)
      previous[1] = Math.max(previous[1], last);
    else list.push([first, Math.min(last, count - 1)]);
  }
  return list;
}

/** Lines that the edits within a stretch add or take. */
function deltaOf(before: string, edits: readonly TextEdit[], first: number, last: number): number {
  const ends = (text: string): number => text.split("\n").length - 1;
  return edits
    .filter((edit) => lineAt(before, edit.span.start) >= first && lineAt(before, edit.span.start) <= last)
    .reduce((sum, edit) => sum + ends(edit.text) - ends(before.slice(edit.span.start, edit.span.end)), 0);
}
