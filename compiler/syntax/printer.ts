/**
 * The formatter: a tree to its canonical text. Tokens and comments are those of the file, only what stands between
 * them is made anew, so nothing can be lost or doubled, and the tree stays the same.
 *
 * - A statement a line, two blanks of indentation a block, at most one empty line where there were some.
 * - A block that is written on one line stays on it if it fits; two blanks stand between its members.
 * - Settings that follow each other are aligned after their keywords, actions at their braces.
 * - A statement that does not fit is broken before its modifiers, then after commas and before `and` and `or`.
 * - The file keeps its BOM and its kind of line ends (that of its first line), and ends with a line end.
 */
import type { SourceFile } from "./ast.ts";
import { type Chunk, chunksOf, flat, flatStatement } from "./chunks.ts";
import { layoutOf, type Piece, type Remark, type Statement } from "./layout.ts";
import type { Marks } from "./marks.ts";

/** Characters that a line should not pass. */
const WIDTH = 110;
const STEP = "  ";
/** What a broken statement goes on with. */
const CONTINUATION = "    ";

/** The canonical text of a file without syntax errors; one with them should be left as it is. */
export function print(file: SourceFile): string {
  const { statements, rest, marks } = layoutOf(file);
  const lines: Lines = { done: [], line: "", closed: false };
  printStatements(lines, statements, "", marks);
  printRemarks(lines, rest, "");
  endLine(lines);
  const lineEnd = /\r\n|\r|\n/.exec(file.text)?.[0] === "\r\n" ? "\r\n" : "\n";
  const text = lines.done.map((line) => `${line}\n`).join("");
  return (file.text.startsWith("\ufeff") ? "\ufeff" : "") + text.replaceAll("\n", lineEnd);
}

/** Lines under construction; `closed` says that the present one ends with a `//` comment. */
interface Lines {
  readonly done: string[];
  line: string;
  closed: boolean;
}

function endLine(lines: Lines): void {
  if (lines.line !== "") lines.done.push(lines.line);
  lines.line = "";
  lines.closed = false;
}

/** An empty line, unless nothing or a block's `{` stands before it. */
function emptyLine(lines: Lines, first: boolean): void {
  endLine(lines);
  if (!first && lines.done.length > 0 && lines.done.at(-1) !== "") lines.done.push("");
}

function add(lines: Lines, text: string, gap: string, indent: string): void {
  if (lines.closed) endLine(lines);
  lines.line += lines.line === "" ? indent + text : gap + text;
  lines.closed = text.startsWith("//");
}

/** Comments between statements; `first` says that the block begins with them. */
function printRemarks(lines: Lines, remarks: readonly Remark[], indent: string, first = false): void {
  for (const [index, remark] of remarks.entries()) {
    if (remark.blankBefore) emptyLine(lines, first && index === 0);
    else if (remark.breakBefore) endLine(lines);
    add(lines, remark.text, " ", indent);
  }
}

function printStatements(lines: Lines, statements: readonly Statement[], indent: string, marks: Marks): void {
  const pads = paddings(statements, indent, marks);
  for (const [index, statement] of statements.entries()) {
    const first = firstPiece(statement);
    if (first !== undefined) startStatement(lines, first, indent, index === 0);
    printStatement(lines, statement, indent, pads[index] ?? 0, marks);
  }
}

const firstPiece = (statement: Statement): Piece | undefined => statement.pieces[0] ?? statement.block?.open;

/** The comments before a statement, and a new line for it unless a comment stands before it there. */
function startStatement(lines: Lines, piece: Piece, indent: string, first: boolean): void {
  const own = piece.remarks.findIndex((remark) => remark.breakBefore);
  const trailing = own < 0 ? piece.remarks : piece.remarks.slice(0, own);
  printRemarks(lines, trailing, indent, first);
  const others = own < 0 ? [] : piece.remarks.slice(own);
  printRemarks(lines, others, indent, first);
  const beside = others.at(-1)?.breakAfter === false;
  if (piece.blankBefore) emptyLine(lines, first && piece.remarks.length === 0);
  else if (!beside) endLine(lines);
}

function printStatement(lines: Lines, statement: Statement, indent: string, pad: number, marks: Marks): void {
  const { block } = statement;
  const whole = flatStatement(statement, marks);
  const fits = whole !== undefined && indent.length + whole.length <= WIDTH;
  const pieces = block === undefined ? statement.pieces : [...statement.pieces, block.open];
  const chunks = padded(chunksOf(pieces, marks), statement, pad, marks);
  printChunks(lines, chunks, indent, fits);
  if (block === undefined) return;
  if (fits) {
    const head = flat(chunksOf(pieces, marks)) ?? "";
    add(lines, whole.slice(head.length), "", indent);
    return;
  }
  printStatements(lines, block.statements, indent + STEP, marks);
  const own = block.close.remarks.findIndex((remark) => remark.breakBefore);
  printRemarks(lines, block.close.remarks, indent + STEP, own === 0 && block.statements.length === 0);
  endLine(lines);
  add(lines, block.close.text, "", indent);
}

function printChunks(lines: Lines, chunks: readonly Chunk[], indent: string, fits: boolean): void {
  const onOneLine = flat(chunks);
  const broken = !fits && (onOneLine === undefined || indent.length + onOneLine.length > WIDTH);
  for (const [index, chunk] of chunks.entries()) {
    const soft =
      broken &&
      (chunk.breaks === "modifier" ||
        (chunk.breaks === "item" && columnOf(lines.line) + unbroken(chunks, index) > WIDTH));
    if (index > 0 && (chunk.hard || soft)) endLine(lines);
    add(lines, chunk.text, index === 0 ? " " : chunk.gap, index === 0 ? indent : indent + CONTINUATION);
  }
}

const columnOf = (line: string): number => line.length - (line.lastIndexOf("\n") + 1);

/** How long the chunks from `index` on are up to where the line may be broken again. */
function unbroken(chunks: readonly Chunk[], index: number): number {
  let length = 0;
  for (let at = index; at < chunks.length; at++) {
    const chunk = chunks[at];
    if (chunk === undefined || (at > index && (chunk.hard || chunk.breaks !== "never"))) break;
    length += chunk.gap.length + chunk.text.length;
  }
  return length;
}

/** Chunks with the blanks that align them: after the keyword, or before an action's brace. */
function padded(chunks: readonly Chunk[], statement: Statement, pad: number, marks: Marks): readonly Chunk[] {
  const start = firstPiece(statement)?.start ?? -1;
  const at = marks.aligned.get(start) === "action" ? chunks.length - 1 : 1;
  if (pad === 0) return chunks;
  return chunks.map((chunk, index) =>
    index === at ? { ...chunk, gap: chunk.gap + " ".repeat(pad) } : chunk,
  );
}

/** How many blanks align each statement with its neighbours of the same kind, as far as each is on one line. */
function paddings(statements: readonly Statement[], indent: string, marks: Marks): readonly number[] {
  const pads: number[] = statements.map(() => 0);
  let from = 0;
  while (from < statements.length) {
    const widths = [];
    let to = from;
    for (; to < statements.length; to++) {
      const width = alignedWidth(statements[to], indent, marks);
      if (width === undefined || (to > from && !continues(statements[from], statements[to], marks))) break;
      widths.push(width);
    }
    const widest = Math.max(0, ...widths);
    for (const [index, width] of widths.entries()) pads[from + index] = widest - width;
    from = Math.max(to, from + 1);
  }
  return pads;
}

/** How wide the part of a statement is after which its kind is aligned; `undefined` where it is not. */
function alignedWidth(statement: Statement | undefined, indent: string, marks: Marks): number | undefined {
  const first = statement?.pieces[0];
  if (statement === undefined || first === undefined) return undefined;
  const kind = marks.aligned.get(first.start);
  const whole = kind === undefined ? undefined : flatStatement(statement, marks);
  if (whole === undefined || indent.length + whole.length > WIDTH) return undefined;
  return kind === "action" ? flat(chunksOf(statement.pieces, marks))?.length : first.text.length;
}

/** Whether a statement is of the same kind as the one that a group begins with, and nothing stands between. */
function continues(group: Statement | undefined, statement: Statement | undefined, marks: Marks): boolean {
  const [before, after] = [group?.pieces[0], statement?.pieces[0]];
  if (before === undefined || after === undefined || after.blankBefore) return false;
  return (
    marks.aligned.get(before.start) === marks.aligned.get(after.start) &&
    !after.remarks.some((remark) => remark.breakBefore)
  );
}
