/**
 * The TextMate grammar, made from the table of `compiler/syntax/grammar.ts`: for each block its members, and for each
 * keyword the names that follow it, so that a name which is written like a keyword is drawn as a name.
 */
import { BLOCKS, blockOf } from "../../../compiler/syntax/grammar.ts";
import type { BlockKind, Keyword, Part } from "../../../compiler/syntax/grammar-parts.ts";
import {
  AFTER,
  BEFORE,
  BRACE_BEGIN,
  BRACE_END,
  type Captures,
  COMMON,
  include,
  KEYWORD,
  NAME,
  named,
  type Rule,
} from "./textmate.ts";
import { drawn, inside, isWord, ofTable, type Worded } from "./words.ts";

export interface Grammar {
  readonly name: string;
  readonly scopeName: string;
  readonly comment: string;
  readonly patterns: readonly Rule[];
  readonly repository: Readonly<Record<string, Rule>>;
}

/** What a declaration's own name is drawn as; a variable where nothing is said. */
const DECLARED: Readonly<Partial<Record<string, string>>> = {
  agent: "entity.name.class",
  profile: "entity.name.class",
  scope: "entity.name.function",
  service: "entity.name.type",
  action: "entity.name.function",
};

/** A word that joins or compares is no name behind a keyword, even where the keyword is one (`not on and …`). */
const REFERENCE = `(?!(?:and|or|not|in|like)${AFTER})${NAME}`;
const WORD_LIST = String.raw`${REFERENCE}(?:\s*,\s*${NAME})*`;

/** One step behind a keyword: its pattern, and what the text it takes is drawn as. */
interface Step {
  readonly pattern: string;
  readonly rule: { readonly name?: string; readonly patterns?: readonly Rule[] };
}

/** The steps that a regular expression can see: words and names in a row, up to the first thing of another kind. */
function stepsOf(parts: readonly Part[], declares: string | undefined): readonly Step[] {
  const [part, ...rest] = parts;
  if (part === undefined) return [];
  const then = (step: Step): readonly Step[] => [step, ...stepsOf(rest, undefined)];
  switch (part.kind) {
    case "word":
      return then(
        isWord(part.text)
          ? { pattern: part.text + AFTER, rule: named(KEYWORD) }
          : { pattern: part.text, rule: { patterns: [include("operators")] } },
      );
    case "optional":
      return stepsOf([...part.parts, ...rest], undefined);
    case "value":
    case "list": {
      const kind = drawn(part.shape);
      if (kind === undefined) return [];
      if (typeof kind !== "string")
        return then({ pattern: `(?:${kind.join("|")})${AFTER}`, rule: named("constant.language") });
      const own = named(declares ?? kind);
      if (part.kind === "value") return then({ pattern: REFERENCE + AFTER, rule: own });
      return then({
        pattern: WORD_LIST + AFTER,
        rule: { patterns: [{ ...own, match: NAME }, include("operators")] },
      });
    }
    case "grant":
      return [{ pattern: REFERENCE + AFTER, rule: named("entity.name.function") }];
    default:
      return [];
  }
}

/** The expression for a keyword and its steps: each is taken if it is on the line; the first has to be where `whole`. */
function sequence(
  { word, rest }: Worded,
  whole: boolean,
  declares?: string,
): { readonly match: string; readonly captures: Captures } | undefined {
  const steps = stepsOf(rest, declares);
  if (whole && steps.length === 0) return undefined;
  const captures: Record<string, Captures[string]> = { "1": named(KEYWORD) };
  let match = "";
  for (const [index, { rule }] of steps.entries()) captures[index + 2] = rule;
  for (const [index, { pattern }] of [...steps.entries()].reverse()) {
    const needed = whole && index === 0;
    match = needed ? String.raw`\s+(${pattern})${match}` : String.raw`(?:\s+(${pattern})${match})?`;
  }
  return { match: `${BEFORE}(${word}${AFTER})${match}`, captures };
}

/** Each way to go on after a keyword by itself; a keyword before a name last, for the name could be a keyword's. */
function variants(words: readonly Worded[]): readonly Worded[] {
  const all = words.flatMap(({ word, rest: [first, ...rest] }): readonly Worded[] => {
    if (first === undefined) return [{ word, rest: [] }];
    if (first.kind !== "choice") return [{ word, rest: [first, ...rest] }];
    return first.options.map((option) => ({ word, rest: [...option, ...rest] }));
  });
  const byWord = all.filter(({ rest }) => rest[0]?.kind === "word");
  return [...byWord, ...all.filter((one) => !byWord.includes(one))];
}

/** The rules for keywords: those with something behind them first, so that the shorter reading is the last resort. */
function keywordRules(words: readonly Worded[]): readonly Rule[] {
  const rules = new Map<string, Rule>();
  for (const one of variants(words)) {
    const found = sequence(one, true, DECLARED[one.word]);
    if (found !== undefined) rules.set(found.match, found);
  }
  const all = [...new Set(words.map(({ word }) => word))].sort();
  return [...rules.values(), { ...named(KEYWORD), match: `${BEFORE}(?:${all.join("|")})${AFTER}` }];
}

/** A member that opens a block: from its keyword to the block's closing brace. */
function blockRule(word: string, keyword: Keyword, kind: BlockKind): Rule | undefined {
  const head = sequence({ word, rest: keyword.parts }, false, DECLARED[word]);
  if (head === undefined) return undefined;
  return {
    ...named(`meta.${word}`),
    begin: head.match,
    beginCaptures: head.captures,
    end: String.raw`(?<=\})`,
    patterns: [
      include("values"),
      include(`block-${kind}`),
      ...(inside(keyword.parts).length > 0 ? keywordRules(inside(keyword.parts)) : []),
      include("names"),
    ],
  };
}

/** What may stand in a block. */
function membersOf(kind: BlockKind): readonly Rule[] {
  const blocks: Rule[] = [];
  const statements: Worded[] = [];
  for (const [word, keyword] of Object.entries(BLOCKS[kind])) {
    const opened = blockOf(keyword);
    const rule = opened === undefined ? undefined : blockRule(word, keyword, opened);
    if (rule === undefined) statements.push(...ofTable({ [word]: keyword }));
    else blocks.push(rule);
  }
  return [
    include("values"),
    ...blocks,
    ...(statements.length > 0 ? keywordRules(statements) : []),
    include("braces"),
    include("names"),
  ];
}

/** The whole grammar; the same table gives the same grammar. */
export function textmateGrammar(): Grammar {
  const kinds: readonly BlockKind[] = Object.keys(BLOCKS).filter((kind): kind is BlockKind =>
    Object.hasOwn(BLOCKS, kind),
  );
  const blocks = kinds
    .filter((kind) => kind !== "file")
    .map((kind): readonly [string, Rule] => [
      `block-${kind}`,
      {
        begin: String.raw`\{`,
        end: String.raw`\}`,
        beginCaptures: BRACE_BEGIN,
        endCaptures: BRACE_END,
        patterns: membersOf(kind),
      },
    ]);
  return {
    name: "Remit",
    scopeName: "source.remit",
    comment: "Made by 'npm run grammar' from the tables of compiler/syntax. Change these.",
    patterns: [
      {
        match: String.raw`^\s*(remit)\s+(\d+)`,
        captures: { "1": named(KEYWORD), "2": named("constant.numeric") },
      },
      ...membersOf("file"),
    ],
    repository: { ...COMMON, ...Object.fromEntries(blocks) },
  };
}

/** As the file holds it. */
export const grammarText = (): string => `${JSON.stringify(textmateGrammar(), null, 2)}\n`;
