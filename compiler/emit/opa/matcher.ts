/** Globs as the static module reads them. */
import type { ActionPattern } from "../../model/policy.ts";

/** The text itself, all texts that start so, or all that an RE2 expression matches. */
export type Matcher = { readonly is: string } | { readonly starts: string } | { readonly like: string };

/** A glob: `*` is any run of characters, `?` one code point, everything else itself. */
export function globMatcher(glob: string): Matcher {
  const first = glob.search(/[*?]/);
  if (first < 0) return { is: glob };
  if (/^\*+$/.test(glob.slice(first))) return { starts: glob.slice(0, first) };
  return { like: `^(?s:${glob.replace(/\*+|[^*]/gu, expression)})$` };
}

/** A pattern of actions; one without wildcards is itself, whatever characters it holds. */
export function actionMatcher({ text, wildcard }: ActionPattern): Matcher {
  return wildcard ? globMatcher(text) : { is: text };
}

function expression(piece: string): string {
  if (piece.startsWith("*")) return ".*";
  if (piece === "?") return ".";
  if (/^[\p{L}\p{N}/:_-]$/u.test(piece)) return piece;
  return `\\x{${(piece.codePointAt(0) ?? 0).toString(16)}}`;
}
