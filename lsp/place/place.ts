/** Where the cursor is: the block, the statement, what may stand there, and what is written of it already. */
import type { IToken } from "chevrotain";
import type { SourceFile } from "../../compiler/syntax/ast.ts";
import { BLOCKS, keywordIn } from "../../compiler/syntax/grammar.ts";
import type { BlockKind, Keyword, Keywords } from "../../compiler/syntax/grammar-parts.ts";
import { settingsOf } from "../../compiler/syntax/grammar-targets.ts";
import { lex } from "../../compiler/syntax/lexer.ts";
import * as T from "../../compiler/syntax/tokens.ts";
import { type Expected, expectedIn, follow } from "./follow.ts";
import { ENTRY, type Reading } from "./steps.ts";

export interface Block {
  readonly kind: BlockKind;
  /** What its members can be. */
  readonly members: Keywords;
  /** The statement that opened it: keyword first; empty for a file. */
  readonly head: readonly IToken[];
  /** Keywords of the members before the cursor. */
  readonly given: ReadonlySet<string>;
}

export interface Place {
  /** The innermost last; the file is the first. */
  readonly blocks: readonly [Block, ...Block[]];
  readonly block: Block;
  /** Tokens of the statement before the cursor, its keyword first; empty at the beginning of one. */
  readonly statement: readonly IToken[];
  readonly expected: readonly Expected[];
  /** Whether a member of the block may begin here. */
  readonly begins: boolean;
  /** What is written of the word, action or string, up to the cursor, quotes aside. */
  readonly partial: string;
  /** What a completion replaces. */
  readonly start: number;
  readonly end: number;
  readonly inside: "word" | "action" | "string" | "interpolation" | "comment";
}

interface Open {
  kind: BlockKind;
  members: Keywords;
  head: readonly IToken[];
  given: Set<string>;
}

/** The place of an offset in a file, whose text may be half-written. */
export function placeAt(file: SourceFile, offset: number): Place {
  const from = declarationBefore(file, offset);
  const lineEnd = /[\r\n]|$/.exec(file.text.slice(offset))?.index ?? 0;
  const text = file.text.slice(from, offset + lineEnd);
  const { tokens, comments } = lex(file.path, text);
  const at = offset - from;
  const comment = comments.find(({ start, end, block }) => start < at && (block ? at < end : at <= end));
  const before = tokens.filter(({ startOffset }) => startOffset < at);
  const last = before.at(-1);
  const touched = last !== undefined && touches(last, at, text) ? last : undefined;
  const walk = walkTokens(
    touched === undefined ? before : before.slice(0, -1),
    text,
    touched?.startOffset ?? at,
  );
  const partial = partialOf(touched, text, at, from);
  return { ...walk, ...partial, ...(comment === undefined ? {} : { inside: "comment" as const }) };
}

/** The beginning of the last declaration before the cursor: what is before it does not matter here. */
function declarationBefore({ declarations, text }: SourceFile, offset: number): number {
  const found = declarations.findLast(({ keyword }) => keyword.start < offset);
  if (found === undefined) return text.charCodeAt(0) === 0xfeff ? 1 : 0;
  return found.keyword.start;
}

/** Whether the cursor is in a token or directly after one that may be half-written. */
function touches(
  { tokenType, startOffset, endOffset = startOffset }: IToken,
  at: number,
  text: string,
): boolean {
  const end = endOffset + 1;
  if (tokenType === T.Text)
    return at < end || (at === end && text[end - 1] !== '"') || at === startOffset + 1;
  if (at < end) return tokenType === T.Word || tokenType === T.Action || isLiteral(tokenType);
  return at === end && (tokenType === T.Word || tokenType === T.Action || isLiteral(tokenType));
}

const isLiteral = (type: unknown): boolean =>
  type === T.Instant || type === T.Duration || type === T.Numeric || type === T.Network || type === T.Hours;

type Partial = Pick<Place, "partial" | "start" | "end" | "inside">;

function partialOf(token: IToken | undefined, text: string, at: number, from: number): Partial {
  if (token === undefined) return { partial: "", start: at + from, end: at + from, inside: "word" };
  const { tokenType, startOffset: start, endOffset = start, image } = token;
  const end = endOffset + 1;
  if (tokenType === T.Text) {
    const interpolation = /\$\{([\w.-]*)$/.exec(text.slice(start, at));
    if (interpolation !== null) {
      const written = interpolation[1] ?? "";
      const rest = /^[\w.-]*/.exec(text.slice(at, end))?.[0].length ?? 0;
      return {
        partial: written,
        start: at - written.length + from,
        end: at + rest + from,
        inside: "interpolation",
      };
    }
    const closed = image.length > 1 && image.endsWith('"');
    return {
      partial: text.slice(start + 1, at),
      start: start + 1 + from,
      end: (closed ? end - 1 : Math.max(at, end)) + from,
      inside: "string",
    };
  }
  return {
    partial: text.slice(start, at),
    start: start + from,
    end: Math.max(at, end) + from,
    inside: tokenType === T.Action ? "action" : "word",
  };
}

function walkTokens(
  tokens: readonly IToken[],
  text: string,
  partialStart: number,
): Pick<Place, "blocks" | "block" | "statement" | "expected" | "begins"> {
  const file: Open = { kind: "file", members: BLOCKS.file, head: [], given: new Set() };
  const stack: Open[] = [file];
  let statement: IToken[] = [];
  let readings: readonly Reading[] = [];
  const top = (): Open => stack.at(-1) ?? file;
  const start = (token: IToken, keyword: Keyword): void => {
    top().given.add(token.image);
    statement = [token];
    readings = [keyword.parts];
  };
  for (const token of tokens) {
    if (token.tokenType === T.RightBrace) {
      if (stack.length > 1) stack.pop();
      statement = [];
      readings = [];
      continue;
    }
    if (token.tokenType === T.LeftBrace) {
      stack.push(opened(top(), statement, readings));
      statement = [];
      readings = [];
      continue;
    }
    const isWord = token.tokenType === T.Word;
    const own = isWord ? keywordIn(top().members, token.image) : undefined;
    const firstOnLine = isWord && beginsLine(text, token.startOffset);
    const outer = isWord && stack.length > 1 ? keywordIn(BLOCKS.file, token.image) : undefined;
    const after = follow(readings, token);
    // A line that begins with a keyword begins a member, unless the statement before it needs one word more.
    if (own !== undefined && (after.length === 0 || (firstOnLine && statement.length > 1))) {
      start(token, own);
    } else if (outer !== undefined && own === undefined && after.length === 0 && atMargin(text, token)) {
      stack.length = 1;
      start(token, outer);
    } else {
      if (top().kind === "by-environment" && after.length === 0 && isWord) {
        statement = [token];
        readings = follow([ENTRY], token);
        continue;
      }
      statement.push(token);
      if (after.length > 0) readings = after;
    }
  }
  const { expected, complete } = expectedIn(readings);
  const startsLine = beginsLine(text, partialStart);
  const begins = statement.length === 0 || complete || startsLine;
  const block = top();
  return {
    blocks: [file, ...stack.slice(1)],
    block,
    statement,
    expected:
      block.kind === "by-environment" && begins ? [...expected, ...expectedIn([ENTRY]).expected] : expected,
    begins,
  };
}

const atMargin = (text: string, { startOffset }: IToken): boolean =>
  startOffset === 0 || /[\r\n]/.test(text[startOffset - 1] ?? "");

/** The block that a statement opens. */
function opened(around: Open, statement: readonly IToken[], readings: readonly Reading[]): Open {
  const { expected } = expectedIn(readings);
  const found = expected.find((one) => one.kind === "block");
  const keyword = statement[0]?.image ?? "";
  const known = keywordIn(BLOCKS.file, keyword)?.parts.at(-1);
  const kind =
    found?.kind === "block"
      ? found.block
      : around.kind === "file" && known?.kind === "block"
        ? known.block
        : around.kind;
  const members = kind === "target" ? settingsOf(statement[1]?.image) : BLOCKS[kind];
  return { kind, members, head: statement, given: new Set() };
}

/** Whether only blanks stand before an offset on its line. */
function beginsLine(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && (text[before] === " " || text[before] === "\t")) before--;
  return before < 0 || text[before] === "\n" || text[before] === "\r";
}
