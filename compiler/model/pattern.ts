/** Globs (language reference, Declarations): `*` is any run of characters, `?` one code point, the rest is itself. */

import type { Pattern } from "./automaton.ts";
import { findText } from "./language.ts";

/** Whether the whole text matches. At most pattern × text steps: only the last `*` is ever tried again. */
export function matches(glob: string, text: string): boolean {
  let g = 0;
  let t = 0;
  let star = -1;
  let retry = 0;
  while (t < text.length) {
    const char = glob[g];
    if (char === "*") {
      star = g++;
      retry = t;
    } else if (char === "?") {
      g++;
      t = after(text, t);
    } else if (char !== undefined && char === text[t]) {
      g++;
      t++;
    } else if (star >= 0) {
      g = star + 1;
      retry = after(text, retry);
      t = retry;
    } else return false;
  }
  while (glob[g] === "*") g++;
  return g === glob.length;
}

function after(text: string, index: number): number {
  return index + ((text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1);
}

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

export function isLiteral(glob: string): boolean {
  return !glob.includes("*") && !glob.includes("?");
}

export function asGlob(text: string): Pattern {
  return { text, wildcard: true };
}

/** Whether the literal beginnings or the literal ends differ already: the quick answer for most pairs. */
export function haveDisjointEnds(one: string, other: string): boolean {
  for (let index = 0; ; index++) {
    const [a, b] = [one[index], other[index]];
    if (a === undefined || b === undefined || isWildcard(a) || isWildcard(b)) break;
    if (a !== b) return true;
  }
  for (let index = 1; ; index++) {
    const [a, b] = [one[one.length - index], other[other.length - index]];
    if (a === undefined || b === undefined || isWildcard(a) || isWildcard(b)) return false;
    if (a !== b) return true;
  }
}

function isWildcard(char: string): boolean {
  return char === "*" || char === "?";
}
