/** The vocabulary in which `grammar.ts` describes the language. */

/** What a single value is. A let or parameter may stand for a literal of any type. */
export type Shape =
  | { readonly kind: "literal"; readonly type: LiteralType; readonly example: string }
  /** A name that is declared elsewhere. */
  | { readonly kind: "reference"; readonly to: readonly ReferenceKind[] }
  /** One of some words. */
  | { readonly kind: "words"; readonly words: readonly string[] }
  /** A free word: an input's name, a label, a native code. */
  | { readonly kind: "name"; readonly of: string };

export type LiteralType =
  | "string"
  /** A string in quotes, for which no let can stand. */
  | "title"
  | "instant"
  | "duration"
  | "number"
  | "any"
  | "days"
  | "hours"
  | "glob"
  | "email"
  | "url"
  | "zone"
  | "file";

export type ReferenceKind =
  | "owner"
  | "team"
  | "group"
  | "service"
  | "scope"
  | "window"
  | "environment"
  | "profile"
  | "agent"
  | "let"
  | "namespace"
  | "target";

/** What follows a keyword, in order. */
export type Part =
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "value"; readonly shape: Shape }
  /** One or more, separated by commas. */
  | { readonly kind: "list"; readonly shape: Shape }
  /** `[a, b]`. */
  | { readonly kind: "bracketed"; readonly shape: Shape }
  /** One or more action literals, separated by commas; a single one where `single`. */
  | { readonly kind: "actions"; readonly single: boolean }
  /** A scope with its arguments, or actions where `actions`. */
  | { readonly kind: "grant"; readonly actions: boolean }
  | { readonly kind: "condition" }
  | { readonly kind: "terms" }
  | { readonly kind: "predicates" }
  /** `group G, user "mail", owner O`. */
  | { readonly kind: "subjects" }
  /** `NAME = VALUE, …`. */
  | { readonly kind: "bindings" }
  /** `(a, b)` after a scope's name. */
  | { readonly kind: "parameters" }
  /** A value, or `by environment { … }`. */
  | { readonly kind: "by-environment" }
  /** `NAME VALUE` for each environment. */
  | { readonly kind: "entries" }
  /** Fields of an identity's platform, in any order; see `IDENTITY_PLATFORMS`. */
  | { readonly kind: "fields"; readonly fields: Readonly<Record<string, Keyword>> }
  /** Modifiers of that table, in any order, each at most once unless repeatable. */
  | { readonly kind: "modifiers"; readonly of: ModifierKind }
  | { readonly kind: "optional"; readonly parts: readonly Part[] }
  | { readonly kind: "choice"; readonly options: readonly (readonly Part[])[] }
  | { readonly kind: "block"; readonly block: BlockKind };

/** A keyword with what may follow it. */
export interface Keyword {
  readonly parts: readonly Part[];
  /** May stand several times in one block or statement. */
  readonly repeatable: boolean;
  /** One line for hover and completion. */
  readonly summary: string;
}

export type BlockKind =
  | "file"
  | "owner"
  | "team"
  | "group"
  | "service"
  | "action"
  | "fact"
  | "window"
  | "by-environment"
  | "classify"
  | "scope"
  | "profile"
  | "agent"
  | "identity"
  | "target"
  | "guardrail"
  | "test";

export type ModifierKind =
  | "grant"
  | "never"
  | "case"
  | "classify"
  | "reasoned"
  | "suspended"
  | "until"
  | "none";

export type Keywords = Readonly<Record<string, Keyword>>;

// Builders: the table reads like the grammar.
export const word = (text: string): Part => ({ kind: "word", text });
export const optional = (...parts: readonly Part[]): Part => ({ kind: "optional", parts });
export const choice = (...options: readonly (readonly Part[])[]): Part => ({ kind: "choice", options });
export const block = (kind: BlockKind): Part => ({ kind: "block", block: kind });
export const modifiers = (of: ModifierKind): Part => ({ kind: "modifiers", of });
export const fields = (table: Keywords): Part => ({ kind: "fields", fields: table });
export const actions: Part = { kind: "actions", single: false };
export const oneAction: Part = { kind: "actions", single: true };
export const condition: Part = { kind: "condition" };
export const subjects: Part = { kind: "subjects" };
export const bindings: Part = { kind: "bindings" };

export const literal = (type: LiteralType, example: string): Shape => ({ kind: "literal", type, example });
export const reference = (...to: readonly ReferenceKind[]): Shape => ({ kind: "reference", to });
export const oneOf = (...words: readonly string[]): Shape => ({ kind: "words", words });
export const free = (of: string): Shape => ({ kind: "name", of });
export const value = (shape: Shape): Part => ({ kind: "value", shape });
export const list = (shape: Shape): Part => ({ kind: "list", shape });
export const bracketed = (shape: Shape): Part => ({ kind: "bracketed", shape });

export const string = value(literal("string", '"…"'));
export const title = value(literal("title", '"…"'));
export const instant = value(literal("instant", "2027-03-31"));
export const duration = value(literal("duration", "90d"));

/** A keyword that stands once. */
export const once = (summary: string, ...parts: readonly Part[]): Keyword => ({
  parts,
  repeatable: false,
  summary,
});
/** A keyword that may stand several times. */
export const many = (summary: string, ...parts: readonly Part[]): Keyword => ({
  parts,
  repeatable: true,
  summary,
});
