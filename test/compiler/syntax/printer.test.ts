import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lex } from "../../../compiler/syntax/lexer.ts";
import { parse } from "../../../compiler/syntax/parser.ts";
import { print } from "../../../compiler/syntax/printer.ts";
import { generatePieces, KEYWORD_NAMES, type Random, random, write } from "./generate.ts";
import { shapeOf } from "./shape.ts";

const seed = { seed: 20_270_331, numRuns: 2000 };
const format = (text: string): string => print(parse("a.remit", text).file);

const GAPS = [" ", " ", " ", " ", "\n", "\n", "  ", "\n\n\n", "\t", " /* c */ ", "\n\n/* c */ "];
const COMMENTS = [
  " // c\n",
  "\n// c\n",
  "\n\n  /* a\n   b */\n",
  "\n/// doc\n",
  "\n/// doc\n\n/// other\n",
  " /* a */ // b\n",
];

/** A random file, laid out at random: `tidy` ones have few line breaks, so that blocks stay on a line. */
function source(number: number): string {
  const chooser: Random = random(number);
  const pieces = generatePieces(random(number), 3);
  const tidy = chooser.chance(0.3);
  const comments = chooser.chance(0.5) ? 0.1 : 0;
  let count = 0;
  const gap = (): string => {
    count++;
    if (chooser.chance(comments))
      return chooser.pick(COMMENTS).replace(/[a-c](?= |\n)/g, (letter) => `${letter}${count}`);
    return tidy && chooser.chance(0.97) ? " " : chooser.pick(GAPS);
  };
  return write(pieces, () => chooser.pick(KEYWORD_NAMES), gap) + (chooser.chance(0.2) ? " // end" : "");
}

const commentsOf = (text: string): readonly string[] =>
  lex("a.remit", text).comments.map((comment) => comment.text.replaceAll("\r\n", "\n").trimEnd());

describe("the printer", () => {
  test("keeps the tree", () => {
    fc.assert(
      fc.property(fc.integer(), (number) => {
        const text = source(number);
        const before = parse("a.remit", text);
        const after = parse("a.remit", print(before.file));
        expect(after.problems, text).toEqual([]);
        expect(shapeOf(after.file), text).toEqual(shapeOf(before.file));
      }),
      seed,
    );
  });

  test("changes nothing the second time", () => {
    fc.assert(
      fc.property(fc.integer(), (number) => {
        const once = format(source(number));
        expect(format(once)).toBe(once);
      }),
      seed,
    );
  });

  test("keeps each comment once and in order", () => {
    fc.assert(
      fc.property(fc.integer(), (number) => {
        const text = source(number);
        expect(commentsOf(format(text)), text).toEqual(commentsOf(text));
      }),
      seed,
    );
  });

  test("gives a file with CRLF its CRLF back, and else the same text", () => {
    fc.assert(
      fc.property(fc.integer(), (number) => {
        const text = source(number);
        fc.pre(text.includes("\n"));
        expect(format(text.replaceAll("\n", "\r\n"))).toBe(format(text).replaceAll("\n", "\r\n"));
      }),
      seed,
    );
  });

  test("leaves no blanks at line ends and no more than one empty line", () => {
    fc.assert(
      fc.property(fc.integer(), (number) => {
        const text = format(source(number));
        for (const line of text.split("\n")) expect(line, text).not.toMatch(/[ \t]$/);
        expect(text).not.toMatch(/\n\n\n|^\n|\n\n$/);
      }),
      seed,
    );
  });
});
