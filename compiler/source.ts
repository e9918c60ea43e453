/** A half-open range of UTF-16 offsets in one file. Lines and columns exist only in reports and in `lsp/convert.ts`. */
export interface Span {
  /** Path relative to the workspace, with `/`. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** A place as people read it: both 1-based, the column in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The offsets at which the lines of a text begin; `\n`, `\r\n` and a lone `\r` end a line. */
export type LineTable = readonly number[];

export function lineTable(text: string): LineTable {
  const starts = [0];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === 10 || (unit === 13 && text.charCodeAt(index + 1) !== 10)) starts.push(index + 1);
  }
  return starts;
}

/** The 1-based line and column of an offset; an offset past the text is the last line's. */
export function positionAt(lines: LineTable, offset: number): Position {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (lines[low] ?? 0) + 1 };
}
