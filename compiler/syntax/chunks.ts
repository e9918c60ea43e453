/** A statement as chunks of text between which a line may or must be broken. */
import type { Piece, Remark, Statement } from "./layout.ts";
import type { Marks } from "./marks.ts";

export interface Chunk {
  readonly text: string;
  /** What stands before it where the line is not broken. */
  readonly gap: string;
  /** Where the line may be broken before it: a modifier sooner than an item of a list or condition. */
  readonly breaks: "never" | "item" | "modifier";
  /** The line must be broken before it. */
  readonly hard: boolean;
}

/** The chunks of pieces; comments before the first of them are somebody else's. */
export function chunksOf(pieces: readonly Piece[], marks: Marks): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (const [index, piece] of pieces.entries()) {
    const before = pieces[index - 1];
    let breaks = before === undefined ? "never" : breaksBefore(before, piece, pieces[index + 1], marks);
    let gap = before === undefined ? "" : gapBetween(before, piece, marks);
    let hard = false;
    const remarks = before === undefined ? [] : piece.remarks;
    // Where a comment ends the line, it stays where it is; else it goes on with the piece.
    if (remarks.some((remark) => remark.breakAfter)) breaks = "never";
    for (const remark of remarks) {
      chunks.push({ text: remark.text, gap: " ", breaks, hard: hard || remark.breakBefore });
      breaks = "never";
      gap = " ";
      hard = remark.breakAfter;
    }
    chunks.push({ text: piece.text, gap, breaks, hard });
  }
  return chunks;
}

/** The chunks on one line, or `undefined` where they have to be broken. */
export function flat(chunks: readonly Chunk[]): string | undefined {
  if (chunks.some((chunk) => chunk.hard || chunk.text.includes("\n") || chunk.text.startsWith("//")))
    return undefined;
  return chunks.map((chunk, index) => (index === 0 ? chunk.text : chunk.gap + chunk.text)).join("");
}

/** A comment as a chunk of its own. */
export function remarkText(remarks: readonly Remark[]): string | undefined {
  return flat(
    remarks.map(({ text, breakAfter, breakBefore }) => ({
      text,
      gap: " ",
      breaks: "never",
      hard: breakAfter || breakBefore,
    })),
  );
}

function breaksBefore(before: Piece, piece: Piece, after: Piece | undefined, marks: Marks): Chunk["breaks"] {
  if (marks.modifiers.has(piece.start)) return "modifier";
  if (after !== undefined && marks.reasons.has(after.start)) return "modifier";
  if (before.text === ",") return "item";
  return after !== undefined && marks.operands.has(after.start) ? "item" : "never";
}

function gapBetween(before: Piece, piece: Piece, marks: Marks): string {
  if (piece.text === "," || piece.text === ")" || piece.text === "]" || piece.text === "..") return "";
  if (before.text === "(" || before.text === "[" || before.text === "..") return "";
  return piece.text === "(" && marks.calls.has(before.end) ? "" : " ";
}

/** A statement with its block on one line, if it is short of comments that end lines and was written so. */
export function flatStatement(statement: Statement, marks: Marks): string | undefined {
  const { block } = statement;
  const head = flat(
    chunksOf(block === undefined ? statement.pieces : [...statement.pieces, block.open], marks),
  );
  if (block === undefined || head === undefined) return head;
  const close = remarkText(block.close.remarks);
  if (close === undefined || (block.statements.length > 0 && !block.oneLine)) return undefined;
  let inner = "";
  for (const member of block.statements) {
    const first = member.pieces[0] ?? member.block?.open;
    const remark = remarkText(first?.remarks ?? []);
    const text = flatStatement(member, marks);
    if (remark === undefined || text === undefined) return undefined;
    inner += `${inner === "" ? " " : "  "}${remark === "" ? "" : `${remark} `}${text}`;
  }
  return `${head}${inner}${close === "" ? "" : ` ${close}`} }`;
}
