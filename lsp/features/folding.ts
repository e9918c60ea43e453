/** What can be folded: declarations and their blocks, runs of comments, the `use` lines. */
import type { SourceFile } from "../../compiler/syntax/ast.ts";

export interface Fold {
  readonly start: number;
  readonly end: number;
  readonly kind?: "comment" | "imports";
}

/** In file order; those on one line too, which the caller leaves out. */
export function folds(file: SourceFile): readonly Fold[] {
  const found: Fold[] = [];
  for (const one of file.declarations) {
    found.push({ start: one.keyword.start, end: one.end });
    if (one.docSpan !== undefined)
      found.push({ start: one.docSpan.start, end: one.docSpan.end, kind: "comment" });
    if (one.kind === "service")
      for (const member of one.members)
        if (member.kind === "action-declaration") found.push({ start: member.start, end: member.end });
    if (one.kind === "agent" || one.kind === "profile")
      for (const member of one.members) found.push({ start: member.start, end: member.end });
  }
  const [first] = file.uses;
  const last = file.uses.at(-1);
  if (first !== undefined && last !== undefined && first !== last)
    found.push({ start: first.start, end: last.end, kind: "imports" });
  let run: { start: number; end: number } | undefined;
  for (const { start, end } of file.comments) {
    if (run !== undefined && /^\r?\n?[ \t]*$/.test(file.text.slice(run.end, start))) run.end = end;
    else {
      if (run !== undefined) found.push({ ...run, kind: "comment" });
      run = { start, end };
    }
  }
  if (run !== undefined) found.push({ ...run, kind: "comment" });
  return found.sort((a, b) => a.start - b.start);
}
