import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cedarString,
  compactJson,
  htmlText,
  iamString,
  markdownText,
  oneLine,
  stableJson,
  terraformString,
} from "../../../compiler/emit/escape.ts";
import { HOSTILE } from "../../../compiler/model/probe-values.ts";

const texts = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc
    .array(
      fc.constantFrom(
        ...HOSTILE.filter((text) => text.length < 50),
        "</script>",
        "::error::",
        "\u001b[31m",
        "*/",
        "%{if x}",
        "${aws:username}",
        "](https://x)",
        "| a |",
        "<img src=x>",
        "\u200f",
        "\r\n",
      ),
      { maxLength: 4 },
    )
    .map((parts) => parts.join("")),
);
const check = (law: (text: string) => void) => fc.assert(fc.property(texts, law), { seed: 1, numRuns: 2000 });

describe("escaping", () => {
  test("JSON reads back as it was, with its keys in order, also those that are properties of every object", () => {
    check((text) => {
      const value = { [text]: text, z: [text], a: { __proto__: null, b: text } };
      expect(JSON.parse(stableJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      expect(JSON.parse(compactJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    });
    expect(compactJson(JSON.parse('{"b":1,"__proto__":{"d":1,"c":2},"a":1}'))).toBe(
      '{"__proto__":{"c":2,"d":1},"a":1,"b":1}',
    );
  });

  test("JSON of long lists and large objects, at any depth, is what the engine makes of the whole in order", () => {
    const inOrder = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(inOrder);
      if (typeof value !== "object" || value === null) return value;
      const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
      return Object.fromEntries(entries.map(([key, item]) => [key, inOrder(item)]));
    };
    const leaf = fc.oneof(fc.integer(), texts, fc.constant(null), fc.constant(undefined), fc.constant([]));
    const key = fc.oneof(texts, fc.nat(300).map(String), fc.constant("__proto__"));
    const small = fc.oneof(leaf, fc.dictionary(key, leaf, { maxKeys: 4 }), fc.array(leaf, { maxLength: 4 }));
    const large = (length: number) =>
      fc.oneof(
        fc.array(small, { minLength: length, maxLength: length, size: "max" }),
        fc
          .array(fc.tuple(key, small), { minLength: length, maxLength: length, size: "max" })
          .map((pairs) => Object.fromEntries(pairs)),
      );
    const value = fc
      .tuple(fc.constantFrom(0, 1, 99, 100, 101, 200, 250), fc.nat(6), small)
      .chain(([length, depth, beside]) =>
        large(length).map((inner) => {
          let nested: unknown = inner;
          for (let level = 0; level < depth; level++)
            nested = level % 2 === 0 ? { z: nested, a: beside, gone: undefined } : [beside, nested];
          return nested;
        }),
      );
    fc.assert(
      fc.property(value, (one) => {
        const text = `${JSON.stringify(inOrder(one), null, 2)}\n`;
        expect(stableJson(one)).toBe(text);
        expect(compactJson(one)).toBe(JSON.stringify(inOrder(one)));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test("Terraform and IAM see no template in a text, and give it back", () => {
    check((text) => {
      const escaped = terraformString(text);
      expect(escaped.replace(/\$\$\{|%%\{/g, "")).not.toMatch(/[$%]\{/);
      expect(escaped.replace(/([$%])\1\{/g, "$1{")).toBe(text);
      expect(iamString(text).replaceAll("${$}{", "${")).toBe(text);
      expect(iamString(text).replaceAll("${$}", "")).not.toContain("${");
    });
  });

  test("a Cedar string has no quote, line end or invisible mark but its own", () => {
    check((text) => {
      const inside = cedarString(text).slice(1, -1);
      expect(inside.replace(/\\["\\]|\\u\{[0-9a-f]+\}/g, "")).not.toMatch(/["\\\p{Cc}\u202e\u2028]/u);
    });
  });

  test("Markdown and HTML show a text and do nothing else with it", () => {
    check((text) => {
      expect(htmlText(text)).not.toMatch(/[<>"']/);
      const shown = markdownText(text);
      expect(shown).not.toMatch(/[<>\n\r]/);
      expect(shown.replace(/\\./gu, "")).not.toMatch(/[`*_[\]()#|~@]/);
    });
  });

  test("one line is one line, without what moves a cursor or turns text round", () => {
    check((text) => {
      expect(oneLine(text)).not.toMatch(/\p{Cc}|[\u202a-\u202e\u2066-\u2069\u2028\u2029\u200f]/u);
    });
  });
});
