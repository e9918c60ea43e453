/** Changes that a person asks for, and that repair nothing. */
import type { Problem } from "../../compiler/problem.ts";
import type { Action } from "../features/code-actions.ts";
import type { View } from "../view.ts";

/** Everything that can be rewritten in a range; `problems` are those that it touches. */
export async function rewrites(
  _view: View,
  _problems: readonly Problem[],
  _start: number,
  _end: number,
): Promise<readonly Action[]> {
  return [];
}
