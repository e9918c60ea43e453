/** Lines and columns of the protocol: both from 0, columns in the units that client and server agreed on. */
import { type LineTable, lineTable } from "../compiler/source.ts";
import type { Encoding } from "./client.ts";

export interface LineColumn {
  readonly line: number;
  readonly character: number;
}

/** A text with its lines. */
export interface Lines {
  readonly text: string;
  readonly starts: LineTable;
}

export function linesOf(text: string): Lines {
  return { text, starts: lineTable(text) };
}

/** The place of an offset; one outside of the text is its nearest end. */
export function positionOf({ text, starts }: Lines, offset: number, encoding: Encoding): LineColumn {
  const at = Math.max(0, Math.min(offset, text.length));
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  const start = starts[low] ?? 0;
  if (encoding === "utf-16") return { line: low, character: at - start };
  let character = 0;
  for (let index = start; index < at; ) {
    const code = text.codePointAt(index) ?? 0;
    character += unitsOf(code, encoding);
    index += code > 0xffff ? 2 : 1;
  }
  return { line: low, character };
}

/** The offset of a place; a line past the text is its end, a column past a line the line's end. */
export function offsetOf({ text, starts }: Lines, place: LineColumn, encoding: Encoding): number {
  const start = starts[Math.max(0, place.line)];
  if (start === undefined) return text.length;
  let end = starts[place.line + 1] ?? text.length;
  while (end > start && isLineEnd(text.charCodeAt(end - 1))) end--;
  const column = Math.max(0, place.character);
  if (encoding === "utf-16") return Math.min(start + column, end);
  let left = column;
  let index = start;
  while (index < end && left > 0) {
    const code = text.codePointAt(index) ?? 0;
    left -= unitsOf(code, encoding);
    // A column inside of a character is its beginning.
    if (left < 0) break;
    index += code > 0xffff ? 2 : 1;
  }
  return Math.min(index, end);
}

const isLineEnd = (code: number): boolean => code === 10 || code === 13;

function unitsOf(code: number, encoding: Encoding): number {
  if (encoding === "utf-32") return 1;
  if (encoding === "utf-16") return code > 0xffff ? 2 : 1;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
