import { describe, expect, test } from "vitest";
import { parse } from "../../../compiler/syntax/parser.ts";
import { print } from "../../../compiler/syntax/printer.ts";
import { generatePieces, KEYWORD_NAMES, type Random, random, write } from "./generate.ts";

const BITS = [
  "{",
  "}",
  "(",
  ")",
  '"',
  ",",
  "=",
  ":",
  "//",
  "/*",
  "*/",
  "///",
  "${",
  "..",
  "\n",
  "\r",
  "\ufeff",
  "\u0000",
  "é",
  "😀",
  "\ud800",
  "may",
  "agent x {",
  "-",
  "0",
  "2027-02-30",
  "not",
  "and",
  "\\",
  ";",
  "#",
  "'",
];

function mutate(text: string, chooser: Random): string {
  const at = chooser.below(text.length + 1);
  const length = 1 + chooser.below(chooser.chance(0.2) ? 60 : 3);
  const lines = text.split("\n");
  const line = chooser.below(lines.length);
  switch (chooser.below(6)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at + length) + text.slice(at);
    case 2:
      return text.slice(0, at) + chooser.pick(BITS) + text.slice(at);
    case 3:
      return text.slice(0, at) + (text[at + 1] ?? "") + (text[at] ?? "") + text.slice(at + 2);
    case 4:
      return [...lines.slice(0, line), ...lines.slice(line + 1)].join("\n");
    default:
      return [...lines.slice(0, line), lines[line] ?? "", ...lines.slice(line)].join("\n");
  }
}

describe("broken text", () => {
  test("10,000 mutations of valid files parse without an exception, with spans inside of the file", () => {
    let broken = 0;
    for (let number = 0; number < 10_000; number++) {
      const chooser = random(number);
      const pieces = generatePieces(chooser, 4);
      let text = write(
        pieces,
        () => chooser.pick(KEYWORD_NAMES),
        () => chooser.pick([" ", " ", "\n"]),
      );
      for (let count = 1 + chooser.below(3); count > 0; count--) text = mutate(text, chooser);
      const { file, problems } = parse("a.remit", text);
      for (const { span, message } of problems) {
        expect(
          span.start >= 0 && span.start <= span.end && span.end <= text.length,
          `${text}\n${message}`,
        ).toBe(true);
        expect(message, text).not.toMatch(/undefined|NaN|\[object/);
      }
      const places = problems.map((problem) => `${problem.code} ${problem.span.start} ${problem.span.end}`);
      expect(new Set(places).size, text).toBe(places.length);
      if (problems.length > 0) broken++;
      print(file);
    }
    expect(broken).toBeGreaterThan(5000);
  });
});
