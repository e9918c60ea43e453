/** Dotted names. */
import type { Name, Path } from "./ast-values.ts";

/** The path of a word with dots, whose text begins at offset `start`. */
export function wordPath(text: string, start: number): Path {
  const end = start + text.length;
  if (!text.includes("."))
    return { kind: "path", start, end, segments: [{ kind: "name", start, end, text }], text };
  const segments: Name[] = [];
  let at = start;
  for (const segment of text.split(".")) {
    segments.push({ kind: "name", start: at, end: at + segment.length, text: segment });
    at += segment.length + 1;
  }
  return { kind: "path", start, end, segments, text };
}
