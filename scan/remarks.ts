/** Comments that speak to Remit. */
import type { Remark } from "./facts.ts";

/** `#` for Python, YAML, TOML; `//` for the languages with C's comments; both for HCL; `<!--` for Markdown and XML. */
export type CommentStyle = "#" | "//" | "#//" | "<!--";

const patterns: Readonly<Record<CommentStyle, RegExp>> = {
  "#": /#[ \t]*remit(?=[:-])([^\r\n]*)/g,
  "//": /(?:\/\/|\/?\*)[ \t]*remit(?=[:-])([^\r\n]*)/g,
  "#//": /(?:#|\/\/|\/?\*)[ \t]*remit(?=[:-])([^\r\n]*)/g,
  "<!--": /<!--[ \t]*remit(?=[:-])([^\r\n]*)/g,
};

/** The remarks of a text, in its order. Texts without the word cost one search. */
export function remarksIn(text: string, style: CommentStyle): readonly Remark[] {
  if (!text.includes("remit")) return [];
  return [...text.matchAll(patterns[style])].map((match) => ({
    extent: { at: match.index, end: match.index + match[0].length },
    text: (match[1] ?? "").replace(/(?:\*\/|-->).*$/, "").trim(),
    ...(isBehind(text, match.index) ? { trails: true as const } : {}),
  }));
}

/** The remarks of a page: comments of Markdown, and those of YAML in its front matter. */
export function remarksOfPage(text: string): readonly Remark[] {
  if (!text.includes("remit")) return [];
  const front = /^\uFEFF?---[ \t]*\r?\n[\s\S]*?^---[ \t]*$/m.exec(text)?.[0] ?? "";
  const pages = remarksIn(text, "<!--");
  return [...remarksIn(front, "#"), ...pages.filter(({ extent }) => extent.at >= front.length)];
}

/** Whether anything stands before this place on its line. */
function isBehind(text: string, at: number): boolean {
  for (let index = at - 1; index >= 0; index--) {
    const character = text.charAt(index);
    if (character === "\n" || character === "\r") return false;
    if (character !== " " && character !== "\t" && character !== "\ufeff") return true;
  }
  return false;
}
