/** Open documents: their texts by URI, changed piece by piece. */
import type { Encoding } from "./client.ts";
import { type LineColumn, linesOf, offsetOf } from "./positions.ts";

export interface OpenDocument {
  readonly text: string;
  readonly version: number;
}

export interface Change {
  readonly range?: { readonly start: LineColumn; readonly end: LineColumn };
  readonly text: string;
}

/** The text after changes that each build on the one before. */
export function applyChanges(text: string, changes: readonly Change[], encoding: Encoding): string {
  let result = text;
  for (const { range, text: fresh } of changes) {
    if (range === undefined) {
      result = fresh;
      continue;
    }
    const lines = linesOf(result);
    const [a, b] = [offsetOf(lines, range.start, encoding), offsetOf(lines, range.end, encoding)];
    result = result.slice(0, Math.min(a, b)) + fresh + result.slice(Math.max(a, b));
  }
  return result;
}
