import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { BLOCKS } from "../../compiler/syntax/grammar.ts";
import { grammarText } from "../../editors/vscode/generate/grammar.ts";
import { semanticTokens, type Token } from "../../lsp/features/semantic-tokens.ts";
import { at } from "../lsp/at.ts";
import { tokenize } from "./tokenize.ts";

const FILE = new URL("../../editors/vscode/syntaxes/remit.tmLanguage.json", import.meta.url);
const EXAMPLES = new URL("../../examples/", import.meta.url);

test("the grammar is the one that the compiler's tables give; 'npm run grammar' writes it", () => {
  expect(readFileSync(FILE, "utf8")).toBe(grammarText());
});

/** What the grammar may draw a token as of which the server knows the meaning. */
const DRAWN: Readonly<Partial<Record<Token["type"], RegExp>>> = {
  keyword: /^(keyword|support\.type|constant\.language)/,
  property: /^(keyword|variable|constant\.language|support\.type|entity)/,
  comment: /^comment/,
  string: /^string/,
  number: /^constant\.numeric/,
};
const NAME = /^(variable|entity\.name)/;

/** Inputs that are called like keywords: the grammar draws them as names where they are, the server does not say so. */
const INPUTS_LIKE_KEYWORDS = new Set(["account"]);

/** The folders below one that hold policies. */
function foldersOfPolicies(folder: URL): readonly URL[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  const below = entries.filter((entry) => entry.isDirectory()).sort((a, b) => (a.name < b.name ? -1 : 1));
  return [
    ...(entries.some(({ name }) => name.endsWith(".remit")) ? [folder] : []),
    ...below.flatMap(({ name }) => foldersOfPolicies(new URL(`${name}/`, folder))),
  ];
}

describe("in the examples, the grammar draws", () => {
  const worlds = foldersOfPolicies(EXAMPLES).map((folder) => {
    const names = readdirSync(folder).filter((file) => /\.(remit|json)$/.test(file));
    const files = Object.fromEntries(
      names.map((file) => [file, readFileSync(new URL(file, folder), "utf8")]),
    );
    return { name: folder.pathname.slice(EXAMPLES.pathname.length), files };
  });
  const cases = worlds.flatMap(({ name, files }) =>
    Object.keys(files)
      .filter((file) => file.endsWith(".remit"))
      .map((file) => ({ title: `${name}${file}`, file, files })),
  );

  test.each(cases)("each token of $title as what the server says that it is", async ({ file, files }) => {
    const text = files[file] ?? "";
    const { view } = await at({ ...files, [file]: `▮${text}` });
    const pieces = await tokenize(text);
    const tokens = await semanticTokens(view);
    expect(tokens.length).toBeGreaterThan(10);
    const wrong = tokens.flatMap(({ start, end, type }) => {
      const own = text.slice(start, end);
      const want =
        type === "keyword" && INPUTS_LIKE_KEYWORDS.has(own) ? /^(variable|keyword)/ : (DRAWN[type] ?? NAME);
      const found = pieces.filter((piece) => piece.start < end && piece.end > start);
      const fits = found.every(({ scopes }) => scopes.some((scope) => want.test(scope)));
      return found.length > 0 && fits
        ? []
        : [`${own}: ${type}, drawn as ${found.map(({ scopes }) => scopes.at(-1)).join(", ")}`];
    });
    expect(wrong).toEqual([]);
  });
});

/** The text with the innermost scope of each piece, a line each. */
const drawn = async (text: string): Promise<readonly string[]> =>
  (await tokenize(text)).map((piece) => `${piece.text.trim()}  ${piece.scopes.at(-1) ?? ""}`);

test("names that are written like keywords are drawn as names", async () => {
  expect(await drawn("remit 1\nagent review {\n  owner session\n  may until until 2027-03-31\n}")).toEqual([
    "remit  keyword.other",
    "1  constant.numeric",
    "agent  keyword.other",
    "review  entity.name.class",
    "{  punctuation.section.block.begin",
    "owner  keyword.other",
    "session  variable.other",
    "may  keyword.other",
    "until  entity.name.function",
    "until  keyword.other",
    "2027-03-31  constant.numeric.instant",
    "}  punctuation.section.block.end",
  ]);
});

test("strings show escapes and interpolations, and end with their line", async () => {
  expect(await drawn('let a = "x\\n${b}\nlet c = 1h30m')).toEqual([
    "let  keyword.other",
    "a  variable.other",
    "=  keyword.operator.assignment",
    '"  punctuation.definition.string.begin',
    "x  string.quoted.double",
    "\\n  constant.character.escape",
    "${  punctuation.definition.interpolation.begin",
    "b  variable.other",
    "}  punctuation.definition.interpolation.end",
    "let  keyword.other",
    "c  variable.other",
    "=  keyword.operator.assignment",
    "1h30m  constant.numeric.duration",
  ]);
});

test("a brace in a comment or a string closes no block", async () => {
  const source = 'agent a "}" { // }\n  owner b /* } */\n}\nowner c { email "x" } // end';
  const words = (await drawn(source)).filter((line) => line.includes("keyword.other"));
  expect(words).toEqual([
    "agent  keyword.other",
    "owner  keyword.other",
    "owner  keyword.other",
    "email  keyword.other",
  ]);
  expect(await drawn(source)).toContain("c  variable.other");
});

test("half a declaration is drawn as far as it goes", async () => {
  expect(await drawn("agent mailer {\n  may aws:s3:\n")).toEqual([
    "agent  keyword.other",
    "mailer  entity.name.class",
    "{  punctuation.section.block.begin",
    "may  keyword.other",
    "aws  entity.name.type.service",
    ":  punctuation.separator.action",
    "s3:  entity.name.function.action",
  ]);
});

test("every member of every block is drawn as a keyword in it", async () => {
  const openers: Readonly<Record<string, string>> = {
    action: "service s {\n action a {\n",
    "by-environment": "",
    classify: "classify tool:x {\n",
    file: "",
    identity: "agent a {\n identity {\n",
    target: "target opa {\n",
    test: 'test "t" {\n',
  };
  const wrong: string[] = [];
  for (const [block, members] of Object.entries(BLOCKS))
    for (const word of Object.keys(members)) {
      const lines = await drawn(`${openers[block] ?? `${block} x {\n`}  ${word}`);
      if (lines.at(-1) !== `${word}  keyword.other`) wrong.push(`${block}: ${lines.at(-1)}`);
    }
  expect(wrong).toEqual([]);
});

test("a long line of nothing in particular is read to its end", async () => {
  for (const text of [
    "a ".repeat(20_000),
    `"${"\\".repeat(40_000)}`,
    "a.".repeat(20_000),
    "may ".repeat(10_000),
  ])
    expect((await tokenize(text)).length).toBeGreaterThan(0);
});

test("a block of Remit in Markdown is drawn as Remit, and ends with its fence", async () => {
  const text = "Before agent\n\n```remit\nagent a {\n}\n```\nagent after\n";
  const found = await tokenize(text, "markdown.remit.codeblock");
  const agents = found.filter((piece) => /agent/.test(piece.text));
  expect(agents.map(({ text: piece, scopes }) => `${piece}: ${scopes.at(-1) ?? "nothing"}`)).toEqual([
    "Before agent: nothing",
    "agent: keyword.other",
    "agent after: nothing",
  ]);
});
