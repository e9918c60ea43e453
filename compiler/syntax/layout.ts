/**
 * A file as the printer sees it: statements, which are runs of tokens with the comments between them and perhaps a
 * block of further statements at the end. Every token and every comment is in exactly one place.
 */
import type { IToken } from "chevrotain";
import type { Comment, SourceFile } from "./ast.ts";
import { lex } from "./lexer.ts";
import { type Marks, marksOf } from "./marks.ts";
import * as T from "./tokens.ts";

export interface Remark {
  readonly text: string;
  /** Ends its line: a `//` comment, or a block comment after which a line ends. */
  readonly breakAfter: boolean;
  /** Begins its line. */
  readonly breakBefore: boolean;
  /** An empty line stands before it. */
  readonly blankBefore: boolean;
}

export interface Piece {
  /** As written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The comments before it. */
  readonly remarks: readonly Remark[];
  readonly blankBefore: boolean;
}

export interface Statement {
  readonly pieces: readonly Piece[];
  readonly block?: Block;
}

export interface Block {
  readonly open: Piece;
  readonly statements: readonly Statement[];
  readonly close: Piece;
  /** Written on one line. */
  readonly oneLine: boolean;
}

export interface Layout {
  readonly statements: readonly Statement[];
  /** The comments after the last token. */
  readonly rest: readonly Remark[];
  readonly marks: Marks;
}

export function layoutOf(file: SourceFile): Layout {
  const { tokens, comments } = lex(file.path, file.text);
  const marks = marksOf(file);
  const reader = { pieces: pieces(file.text, tokens, comments), at: 0, marks, text: file.text };
  const statements: Statement[] = [];
  while (reader.at < reader.pieces.length) statements.push(statement(reader));
  const last = tokens.at(-1);
  const end = last === undefined ? 0 : (last.endOffset ?? 0) + 1;
  return {
    statements,
    rest: remarks(
      file.text,
      end,
      file.text.length,
      comments.filter((comment) => comment.start >= end),
    ),
    marks,
  };
}

interface Reader {
  readonly pieces: readonly Piece[];
  readonly marks: Marks;
  readonly text: string;
  at: number;
}

/** Blocks inside one another; well-formed files need three, and broken ones must not exhaust the stack. */
const DEEPEST = 10;

/** Reads at least one piece. A `}` that closes nothing counts as one, so that broken files lose nothing either. */
function statement(reader: Reader, depth = 0): Statement {
  const head: Piece[] = [];
  for (;;) {
    const piece = reader.pieces[reader.at];
    if (piece === undefined) return { pieces: head };
    if (head.length > 0 && (piece.text === "}" || reader.marks.statements.has(piece.start)))
      return { pieces: head };
    reader.at++;
    if (piece.text !== "{" || depth === DEEPEST) {
      head.push(piece);
      continue;
    }
    const statements: Statement[] = [];
    while (reader.at < reader.pieces.length && reader.pieces[reader.at]?.text !== "}")
      statements.push(statement(reader, depth + 1));
    const close = reader.pieces[reader.at];
    if (close === undefined) return { pieces: [...head, piece, ...statements.flatMap(flatten)] };
    reader.at++;
    const oneLine = !/[\r\n]/.test(reader.text.slice(piece.start, close.start));
    return { pieces: head, block: { open: piece, statements, close, oneLine } };
  }
}

function flatten(statement: Statement): readonly Piece[] {
  const { block } = statement;
  if (block === undefined) return statement.pieces;
  return [...statement.pieces, block.open, ...block.statements.flatMap(flatten), block.close];
}

function pieces(text: string, tokens: readonly IToken[], comments: readonly Comment[]): readonly Piece[] {
  const result: Piece[] = [];
  let end = 0;
  let comment = 0;
  for (const token of tokens) {
    const from = comment;
    while ((comments[comment]?.start ?? Number.POSITIVE_INFINITY) < token.startOffset) comment++;
    const before = comments.slice(from, comment);
    const tokenEnd = (token.endOffset ?? token.startOffset) + 1;
    result.push({
      text: token.tokenType === T.EOF ? "" : text.slice(token.startOffset, tokenEnd),
      start: token.startOffset,
      end: tokenEnd,
      remarks: before.length === 0 ? [] : remarks(text, end, token.startOffset, before),
      blankBefore: isBlank(text.slice(before.at(-1)?.end ?? end, token.startOffset)),
    });
    end = tokenEnd;
  }
  return result;
}

function remarks(text: string, from: number, to: number, comments: readonly Comment[]): readonly Remark[] {
  return comments.map((comment, index) => {
    const before = text.slice(comments[index - 1]?.end ?? from, comment.start);
    const after = text.slice(comment.end, comments[index + 1]?.start ?? to);
    return {
      text: comment.text.replace(/\r\n?/g, "\n").trimEnd(),
      breakAfter: !comment.block || /[\r\n]/.test(after),
      breakBefore: /[\r\n]/.test(before) || comment.start === 0,
      blankBefore: isBlank(before),
    };
  });
}

/** Whether the text between two things holds an empty line. */
function isBlank(gap: string): boolean {
  return (gap.match(/\r\n|\r|\n/g)?.length ?? 0) > 1;
}
