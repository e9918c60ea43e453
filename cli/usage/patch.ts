/** Edits of several files as a unified diff, which `git apply` and `patch` take. */
import { formatPatch, structuredPatch } from "diff";
import type { TextEdit } from "../../compiler/problem.ts";
import type { SourceFile } from "../../compiler/syntax/ast.ts";
import { applyEdits } from "../fixing.ts";

/** The diff from the files to what the edits make of them; empty where there are none. */
export function unifiedDiff(files: readonly SourceFile[], edits: readonly TextEdit[]): string {
  return files
    .flatMap((file) => {
      const mine = edits.filter((edit) => edit.span.file === file.path);
      if (mine.length === 0) return [];
      const patch = structuredPatch(
        `a/${file.path}`,
        `b/${file.path}`,
        file.text,
        applyEdits(file.text, mine),
        undefined,
        undefined,
        { context: 3 },
      );
      return [formatPatch(patch).replace(/^=+\n/, "")];
    })
    .join("");
}
