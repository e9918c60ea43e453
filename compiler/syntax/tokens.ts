/** The kinds of token. The lexer of this folder makes them (`Lexer.NA`: no patterns), the parser consumes them. */
import { createToken, EOF, Lexer, type TokenType } from "chevrotain";
import type { Comment } from "./ast.ts";

const kind = (name: string, label: string): TokenType => createToken({ name, label, pattern: Lexer.NA });

/** A name or keyword, dots included: `owner`, `acme.people.jane`. Which of the two it is the parser decides. */
export const Word = kind("Word", "a name");
export const Text = kind("Text", "a string");
/** `service:action`, in one piece. */
export const Action = kind("Action", "an action");
export const Instant = kind("Instant", "an instant");
export const Duration = kind("Duration", "a duration");
export const Numeric = kind("Numeric", "a number");
export const Network = kind("Network", "a network");
export const Hours = kind("Hours", "hours");
export const LeftBrace = kind("LeftBrace", "'{'");
export const RightBrace = kind("RightBrace", "'}'");
export const LeftBracket = kind("LeftBracket", "'['");
export const RightBracket = kind("RightBracket", "']'");
export const LeftParenthesis = kind("LeftParenthesis", "'('");
export const RightParenthesis = kind("RightParenthesis", "')'");
export const Comma = kind("Comma", "','");
export const Equals = kind("Equals", "'='");
/** `== != < <= > >=`; `in` and `like` are words. */
export const Comparator = kind("Comparator", "a comparison");
export const DotDot = kind("DotDot", "'..'");
/** Characters that begin no token. */
export const Unknown = kind("Unknown", "a character that means nothing here");

export const ALL_TOKENS: TokenType[] = [
  Word,
  Text,
  Action,
  Instant,
  Duration,
  Numeric,
  Network,
  Hours,
  LeftBrace,
  RightBrace,
  LeftBracket,
  RightBracket,
  LeftParenthesis,
  RightParenthesis,
  Comma,
  Equals,
  Comparator,
  DotDot,
  Unknown,
];

export { EOF };

/** What a token carries beyond its text; most carry nothing. */
export interface Payload {
  /** The lexer has reported this token already. */
  readonly broken?: boolean;
  /** The `///` lines directly before it. */
  readonly doc?: readonly Comment[];
}
