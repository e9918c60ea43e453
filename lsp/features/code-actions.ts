/** Repairs and rewrites at a place. */
import type { Fix, Problem, TextEdit } from "../../compiler/problem.ts";
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
  const preferred = touched.flatMap(preferredFix)[0];
  const fixes = touched.flatMap((problem) =>
    problem.fixes.map(
      (fix): Action => ({
        title: fix.title,
        kind: "quickfix",
        edits: fix.edits,
        problem,
        preferred: fix === preferred,
      }),
    ),
  );
  return [...fixes, ...(await rewrites(view, touched, start, end))];
}

/**
 * The one that an editor may apply unasked; there is one at a place, and it never takes a statement away: whether a
 * grant or what makes it void is wrong is the author's to say.
 */
function preferredFix({ fixes }: Problem): readonly Fix[] {
  const [only, another] = fixes;
  if (only === undefined || another !== undefined || !only.safe) return [];
  return only.edits.every(({ text }) => text === "") ? [] : [only];
}
