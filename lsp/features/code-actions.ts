/** Repairs and rewrites at a place. */
import type { Problem, TextEdit } from "../../compiler/problem.ts";
import { rewrites } from "../actions/rewrites.ts";
import type { View } from "../view.ts";

export interface Action {
  readonly title: string;
  readonly kind: "quickfix" | "refactor.extract" | "refactor.rewrite" | "source";
  readonly edits: readonly TextEdit[];
  /** What it repairs. */
  readonly problem?: Problem;
  readonly preferred?: boolean;
}

/** The fixes of the diagnostics that a range touches, and what can be rewritten there. */
export async function codeActions(view: View, start: number, end: number): Promise<readonly Action[]> {
  const { problems } = await view.whole();
  const touched = problems.filter(
    ({ span }) => span.file === view.path && span.start <= end && span.end >= start,
  );
  const fixes = touched.flatMap((problem) =>
    problem.fixes.map(
      (fix): Action => ({
        title: fix.title,
        kind: "quickfix",
        edits: fix.edits,
        problem,
        preferred: problem.fixes.length === 1 && fix.safe,
      }),
    ),
  );
  return [...fixes, ...(await rewrites(view, touched, start, end))];
}
