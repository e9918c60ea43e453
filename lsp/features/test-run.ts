/** One test, run because a person asked for it. */
import { textOf } from "../completion/names.ts";
import type { View } from "../view.ts";
import { testResult } from "./code-lens.ts";

export interface Ran {
  readonly kind: "passed" | "failed";
  /** One line for the person: the test's title, what came of it, and of a failed one the first reason. */
  readonly message: string;
}

/** The test whose declaration is around an offset; `undefined` where there is none. */
export async function runTestAt(view: View, offset: number): Promise<Ran | undefined> {
  const test = view.file.declarations.find(
    ({ kind, start, end }) => kind === "test" && start <= offset && offset <= end,
  );
  if (test === undefined) return undefined;
  const checked = await view.whole();
  const result = testResult(checked, view.path, test);
  const title = textOf(test.title) ?? "test";
  const why = checked.problems.find(
    ({ span, severity }) =>
      severity === "error" && span.file === view.path && test.start <= span.start && span.end <= test.end,
  );
  return {
    kind: result.startsWith("passes") ? "passed" : "failed",
    message: `${title}: ${result}${why === undefined ? "" : `. ${why.message}`}`.replace(
      /[\p{Cc}\s]+/gu,
      " ",
    ),
  };
}
