/**
 * Whether a word is a name or a keyword. Keywords are contextual: where a name may stand, a word is read as a keyword
 * only if what follows it can follow that keyword and cannot follow a name (language reference, Lexical rules). All
 * questions are answered from the table of `grammar.ts` by looking a few tokens ahead.
 */
import type { IToken } from "chevrotain";
import { BLOCKS, keywordIn, MODIFIERS } from "./grammar.ts";
import { PREDICATES, SUBJECTS } from "./grammar-fields.ts";
import type { Keyword, Keywords, Part } from "./grammar-parts.ts";
import * as T from "./tokens.ts";

/** The token at an offset from the present one; 1 is the next. */
export type Peek = (offset: number) => IToken;

/** Where the parser is: the tables of the open blocks, outermost first, and the modifiers that may follow. */
export interface Place {
  readonly open: readonly Keywords[];
  readonly modifiers: Keywords;
}

/** How many keywords in a row are followed; beyond, a word of some table counts as a keyword. */
const DEPTH = 5;

/** Words that are a keyword somewhere; any other word is a name at once. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  ...Object.values(BLOCKS).flatMap((table) => Object.keys(table)),
  ...Object.values(MODIFIERS).flatMap((table) => Object.keys(table)),
  ...["and", "or", "not", "in", "like", "by", "for", "on", "under", "behalf", "of", "because", "until"],
]);

export const isWord = (token: IToken, text: string): boolean =>
  token.tokenType === T.Word && token.image === text;

/** What a value, or the name of one, can begin with. */
export const VALUE_TOKENS: ReadonlySet<unknown> = new Set([
  T.Word,
  T.Text,
  T.Instant,
  T.Duration,
  T.Numeric,
  T.Network,
  T.Hours,
]);

/** The keyword that begins at `offset`, if the tokens after it fit; a modifier, a member, or one of an outer block. */
export function keywordAt(peek: Peek, offset: number, place: Place, depth = DEPTH): Keyword | undefined {
  const token = peek(offset);
  if (token.tokenType !== T.Word || !KEYWORDS.has(token.image)) return undefined;
  const modifier = keywordIn(place.modifiers, token.image);
  if (modifier !== undefined && isFollowed(modifier, peek, offset + 1, place, depth)) return modifier;
  for (let index = place.open.length - 1; index >= 0; index--) {
    const keyword = keywordIn(place.open[index] ?? {}, token.image);
    if (keyword !== undefined && isFollowed(keyword, peek, offset + 1, place, depth)) return keyword;
  }
  return undefined;
}

/** What follows settles it at once where it is no word; a word could be a name or a keyword itself. */
function isFollowed(keyword: Keyword, peek: Peek, offset: number, place: Place, depth: number): boolean {
  const [first] = keyword.parts;
  if (first !== undefined && first.kind !== "modifiers" && first.kind !== "optional")
    if (peek(offset).tokenType !== T.Word && advanceOne(first, peek, offset) !== undefined) return true;
  return fits(keyword.parts, peek, offset, place, depth);
}

/** Whether a statement can be complete before `offset`: its block ends there, or another keyword begins. */
export function endsAt(peek: Peek, offset: number, place: Place, depth = DEPTH): boolean {
  const token = peek(offset);
  if (token.tokenType === T.EOF || token.tokenType === T.RightBrace) return true;
  if (token.tokenType !== T.Word) return false;
  return depth <= 0 ? KEYWORDS.has(token.image) : keywordAt(peek, offset, place, depth - 1) !== undefined;
}

/** Whether the tokens from `offset` on can be these parts and then the end of the statement. */
export function fits(
  parts: readonly Part[],
  peek: Peek,
  offset: number,
  place: Place,
  depth = DEPTH,
): boolean {
  const after = advance(parts, peek, offset);
  if (after === "surely") return true;
  return after !== undefined && endsAt(peek, after, place, depth);
}

/** The offset after the parts; "surely" where there is no doubt any more, `undefined` where they do not fit. */
function advance(parts: readonly Part[], peek: Peek, start: number): number | "surely" | undefined {
  let offset = start;
  for (const part of parts) {
    const after = advanceOne(part, peek, offset);
    if (after === undefined || after === "surely") return after;
    offset = after;
  }
  return offset;
}

/** Whether the tokens from `offset` on can be these parts, whatever comes after them. */
export function begins(parts: readonly Part[], peek: Peek, offset: number): boolean {
  return advance(parts, peek, offset) !== undefined;
}

function advanceOne(part: Part, peek: Peek, offset: number): number | "surely" | undefined {
  const token = peek(offset);
  const is = (condition: boolean): "surely" | undefined => (condition ? "surely" : undefined);
  const orComma = (condition: boolean): number | "surely" | undefined =>
    condition ? (peek(offset + 1).tokenType === T.Comma ? "surely" : offset + 1) : undefined;
  switch (part.kind) {
    case "word":
      return token.image === part.text && token.tokenType !== T.Text ? offset + 1 : undefined;
    case "value":
      if (part.shape.kind === "literal" && part.shape.type === "title")
        return token.tokenType === T.Text ? offset + 1 : undefined;
      if (part.shape.kind === "literal") return VALUE_TOKENS.has(token.tokenType) ? offset + 1 : undefined;
      return token.tokenType === T.Word ? offset + 1 : undefined;
    case "list":
      if (token.tokenType === T.Word && peek(offset + 1).tokenType === T.DotDot) return "surely";
      return orComma(VALUE_TOKENS.has(token.tokenType));
    case "actions":
      return orComma(token.tokenType === T.Action);
    case "grant":
      if (token.tokenType === T.Word && peek(offset + 1).tokenType === T.LeftParenthesis) return "surely";
      return orComma(token.tokenType === T.Word || (part.actions && token.tokenType === T.Action));
    case "bracketed":
      return is(token.tokenType === T.LeftBracket);
    case "block":
      return is(token.tokenType === T.LeftBrace);
    case "parameters":
      return is(token.tokenType === T.LeftParenthesis);
    case "condition":
      return is(token.tokenType === T.Word || token.tokenType === T.LeftParenthesis);
    case "terms":
      return is(
        token.tokenType === T.Action ||
          token.tokenType === T.LeftParenthesis ||
          isWord(token, "label") ||
          isWord(token, "risk"),
      );
    case "predicates":
      return is(token.tokenType === T.Word && keywordIn(PREDICATES, token.image) !== undefined);
    case "subjects":
      return is(token.tokenType === T.Word && keywordIn(SUBJECTS, token.image) !== undefined);
    case "bindings":
      return is(token.tokenType === T.Word && peek(offset + 1).tokenType === T.Equals);
    case "fields":
      return is(token.tokenType === T.Word && keywordIn(part.fields, token.image) !== undefined);
    case "by-environment":
      if (isWord(token, "by") && isWord(peek(offset + 1), "environment")) return "surely";
      return VALUE_TOKENS.has(token.tokenType) ? offset + 1 : undefined;
    case "entries":
      return is(token.tokenType === T.Word && VALUE_TOKENS.has(peek(offset + 1).tokenType));
    case "modifiers": {
      const modifier = token.tokenType === T.Word ? keywordIn(MODIFIERS[part.of], token.image) : undefined;
      return modifier !== undefined && begins(modifier.parts, peek, offset + 1) ? "surely" : offset;
    }
    case "optional":
      return advance(part.parts, peek, offset) ?? offset;
    case "choice":
      for (const option of part.options) {
        const after = advance(option, peek, offset);
        if (after !== undefined) return after;
      }
      return undefined;
  }
}

/** Whether the word at `offset` is a keyword of this place that the next token can follow. */
function couldBeKeyword(peek: Peek, offset: number, place: Place): boolean {
  const { image } = peek(offset);
  return [place.modifiers, ...place.open].some((table) => {
    const first = keywordIn(table, image)?.parts[0];
    return first !== undefined && advanceOne(first, peek, offset + 1) !== undefined;
  });
}

/**
 * Whether the word that comes next is no name, so that a name is missing: it is a keyword that the token after it can
 * follow, and that token cannot follow a name, after which `parts` from `from` on belong, one of `also`, or the end of
 * the statement.
 */
export function nameIsMissing(
  peek: Peek,
  place: Place,
  parts: readonly Part[],
  from: number,
  also: ReadonlySet<string>,
): boolean {
  const token = peek(1);
  if (!KEYWORDS.has(token.image)) return false;
  const rest = parts.slice(from);
  const next = peek(2);
  if ((also.has(next.image) && next.tokenType !== T.Text) || fits(rest, peek, 2, place)) return false;
  return (
    also.has(token.image) || couldBeKeyword(peek, 1, place) || (rest.length > 0 && begins(rest, peek, 1))
  );
}
