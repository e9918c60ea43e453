/** The parts of a TextMate grammar that this one uses, and its scopes. */

export interface Rule {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly include?: string;
  readonly captures?: Captures;
  readonly beginCaptures?: Captures;
  readonly endCaptures?: Captures;
  readonly patterns?: readonly Rule[];
}

export type Captures = Readonly<
  Record<string, { readonly name?: string; readonly patterns?: readonly Rule[] }>
>;

/** A name, dots included, as `lexer.ts` reads it. */
export const NAME = String.raw`[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*`;
/** Where a word ends that is no part of a longer name and begins no action. */
export const AFTER = String.raw`(?![\w:-]|\.[A-Za-z_])`;
export const BEFORE = String.raw`(?<![\w.:-])`;

export const scope = (name: string): string => `${name}.remit`;
export const include = (name: string): Rule => ({ include: `#${name}` });
export const named = (name: string): { readonly name: string } => ({ name: scope(name) });

export const KEYWORD = "keyword.other";
export const BRACE_BEGIN = { "0": named("punctuation.section.block.begin") };
export const BRACE_END = { "0": named("punctuation.section.block.end") };

/** What is the same everywhere: comments, strings, actions, numbers, operators, and names that nothing explains. */
export const COMMON: Readonly<Record<string, Rule>> = {
  comments: {
    patterns: [
      // The line's end belongs to it, so that no rule that looks behind takes a comment's last brace for a block's.
      { ...named("comment.line.documentation"), match: String.raw`^\s*///(?!/).*$\n?` },
      { ...named("comment.line.double-slash"), match: String.raw`//.*$\n?` },
      { ...named("comment.block"), begin: String.raw`/\*`, end: String.raw`\*/` },
    ],
  },
  strings: {
    ...named("string.quoted.double"),
    begin: '"',
    end: '"|$',
    beginCaptures: { "0": named("punctuation.definition.string.begin") },
    endCaptures: { "0": named("punctuation.definition.string.end") },
    patterns: [
      { ...named("constant.character.escape"), match: String.raw`\\(?:["\\nt$]|u\{[0-9A-Fa-f]{1,6}\})` },
      { ...named("invalid.illegal.escape"), match: String.raw`\\.` },
      {
        ...named("meta.interpolation"),
        match: String.raw`(\$\{)(${NAME})(\})`,
        captures: {
          "1": named("punctuation.definition.interpolation.begin"),
          "2": named("variable.other"),
          "3": named("punctuation.definition.interpolation.end"),
        },
      },
    ],
  },
  actions: {
    patterns: [
      {
        match: String.raw`${BEFORE}(${NAME})(:)((?:(?!//)[\w.:/*?-])*)`,
        captures: {
          "1": named("entity.name.type.service"),
          "2": named("punctuation.separator.action"),
          "3": named("entity.name.function.action"),
        },
      },
    ],
  },
  numbers: {
    patterns: [
      {
        ...named("constant.numeric.hours"),
        match: String.raw`${BEFORE}\d{1,2}:\d{2}\.\.\d{1,2}:\d{2}`,
      },
      {
        ...named("constant.numeric.instant"),
        match: String.raw`${BEFORE}\d{4}-\d{2}-\d{2}(?:T[\d:]+(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?)?`,
      },
      { ...named("constant.numeric.network"), match: String.raw`${BEFORE}\d+(?:\.\d+){3}(?:/\d+)?` },
      { ...named("constant.numeric.duration"), match: String.raw`${BEFORE}\d+[A-Za-z](?:\w)*` },
      { ...named("constant.numeric"), match: String.raw`${BEFORE}-?\d+(?:\.\d+)?` },
    ],
  },
  operators: {
    patterns: [
      { ...named("keyword.operator.comparison"), match: "==|!=|<=|>=|<|>" },
      { ...named("keyword.operator.assignment"), match: "=" },
      { ...named("keyword.operator.range"), match: String.raw`\.\.` },
      { ...named("punctuation.separator.list"), match: "," },
    ],
  },
  booleans: { ...named("constant.language.boolean"), match: `${BEFORE}(?:true|false)${AFTER}` },
  names: { ...named("variable.other"), match: NAME },
  values: {
    patterns: ["comments", "strings", "actions", "numbers", "operators", "booleans"].map(include),
  },
  // Braces of no known block.
  braces: {
    begin: String.raw`\{`,
    end: String.raw`\}`,
    beginCaptures: BRACE_BEGIN,
    endCaptures: BRACE_END,
    patterns: ["values", "braces", "names"].map(include),
  },
};
