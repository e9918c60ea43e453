/** Globs (language reference, Declarations): `*` is any run of characters, `?` one code point, the rest is itself. */

/** Whether the whole text matches. At most pattern × text steps: only the last `*` is ever tried again. */
export function matches(glob: string, text: string): boolean {
  return reads(glob, text, "?*");
}

/**
 * Whether the one glob's wildcards take in the other glob as it is written: then all that the other matches, it
 * matches, too. Where not, it may still do so.
 */
export function absorbs(glob: string, other: string): boolean {
  return reads(glob, other, "?");
}

/** `single`: where it lacks `*`, a `?` of the glob does not take one. */
function reads(glob: string, text: string, single: "?" | "?*"): boolean {
  let g = 0;
  let t = 0;
  let star = -1;
  let retry = 0;
  while (t < text.length) {
    const char = glob[g];
    if (char === "*") {
      star = g++;
      retry = t;
    } else if (char === "?" && (single === "?*" || text[t] !== "*")) {
      g++;
      t = after(text, t);
    } else if (char !== undefined && char !== "?" && char === text[t]) {
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

/** Whether the glob holds no wildcard, so that it matches itself alone. */
export function isLiteral(glob: string): boolean {
  return !glob.includes("*") && !glob.includes("?");
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
