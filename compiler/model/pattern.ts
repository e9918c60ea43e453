/** What globs have to do with each other. */
import type { Pattern } from "./automaton.ts";
import { absorbs, haveDisjointEnds, isLiteral, matches } from "./glob.ts";
import { findText } from "./language.ts";

export { isLiteral, matches };

/**
 * Whether everything that the glob matches is matched by one or another of the globs. Exact; a question over the
 * limit of states, which takes absurd globs, is answered with no.
 */
export function contains(globs: readonly string[], glob: string): boolean {
  if (isLiteral(glob)) return globs.some((one) => matches(one, glob));
  if (globs.some((one) => absorbs(one, glob))) return true;
  const some = glob.replace(/[*?]/g, "x");
  if (!globs.some((one) => matches(one, some))) return false;
  return findText({ within: [[asGlob(glob)]], outside: globs.map(asGlob), shape: "text" }).kind === "empty";
}

/** Whether some text is matched by both. Exact; over the limit of states, yes. */
export function intersects(one: string, other: string): boolean {
  if (isLiteral(one)) return matches(other, one);
  if (isLiteral(other)) return matches(one, other);
  if (haveDisjointEnds(one, other)) return false;
  if (absorbs(one, other) || absorbs(other, one)) return true;
  return findText({ within: [[asGlob(one)], [asGlob(other)]], outside: [], shape: "text" }).kind !== "empty";
}

/** The text as a pattern whose wildcards are wildcards. */
export function asGlob(text: string): Pattern {
  return { text, wildcard: true };
}
