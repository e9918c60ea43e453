import fc from "fast-check";
import { expect, test } from "vitest";
import { applyChanges } from "../../lsp/documents.ts";
import { linesOf, offsetOf, positionOf } from "../../lsp/positions.ts";

const encodings = ["utf-8", "utf-16", "utf-32"] as const;
const texts = fc
  .array(fc.constantFrom("a", "é", "€", "😀", "\n", "\r\n", "\r", "\ufeff", "x y"), { maxLength: 40 })
  .map((parts) => parts.join(""));

test("an offset at a character's beginning comes back from its place, in every encoding", () => {
  fc.assert(
    fc.property(texts, fc.constantFrom(...encodings), (text, encoding) => {
      const lines = linesOf(text);
      for (let offset = 0; offset <= text.length; offset++) {
        const inside =
          /[\udc00-\udfff]/.test(text[offset] ?? "") || (text[offset] === "\n" && text[offset - 1] === "\r");
        if (!inside) expect(offsetOf(lines, positionOf(lines, offset, encoding), encoding)).toBe(offset);
      }
    }),
    { seed: 20261124, numRuns: 300 },
  );
});

test("places outside of the text are its nearest", () => {
  const lines = linesOf("ab\r\ncd");
  expect(offsetOf(lines, { line: 0, character: 99 }, "utf-16")).toBe(2);
  expect(offsetOf(lines, { line: 9, character: 0 }, "utf-8")).toBe(6);
  expect(offsetOf(lines, { line: 0, character: -1 }, "utf-32")).toBe(0);
});

test("changes build on each other, whatever the encoding", () => {
  for (const encoding of encodings) {
    const width = { "utf-8": 4, "utf-16": 2, "utf-32": 1 }[encoding];
    const after = applyChanges(
      "😀b\nc",
      [
        {
          range: { start: { line: 0, character: width }, end: { line: 0, character: width + 1 } },
          text: "xy",
        },
        { range: { start: { line: 0, character: width + 2 }, end: { line: 1, character: 0 } }, text: "" },
      ],
      encoding,
    );
    expect(after).toBe("😀xyc");
  }
  expect(applyChanges("a", [{ text: "whole" }], "utf-16")).toBe("whole");
});
