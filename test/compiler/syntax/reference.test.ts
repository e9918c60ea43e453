import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { BLOCKS, MODIFIERS } from "../../../compiler/syntax/grammar.ts";
import { IDENTITY_PLATFORMS, PREDICATES, SUBJECTS } from "../../../compiler/syntax/grammar-fields.ts";
import type { Keyword, Part } from "../../../compiler/syntax/grammar-parts.ts";
import { TARGET_KINDS } from "../../../compiler/syntax/grammar-targets.ts";
import { parse } from "../../../compiler/syntax/parser.ts";
import { print } from "../../../compiler/syntax/printer.ts";

const page = readFileSync(new URL("../../../docs/language.md", import.meta.url), "utf8");
const fences = (language: string): readonly string[] =>
  [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, name]) => name === language)
    .map(([, , body]) => body ?? "");

/** Every literal word of the grammar's table. */
function wordsOf(parts: readonly Part[]): readonly string[] {
  return parts.flatMap((part) => {
    if (part.kind === "word") return [part.text];
    if (part.kind === "optional") return wordsOf(part.parts);
    if (part.kind === "choice") return part.options.flatMap(wordsOf);
    if (part.kind === "fields") return wordsIn(Object.entries(part.fields));
    return "shape" in part && part.shape.kind === "words" ? part.shape.words : [];
  });
}
const wordsIn = (table: readonly (readonly [string, Keyword])[]): readonly string[] =>
  table.flatMap(([word, keyword]) => [word, ...wordsOf(keyword.parts)]);

describe("the language reference", () => {
  test("has examples that parse, in canonical layout", () => {
    expect(fences("remit").length).toBeGreaterThan(1);
    for (const text of fences("remit")) {
      const { file, problems } = parse("docs.remit", text);
      expect(problems).toEqual([]);
      expect(print(file)).toBe(text);
    }
  });

  test("has every word of the table in its grammar, and no other", () => {
    const tables = [
      ...Object.values(BLOCKS),
      ...Object.values(MODIFIERS),
      IDENTITY_PLATFORMS,
      PREDICATES,
      SUBJECTS,
    ];
    const words = new Set([
      ...tables.flatMap((table) => wordsIn(Object.entries(table))),
      ...TARGET_KINDS,
      ...["remit", "by", "environment", "and", "or", "not", "in", "like", "under"],
    ]);
    const grammar = fences("ebnf")
      .join("\n")
      .replace(/\(\*.*?\*\)/g, "");
    const quoted = new Set([...grammar.matchAll(/"([a-z][\w-]*)"/g)].map(([, word]) => word ?? ""));
    words.delete("=");
    expect([...words].filter((word) => !quoted.has(word)).sort()).toEqual([]);
    expect([...quoted].filter((word) => !words.has(word)).sort()).toEqual([]);
  });

  test("defines what its grammar uses", () => {
    const grammar = fences("ebnf")
      .join("\n")
      .replace(/\(\*.*?\*\)/g, "")
      .replace(/"[^"]*"/g, "");
    const defined = new Set([...grammar.matchAll(/^([a-z-]+) +=/gm)].map(([, name]) => name ?? ""));
    const terminals = ["string", "value", "days", "hours", "letter-or-underscore", "digit", "part-character"];
    const used = [...grammar.matchAll(/[a-z][a-z-]*/g)].map(([name]) => name);
    expect(used.filter((name) => !defined.has(name) && !terminals.includes(name))).toEqual([]);
  });
});
