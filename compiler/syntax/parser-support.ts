/** What the parser says and builds, apart from the grammar itself. */
import type { IToken } from "chevrotain";
import type * as A from "./ast.ts";
import type * as G from "./ast-governance.ts";
import { literal, type Part, type Shape } from "./grammar-parts.ts";
import * as T from "./tokens.ts";

/** A node under construction. */
export type Mutable<N> = { -readonly [Key in keyof N]: N[Key] };

/** Whatever can stand in a block. */
export type Member =
  | A.AgentMember
  | A.ActionDeclaration
  | A.Include
  | A.IdentityEntry
  | G.TargetSetting
  | G.TestSetting
  | G.TestCase;

/** The members of the given kinds; a block's table lets no others in. */
export function ofKind<Kind extends Member["kind"]>(
  members: readonly Member[],
  ...kinds: readonly Kind[]
): readonly Extract<Member, { readonly kind: Kind }>[] {
  return members.filter((member): member is Extract<Member, { readonly kind: Kind }> =>
    kinds.some((kind) => kind === member.kind),
  );
}

/** A token as a message names it; long and many-lined ones are cut, control characters shown as `?`. */
export function describeToken(token: IToken): string {
  if (token.tokenType === T.EOF) return "the end of the file";
  const shown = [...token.image.slice(0, 80)].slice(0, 40).join("");
  const text = shown.replace(/\p{C}/gu, "?") + (shown.length < token.image.length ? "…" : "");
  return token.tokenType === T.Text ? `the string ${text}` : `'${text}'`;
}

const REFERENCES: Readonly<Record<string, string>> = {
  owner: "an owner",
  agent: "an agent",
  environment: "an environment",
};

/** What belongs in a place, in people's words: `an instant such as 2027-03-31`. */
export function describeShape(shape: Shape): string {
  switch (shape.kind) {
    case "literal":
      return LITERALS[shape.type] ?? `${QUOTED[shape.type] ?? "a value"} such as ${shape.example}`;
    case "reference":
      return `the name of ${shape.to.map((kind) => REFERENCES[kind] ?? `a ${kind}`).join(" or ")}`;
    case "words":
      return alternatives(shape.words);
    case "name":
      return shape.of === "name" ? "a name" : `a name (${shape.of})`;
  }
}

const LITERALS: Readonly<Record<string, string>> = {
  string: "a string in quotes",
  title: "a title in quotes",
  instant: "an instant such as 2027-03-31",
  duration: "a duration such as 90d or 1h30m",
  number: "a number",
  any: "a value: a string, number, instant, duration, true, false or a let",
  days: "days such as mon..fri",
  hours: "hours such as 08:00..18:00",
};

const QUOTED: Readonly<Record<string, string>> = {
  glob: "a pattern in quotes",
  email: "an address in quotes",
  url: "a URL in quotes",
  zone: "a time zone in quotes",
  file: "a file's path in quotes",
};

/** `a, b or c`. */
export function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}

const BLOCK_NAMES: Readonly<Record<string, string>> = {
  file: "a file",
  owner: "an owner",
  action: "an action",
  agent: "an agent",
  identity: "an identity",
  "by-environment": "a list by environment",
  classify: "a classification",
};

/** `an agent`, `a scope`. */
export function describeBlock(kind: string): string {
  return BLOCK_NAMES[kind] ?? `a ${kind}`;
}

export const ANY: Shape = literal("any", "5");
export const STRING: Shape = literal("string", '"…"');
export const INSTANT: Shape = literal("instant", "2027-03-31");
export const DURATION: Shape = literal("duration", "90d");

const CONDITION = ["and", "or", ")"];
/** What can follow a name, besides what the table says: texts of tokens. */
export const FOLLOW = {
  nothing: new Set<string>(),
  comma: new Set([","]),
  bracketed: new Set([",", "]"]),
  parenthesized: new Set([",", ")"]),
  call: new Set(["(", ","]),
  name: new Set(["{"]),
  binding: new Set(["=", "=="]),
  predicate: new Set(["and"]),
  condition: new Set(CONDITION),
  variable: new Set([...CONDITION, "==", "!=", "<", "<=", ">", ">=", "=", "in", "like"]),
} as const satisfies Readonly<Record<string, ReadonlySet<string>>>;

/** The declarations that are nothing but a head and settings. */
const BLOCK_DECLARATIONS: readonly A.BlockDeclaration["kind"][] = [
  "owner",
  "team",
  "group",
  "fact",
  "environment",
  "window",
];
export function isBlockDeclaration(text: string): text is A.BlockDeclaration["kind"] {
  return BLOCK_DECLARATIONS.some((kind) => kind === text);
}

/** The first thing that a part wants, in people's words. */
export function describePart(part: Part | undefined): string {
  if (part?.kind === "word") return `'${part.text}'`;
  return part?.kind === "value" || part?.kind === "list" ? describeShape(part.shape) : "an action";
}
