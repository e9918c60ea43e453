/**
 * The grammar's parts, taken apart into steps of one token each. A reading is the steps that are yet to come; all
 * readings of the tokens so far are followed at once.
 */
import { MODIFIERS, RISKS } from "../../compiler/syntax/grammar.ts";
import { PREDICATES, SUBJECTS } from "../../compiler/syntax/grammar-fields.ts";
import type { BlockKind, Keywords, Part, Shape } from "../../compiler/syntax/grammar-parts.ts";
import * as T from "../../compiler/syntax/tokens.ts";

export type Step =
  | Part
  | { readonly kind: "token"; readonly type: unknown }
  | { readonly kind: "variable" }
  | { readonly kind: "comparator" }
  | { readonly kind: "action" }
  | { readonly kind: "scope" }
  | { readonly kind: "alternatives"; readonly options: readonly Reading[] }
  /** Any number of times. */
  | { readonly kind: "repeat"; readonly steps: Reading }
  /** One keyword of a table with what follows it, unless it is among the used. */
  | {
      readonly kind: "table";
      readonly table: Keywords;
      readonly modifier: boolean;
      readonly any: boolean;
      readonly used: ReadonlySet<string>;
    };

export type Reading = readonly Step[];

/** What can come next in a reading, with what comes after it; no step: the reading can end here. */
export type Head = { readonly step?: Step; readonly rest: Reading };

const token = (type: unknown): Step => ({ kind: "token", type });
const word = (text: string): Step => ({ kind: "word", text });
const value = (shape: Shape): Step => ({ kind: "value", shape });
const alternatives = (...options: readonly Reading[]): Step => ({ kind: "alternatives", options });
const repeat = (...steps: Reading): Step => ({ kind: "repeat", steps });
const block = (kind: BlockKind): Step => ({ kind: "block", block: kind });
const COMMA = token(T.Comma);
const ACTION: Step = { kind: "action" };
const NONE: ReadonlySet<string> = new Set();
const anyValue = value({ kind: "literal", type: "any", example: '"…"' });
const name = (of: string): Step => value({ kind: "name", of });

/** `NAME VALUE` in a `by environment` block. */
export const ENTRY: Reading = [value({ kind: "reference", to: ["environment"] }), anyValue];

const between = (open: unknown, inner: Step, close: unknown): Reading => [
  token(open),
  alternatives([inner, repeat(COMMA, inner)], []),
  token(close),
];
const joined = (inner: Reading): Reading => [
  ...inner,
  repeat(alternatives([word("and")], [word("or")]), ...inner),
];

/** A condition or a guardrail's terms: operands with `and`, `or`, `not` and parentheses. */
const comparison: Reading = [
  { kind: "variable" },
  alternatives(
    [{ kind: "comparator" }, anyValue],
    [word("in"), alternatives(between(T.LeftBracket, anyValue, T.RightBracket), [anyValue])],
    [word("like"), anyValue],
    [],
  ),
];
const terms: Reading = [
  alternatives(
    [word("label"), name("label")],
    [word("risk"), value({ kind: "words", words: RISKS })],
    [ACTION, repeat(COMMA, ACTION)],
  ),
];

const table = (keywords: Keywords, modifier: boolean, any: boolean): Step => ({
  kind: "table",
  table: keywords,
  modifier,
  any,
  used: NONE,
});

/** The steps that a composite step stands for; `undefined` for one that takes a token itself. */
function unfold(step: Step): readonly Reading[] | undefined {
  switch (step.kind) {
    case "optional":
      return [step.parts, []];
    case "choice":
      return step.options;
    case "alternatives":
      return step.options;
    case "repeat":
      return [[...step.steps, step], []];
    case "list":
      return [[value(step.shape), repeat(COMMA, value(step.shape))]];
    case "bracketed":
      return [between(T.LeftBracket, value(step.shape), T.RightBracket)];
    case "actions":
      return [step.single ? [ACTION] : [ACTION, repeat(COMMA, ACTION)]];
    case "grant": {
      const scope: Reading = [
        { kind: "scope" },
        alternatives(between(T.LeftParenthesis, anyValue, T.RightParenthesis), []),
      ];
      return step.actions ? [scope, [ACTION, repeat(COMMA, ACTION)]] : [scope];
    }
    case "condition":
      return [
        joined([
          repeat(word("not")),
          alternatives(comparison, [token(T.LeftParenthesis), step, token(T.RightParenthesis)]),
        ]),
      ];
    case "terms":
      return [joined([alternatives(terms, [token(T.LeftParenthesis), step, token(T.RightParenthesis)])])];
    case "predicates":
      return [joined([table(PREDICATES, false, false)])];
    case "subjects": {
      const subject = table(SUBJECTS, false, false);
      return [[subject, repeat(COMMA, subject)]];
    }
    case "bindings": {
      const binding: Reading = [{ kind: "variable" }, token(T.Equals), anyValue];
      return [[...binding, repeat(COMMA, ...binding)]];
    }
    case "parameters":
      return [between(T.LeftParenthesis, name("parameter"), T.RightParenthesis)];
    case "by-environment":
      return [[anyValue], [word("by"), word("environment"), block("by-environment")]];
    case "entries":
      return [ENTRY];
    case "fields":
      return [[table(step.fields, true, true)]];
    case "modifiers":
      return [[table(MODIFIERS[step.of], true, true)]];
    default:
      return undefined;
  }
}

/** Every way to go on. */
export function headsOf(reading: Reading, depth = 0): readonly Head[] {
  const [first, ...rest] = reading;
  if (first === undefined) return [{ rest: [] }];
  if (first.kind === "table" && first.any) return [{ step: first, rest }, ...headsOf(rest, depth + 1)];
  // Steps that stand for themselves again take a token first, so this depth is never reached by the grammar.
  const options = depth > 50 ? undefined : unfold(first);
  if (options === undefined) return [{ step: first, rest }];
  return options.flatMap((option) => headsOf([...option, ...rest], depth + 1));
}
