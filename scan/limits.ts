/** How large a text may be to be read. What is larger is told, never read in part. */
import type { Language } from "./facts.ts";

/** Larger files are not opened. Bytes. */
export const sizeLimit = 4 * 1024 * 1024;

/** Longer texts are not parsed: no person writes such code, and a tree takes some hundred times its text. UTF-16 units. */
export const parsedLimit = 1280 * 1024;

/** Formats of data, and those that are read piece by piece, may be as large as any file. */
const data: ReadonlySet<Language> = new Set<Language>(["json", "markdown"]);

/** A parser that spends more on one text is stopped. Milliseconds; the longest text in good faith takes a fifth. */
export const parseLimit = 2000;

/** Memory of the parsers' runtime, in bytes; a text that needs more is not read. */
export const memoryLimit = 224 * 1024 * 1024;

/** Brackets in brackets: deeper texts are not given to a parser, whose memory grows with them. */
export const bracketLimit = 1000;

/** More grants of one file are not kept, and that is told. */
export const mostGrants = 5000;

export const tooLarge = "It is too large to be read.";

export const tooHard = "Parsing it takes too much: it is nested too deeply, or broken for too long.";

/** Whether a text is too long for the reader of its language. A notebook is data, and limits its code itself. */
export function isTooLong(path: string, language: Language, text: string): boolean {
  return text.length > parsedLimit && !data.has(language) && !path.endsWith(".ipynb");
}
