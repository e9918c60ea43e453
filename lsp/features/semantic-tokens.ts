/** Colours by meaning: what each name stands for. */
import type { Kind } from "../../compiler/semantics/entry.ts";
import { lex } from "../../compiler/syntax/lexer.ts";
import { KEYWORDS } from "../../compiler/syntax/lookahead.ts";
import * as T from "../../compiler/syntax/tokens.ts";
import { lastSegment } from "../meaning.ts";
import type { View } from "../view.ts";

export const TOKEN_TYPES = [
  "keyword",
  "namespace",
  "class",
  "type",
  "function",
  "method",
  "variable",
  "parameter",
  "property",
  "enumMember",
  "string",
  "number",
  "comment",
] as const;
export type TokenType = (typeof TOKEN_TYPES)[number];

export interface Token {
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
  readonly declaration: boolean;
}

const types: Readonly<Record<Kind, TokenType>> = {
  owner: "variable",
  team: "variable",
  group: "variable",
  service: "type",
  fact: "property",
  environment: "enumMember",
  let: "variable",
  window: "variable",
  scope: "function",
  profile: "class",
  agent: "class",
};

/** In file order, none over another, each on one line. */
export async function semanticTokens(view: View): Promise<readonly Token[]> {
  const { references } = await view.near();
  const named = new Map<number, TokenType>();
  const declared = new Set<number>();
  for (const { span, meaning } of references)
    if (span.file === view.path) {
      const { start } = lastSegment(span, view.text);
      named.set(
        start,
        meaning.kind === "entry"
          ? types[meaning.entry.kind]
          : meaning.kind === "action"
            ? "method"
            : "parameter",
      );
    }
  for (const entry of view.names.entries)
    if (entry.file === view.scope) {
      named.set(entry.at.start, types[entry.kind]);
      declared.add(entry.at.start);
    }
  const { tokens, comments } = lex(view.path, view.text);
  const found: Token[] = [];
  const push = (start: number, end: number, type: TokenType): void => {
    if (end > start) found.push({ start, end, type, declaration: declared.has(start) });
  };
  for (const { tokenType, startOffset: start, endOffset = start, image } of tokens) {
    const end = endOffset + 1;
    if (tokenType === T.Word) {
      const own = start + image.lastIndexOf(".") + 1;
      push(start, own - 1, "namespace");
      const type = named.get(own);
      push(own, end, type ?? (own === start && KEYWORDS.has(image) ? "keyword" : "property"));
    } else if (tokenType === T.Action) {
      const colon = start + image.indexOf(":");
      const own = start + image.slice(0, colon - start).lastIndexOf(".") + 1;
      push(start, own - 1, "namespace");
      push(own, colon, "type");
      push(colon + 1, end, "method");
    } else if (tokenType === T.Text) push(start, end, "string");
    else if (isNumber(tokenType)) push(start, end, "number");
  }
  for (const { start, text } of comments) {
    let at = start;
    for (const line of text.split(/(\r\n|\r|\n)/)) {
      if (!/^[\r\n]/.test(line)) push(at, at + line.length, "comment");
      at += line.length;
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

const isNumber = (type: unknown): boolean =>
  type === T.Instant || type === T.Duration || type === T.Numeric || type === T.Network || type === T.Hours;
