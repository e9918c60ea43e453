import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, validateGrammar } from "../../../compiler/syntax/parser.ts";
import { generatePieces, KEYWORD_NAMES, random, write } from "./generate.ts";
import { shapeOf } from "./shape.ts";

const seed = { seed: 20_270_331, numRuns: 5000 };

describe("keywords are names wherever a name stands", () => {
  test("the grammar is well-formed by the parser library's own checks", () => {
    expect(() => validateGrammar()).not.toThrow();
  });

  test("files made from the table have no problem", () => {
    fc.assert(
      fc.property(fc.integer(), (number) => {
        const pieces = generatePieces(random(number));
        const text = write(
          pieces,
          (index) => `n${index}`,
          () => " ",
        );
        expect(
          parse("a.remit", text).problems.map((problem) => problem.message),
          text,
        ).toEqual([]);
      }),
      seed,
    );
  });

  test("names that are keywords elsewhere give the same tree as plain names", () => {
    fc.assert(
      fc.property(fc.integer(), (number) => {
        const pieces = generatePieces(random(number));
        const chooser = random(number + 1);
        const hostile = new Map<number, string>();
        const hostileName = (index: number): string => {
          const name = hostile.get(index) ?? chooser.pick(KEYWORD_NAMES);
          hostile.set(index, name);
          return name;
        };
        const plain = write(
          pieces,
          (index) => `n${index}`,
          () => " ",
        );
        const text = write(pieces, hostileName, () => "\n");
        const result = parse("a.remit", text);
        expect(
          result.problems.map((problem) => problem.message),
          text,
        ).toEqual([]);
        const renamed = shapeOf(parse("a.remit", plain).file, (name) =>
          /^n\d+$/.test(name) ? (hostile.get(Number(name.slice(1))) ?? name) : name,
        );
        expect(shapeOf(result.file), text).toEqual(renamed);
      }),
      seed,
    );
  });
});
