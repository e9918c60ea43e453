/** Applies the safe fixes of diagnostics to the files. */
import { join } from "node:path";
import type { Problem, TextEdit } from "../compiler/problem.ts";
import { writeWhole } from "./write-file.ts";

/**
 * Writes as many of the problems' safe fixes as do not touch each other, each whole or not at all; returns how many.
 * What is left is found again by the next check.
 */
export function applySafeFixes(
  root: string,
  texts: ReadonlyMap<string, string>,
  problems: readonly Problem[],
): number {
  const taken: TextEdit[] = [];
  let applied = 0;
  for (const problem of problems) {
    const fix = problem.fixes.find((candidate) => candidate.safe);
    if (fix === undefined || fix.edits.length === 0) continue;
    if (!fix.edits.every((edit) => texts.has(edit.span.file))) continue;
    if (fix.edits.some((edit) => taken.some((other) => touches(edit, other)))) continue;
    taken.push(...fix.edits);
    applied++;
  }
  for (const file of new Set(taken.map((edit) => edit.span.file))) {
    const edits = taken.filter((edit) => edit.span.file === file);
    writeWhole(join(root, file), applyEdits(texts.get(file) ?? "", edits));
  }
  return applied;
}

const touches = (left: TextEdit, right: TextEdit): boolean =>
  left.span.file === right.span.file &&
  left.span.start <= right.span.end &&
  right.span.start <= left.span.end;

/** The text with edits that do not overlap; a text of `\r\n` lines gets such lines. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ending = /\r\n/.test(text) ? "\r\n" : "\n";
  let result = text;
  for (const { span, text: inserted } of [...edits].sort((a, b) => b.span.start - a.span.start)) {
    const lines = inserted.replace(/\r?\n/g, ending);
    result = result.slice(0, span.start) + lines + result.slice(span.end);
  }
  return result;
}
