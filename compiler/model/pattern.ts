/** What globs have to do with each other. */
import type { Pattern } from "./automaton.ts";
import { haveDisjointEnds, isLiteral, matches } from "./glob.ts";
import { findText } from "./language.ts";

export { isLiteral, matches };

/**
 * Whether everything that the glob matches is matched by one or another of the globs. Exact; a question over the
 * limit of states, which takes absurd globs, is answered with no.
 */
export function contains(globs: readonly string[], glob: string): boolean {
  if (globs.includes(glob) || globs.includes("*")) return true;
  if (isLiteral(glob)) return globs.some((one) => matches(one, glob));
  const rivals = globs.filter((one) => !isLiteral(one));
  if (rivals.length === 0) return false;
  return findText({ within: [[asGlob(glob)]], outside: globs.map(asGlob), shape: "text" }).kind === "empty";
}

/** Whether some text is matched by both. Exact; over the limit of states, yes. */
export function intersects(one: string, other: string): boolean {
  if (isLiteral(one)) return matches(other, one);
  if (isLiteral(other)) return matches(one, other);
  if (haveDisjointEnds(one, other)) return false;
  return findText({ within: [[asGlob(one)], [asGlob(other)]], outside: [], shape: "text" }).kind !== "empty";
}

/** The text as a pattern whose wildcards are wildcards. */
export function asGlob(text: string): Pattern {
  return { text, wildcard: true };
}
