/**
 * Text to tokens and comments (language reference, Lexical rules). Never fails: what is no token becomes one of the
 * nearest kind, is reported once, and is marked as reported.
 */
import type { IToken, TokenType } from "chevrotain";
import type { Fix, Problem } from "../problem.ts";
import { problem } from "../problems.ts";
import type { Comment } from "./ast.ts";
import { numeralKind } from "./numerals.ts";
import { closingQuote, endOfBrokenString } from "./strings.ts";
import * as T from "./tokens.ts";

export interface Lexed {
  readonly tokens: IToken[];
  /** All comments, doc comments too, in file order. */
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
  /** Offsets of the strings that nothing closes. */
  readonly openStrings: readonly number[];
  /** The lines on which they stand. */
  readonly openLines: readonly { readonly start: number; readonly end: number }[];
  /** Whether a block comment runs to the end of the file. */
  readonly openComment: boolean;
}

/** More mistakes of one file are not recorded. */
const MOST_PROBLEMS = 1000;
const BLANK = /[ \t\r\n]+/y;
const WORD = /[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*/y;
const ANY_WORD = /[\p{L}\p{N}\p{M}_-]+/uy;
const ACTION_PART = /[\w.:/*?-]+/y;
/** A comment ends it, so `500// note` is a number and a comment. */
const NUMERAL = /-?\d(?:[\w.:+-]|\/(?![/*]))*/y;
const LINE_COMMENT = /[^\r\n]*/y;
const UNKNOWN = /[^\s\w"{}[\](),=<>!/;#'"“”„&|\p{L}-]+/uy;
const OPERATOR = /==|!=|<=|>=|<|>/y;
const PUNCTUATION: Readonly<Record<string, TokenType>> = {
  "{": T.LeftBrace,
  "}": T.RightBrace,
  "[": T.LeftBracket,
  "]": T.RightBracket,
  "(": T.LeftParenthesis,
  ")": T.RightParenthesis,
  ",": T.Comma,
  "=": T.Equals,
};
/** What people bring along from other languages. */
const FOREIGN_OPERATORS: Readonly<Record<string, string>> = { "&&": "and", "||": "or", "!": "not" };

/** `file` names the file in problems. */
export function lex(file: string, text: string): Lexed {
  const tokens: IToken[] = [];
  const comments: Comment[] = [];
  const problems: Problem[] = [];
  const openStrings: number[] = [];
  const openLines: { readonly start: number; readonly end: number }[] = [];
  let openComment = false;
  let docs: Comment[] = [];
  let braces = 0;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;

  const match = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : at;
  };
  const report = (start: number, end: number, message: string, fixes: readonly Fix[] = []): void => {
    if (problems.length < MOST_PROBLEMS)
      problems.push(problem("syntax", { file, start, end }, message, { fixes }));
  };
  const replace = (title: string, start: number, end: number, by: string, safe = false): readonly Fix[] => [
    { title, edits: [{ span: { file, start, end }, text: by }], safe },
  ];
  const push = (type: TokenType, end: number, broken = false, image = text.slice(at, end)): void => {
    const doc = docs.length > 0 ? docs : undefined;
    tokens.push({
      image,
      startOffset: at,
      endOffset: end - 1,
      tokenTypeIdx: type.tokenTypeIdx ?? 0,
      tokenType: type,
      payload: broken || doc !== undefined ? { broken, doc } : undefined,
    });
    if (doc !== undefined) docs = [];
    at = end;
  };
  const comment = (end: number, block: boolean): void => {
    const entry = { start: at, end, text: text.slice(at, end), block };
    comments.push(entry);
    if (!block && /^\/\/\/(?!\/)/.test(entry.text) && beginsLine(text, at)) {
      const last = docs.at(-1);
      if (last !== undefined && /\n\s*\n|\r\s*\r/.test(text.slice(last.end, at).replaceAll("\r\n", "\n")))
        docs = [];
      docs.push(entry);
    }
    at = end;
  };
  /** The end of the string whose quote is at `open`; reports one that does not end. */
  const stringEnd = (open: number): { readonly end: number; readonly broken: boolean } => {
    const close = closingQuote(text, open);
    if (close >= 0) return { end: close + 1, broken: false };
    const end = endOfBrokenString(text, open, braces);
    if (problems.length < MOST_PROBLEMS) {
      openStrings.push(open);
      if (open > (openLines.at(-1)?.end ?? -1)) openLines.push(lineAround(text, open));
    }
    report(
      open,
      end,
      "This string has no closing '\"' on its line.",
      replace("Close the string", end, end, '"'),
    );
    return { end, broken: true };
  };
  const action = (colon: number): void => {
    if (text[colon + 1] === '"') {
      const { end, broken } = stringEnd(colon + 1);
      push(T.Action, end, broken);
      return;
    }
    ACTION_PART.lastIndex = colon + 1;
    const part = ACTION_PART.exec(text)?.[0] ?? "";
    const whole = colon + 1 + part.length;
    const slashes = /(?<!.:)\/\//.exec(part);
    if (slashes !== null) {
      const from = colon + 1 + slashes.index;
      report(
        from,
        whole,
        "'//' inside of an action: write a blank before a comment, or the action in quotes.",
        replace("Make it a comment", from, from, " "),
      );
    }
    push(T.Action, slashes === null ? whole : colon + 1 + slashes.index, slashes !== null);
  };
  const word = (): void => {
    let end = match(WORD);
    if (/[\p{L}\p{M}]/u.test(String.fromCodePoint(text.codePointAt(end) ?? 32))) {
      foreignWord();
      return;
    }
    const image = text.slice(at, end);
    let broken = false;
    if (image.endsWith("-") || image.includes("-.")) {
      report(at, end, `A name cannot end in '-': '${image}'.`);
      broken = true;
    } else if (text[end] === "." && text[end + 1] !== ".") {
      report(at, end + 1, `A name is missing after '${image}.'.`);
      end++;
      broken = true;
    }
    if (text[end] === ":") action(end);
    else push(T.Word, end, broken);
  };
  const foreignWord = (): void => {
    const end = match(ANY_WORD);
    report(at, end, `'${text.slice(at, end)}' is no name: names hold A to Z, a to z, digits, '_' and '-'.`);
    push(T.Word, end, true);
  };
  const foreignQuotes = (): void => {
    const line = text.slice(at, match(LINE_COMMENT));
    const inner = /^(?:'([^'"]*)'|[“„]([^“”"]*)[“”"])/.exec(line);
    if (inner === null) {
      push(T.Unknown, at + 1);
      return;
    }
    const end = at + inner[0].length;
    const by = `"${inner[1] ?? inner[2] ?? ""}"`;
    report(
      at,
      end,
      "A string stands in straight double quotes.",
      replace(`Write ${by}`, at, end, by, !/[\\$]/.test(by)),
    );
    push(T.Text, end, true);
  };

  while (at < text.length) {
    const char = text[at] ?? "";
    const next = text[at + 1];
    const code = text.charCodeAt(at);
    if (code === 32 || code === 10 || code === 13 || code === 9) at = match(BLANK);
    else if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95) word();
    else if (char === '"') {
      const { end, broken } = stringEnd(at);
      push(T.Text, end, broken);
    } else if (char === "/" && next === "/") comment(match(LINE_COMMENT), false);
    else if (char === "/" && next === "*") {
      const close = text.indexOf("*/", at + 2);
      openComment = close < 0;
      if (openComment) report(at, at + 2, "This comment has no closing '*/'.");
      comment(close < 0 ? text.length : close + 2, true);
    } else if (
      (code >= 48 && code <= 57) ||
      (char === "-" && next !== undefined && next >= "0" && next <= "9")
    ) {
      const end = match(NUMERAL);
      push(numeralKind(text.slice(at, end)), end);
    } else if (match(OPERATOR) > at) push(T.Comparator, match(OPERATOR));
    else if (PUNCTUATION[char] !== undefined) {
      if (char === "{") braces++;
      else if (char === "}" && braces > 0) braces--;
      push(PUNCTUATION[char], at + 1);
    } else if (char === "." && next === ".") push(T.DotDot, at + 2);
    else if (char === ";") {
      report(at, at + 1, "No ';' is needed here.", replace("Remove ';'", at, at + 1, "", true));
      at++;
    } else if (char === "#") {
      report(at, at + 1, "A comment begins with '//'.", replace("Write '//'", at, at + 1, "//", true));
      comment(match(LINE_COMMENT), false);
    } else if (char === "'" || char === "“" || char === "„") foreignQuotes();
    else if (char === "!" || ((char === "&" || char === "|") && next === char)) {
      const operator = char === "!" ? char : char + char;
      const by = FOREIGN_OPERATORS[operator] ?? "";
      const end = at + operator.length;
      report(at, end, `Write '${by}' for '${operator}'.`, replace(`Write '${by}'`, at, end, ` ${by} `, true));
      push(T.Word, end, true, by);
    } else if (match(ANY_WORD) > at && char !== "-") foreignWord();
    else push(T.Unknown, Math.max(match(UNKNOWN), at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)));
  }
  return { tokens, comments, problems, openStrings, openLines, openComment };
}

function lineAround(text: string, offset: number): { readonly start: number; readonly end: number } {
  let start = offset;
  while (start > 0 && text[start - 1] !== "\n" && text[start - 1] !== "\r") start--;
  let end = offset;
  while (end < text.length && text[end] !== "\n" && text[end] !== "\r") end++;
  return { start, end };
}

/** Whether only blanks stand before `at` on its line. */
function beginsLine(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && (text[before] === " " || text[before] === "\t")) before--;
  return before < 0 || text[before] === "\n" || text[before] === "\r" || text[before] === "\ufeff";
}
