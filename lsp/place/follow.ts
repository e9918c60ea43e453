/** Readings of a statement, token by token. */
import type { IToken } from "chevrotain";
import { keywordIn } from "../../compiler/syntax/grammar.ts";
import type { BlockKind, Keyword, Shape } from "../../compiler/syntax/grammar-parts.ts";
import * as T from "../../compiler/syntax/tokens.ts";
import { headsOf, type Reading, type Step } from "./steps.ts";

/** Something that may stand at a place. */
export type Expected =
  | { readonly kind: "keyword"; readonly word: string; readonly keyword: Keyword; readonly modifier: boolean }
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "value"; readonly shape: Shape }
  | { readonly kind: "action" }
  | { readonly kind: "scope" }
  | { readonly kind: "variable" }
  | { readonly kind: "block"; readonly block: BlockKind };

/** More readings than this are not followed; the grammar needs a handful. */
const MOST = 200;

/** The readings that are left after a token; none: it cannot stand there. */
export function follow(readings: readonly Reading[], token: IToken): readonly Reading[] {
  const next: Reading[] = [];
  for (const reading of readings)
    for (const { step, rest } of headsOf(reading)) {
      if (step === undefined || next.length >= MOST) continue;
      const after = take(step, token);
      if (after !== undefined) next.push([...after, ...rest]);
    }
  return next;
}

/** What may stand next, and whether the statement may end. */
export function expectedIn(readings: readonly Reading[]): {
  readonly expected: readonly Expected[];
  readonly complete: boolean;
} {
  const expected: Expected[] = [];
  let complete = false;
  for (const reading of readings)
    for (const { step } of headsOf(reading)) {
      if (step === undefined) complete = true;
      else expected.push(...inStep(step));
    }
  return { expected, complete };
}

function* inStep(step: Step): Generator<Expected> {
  switch (step.kind) {
    case "word":
    case "value":
    case "action":
    case "scope":
    case "variable":
    case "block":
      yield step;
      break;
    case "table":
      for (const [word, keyword] of Object.entries(step.table))
        if (!step.used.has(word)) yield { kind: "keyword", word, keyword, modifier: step.modifier };
      break;
  }
}

/** What a step leaves after it took the token; `undefined` where it cannot. */
function take(step: Step, token: IToken): Reading | undefined {
  const type = token.tokenType;
  switch (step.kind) {
    case "word":
      return type === T.Word && token.image === step.text ? [] : undefined;
    case "token":
      return type === step.type ? [] : undefined;
    case "comparator":
      return type === T.Comparator ? [] : undefined;
    case "variable":
    case "scope":
      return type === T.Word ? [] : undefined;
    case "action":
      return type === T.Action ? [] : undefined;
    case "value":
      return takeValue(step.shape, token);
    case "table": {
      const keyword = type === T.Word ? keywordIn(step.table, token.image) : undefined;
      if (keyword === undefined || step.used.has(token.image)) return undefined;
      if (!step.any) return keyword.parts;
      const used = keyword.repeatable ? step.used : new Set([...step.used, token.image]);
      return [...keyword.parts, { ...step, used }];
    }
    default:
      return undefined;
  }
}

const LITERALS: ReadonlySet<unknown> = new Set([
  T.Text,
  T.Instant,
  T.Duration,
  T.Numeric,
  T.Network,
  T.Hours,
  T.Word,
]);

function takeValue(shape: Shape, token: IToken): Reading | undefined {
  const type = token.tokenType;
  if (shape.kind !== "literal") return type === T.Word ? [] : undefined;
  if (shape.type === "title") return type === T.Text ? [] : undefined;
  if (shape.type === "any" && type === T.LeftBracket)
    return [
      { kind: "list", shape },
      { kind: "token", type: T.RightBracket },
    ];
  if (!LITERALS.has(type)) return undefined;
  if (shape.type !== "days") return [];
  const to: Reading = [
    { kind: "token", type: T.DotDot },
    { kind: "value", shape: { kind: "name", of: "day" } },
  ];
  return [{ kind: "alternatives", options: [to, []] }];
}
