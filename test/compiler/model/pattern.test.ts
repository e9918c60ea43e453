import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findText, type Language } from "../../../compiler/model/language.ts";
import { asGlob, contains, intersects, matches } from "../../../compiler/model/pattern.ts";
import { isSafePath } from "../../../compiler/model/safe-path.ts";

const letters = ["a", "b", "c"];
const texts = (length: number): string[] =>
  length === 0 ? [""] : ["", ...texts(length - 1).flatMap((text) => letters.map((letter) => text + letter))];
const short = [...new Set(texts(5))].sort((a, b) => a.length - b.length);
const glob = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 5 });
const globs = fc.array(glob, { maxLength: 3 });
const run = (seed: number, numRuns: number) => ({ seed, numRuns });

function asRegExp(text: string): RegExp {
  const source = [...text].map((char) =>
    char === "*" ? "[^]*" : char === "?" ? "[^]" : char.replace(/[./]/, "\\$&"),
  );
  return new RegExp(`^${source.join("")}$`, "u");
}

describe("matching", () => {
  it("is what the same regular expression says", () => {
    const unit = fc.constantFrom("a", "b", "/", ".", "😀", "\n", "é");
    const pattern = fc.string({ unit: fc.oneof(unit, fc.constantFrom("*", "?")), maxLength: 8 });
    fc.assert(
      fc.property(pattern, fc.string({ unit, maxLength: 10 }), (p, text) => {
        expect(matches(p, text)).toBe(asRegExp(p).test(text));
      }),
      run(1, 5000),
    );
  });

  it("counts code points and does not blow up", () => {
    expect(matches("?", "😀")).toBe(true);
    expect(matches("??", "😀")).toBe(false);
    expect(matches("*?", "")).toBe(false);
    expect(matches(`${"*a".repeat(200)}b`, "a".repeat(5000))).toBe(false);
  });
});

describe("the algebra of globs agrees with brute force", () => {
  const language = fc.record<Language>({
    within: fc.array(fc.array(glob.map(asGlob), { minLength: 1, maxLength: 3 }), { maxLength: 2 }),
    outside: globs.map((list) => list.map(asGlob)),
    shape: fc.constantFrom("text", "name"),
  });
  const isIn = ({ within, outside, shape }: Language, text: string) =>
    within.every((list) => list.some((one) => matches(one.text, text))) &&
    !outside.some((one) => matches(one.text, text)) &&
    (shape === "text" || text !== "");

  it("on emptiness, with a shortest witness", () => {
    fc.assert(
      fc.property(language, (l) => {
        const found = findText(l);
        const expected = short.find((text) => isIn(l, text));
        if (found.kind !== "witness") {
          expect(found.kind).toBe("empty");
          expect(expected).toBeUndefined();
        } else {
          expect(isIn(l, found.text)).toBe(true);
          if (expected !== undefined) expect(found.text.length).toBe(expected.length);
        }
      }),
      run(2, 6000),
    );
  });

  it("on containment in a union", () => {
    fc.assert(
      fc.property(globs, glob, (list, one) => {
        const outside = short.some((t) => matches(one, t) && !list.some((other) => matches(other, t)));
        const claimed = contains(list, one);
        if (outside) expect(claimed).toBe(false);
        else if (!claimed) {
          const found = findText({ within: [[asGlob(one)]], outside: list.map(asGlob), shape: "text" });
          expect(found.kind).toBe("witness");
        }
      }),
      run(3, 6000),
    );
  });

  it("on intersection", () => {
    fc.assert(
      fc.property(glob, glob, (one, other) => {
        const shared = short.some((text) => matches(one, text) && matches(other, text));
        const claimed = intersects(one, other);
        if (shared) expect(claimed).toBe(true);
        else if (claimed) {
          const found = findText({ within: [[asGlob(one)], [asGlob(other)]], outside: [], shape: "text" });
          expect(found.kind === "witness" && found.text.length > 5).toBe(true);
        }
      }),
      run(4, 6000),
    );
  });
});

describe("witnesses", () => {
  const found = (within: string[], outside: string[], shape: Language["shape"] = "name") => {
    const search = findText({
      within: within.map((one) => [asGlob(one)]),
      outside: outside.map(asGlob),
      shape,
    });
    return search.kind === "witness" ? search.text : search.kind;
  };

  it("are short and readable", () => {
    expect(found(["*"], [])).toBe("x");
    expect(found(["arn:aws:s3:::acme/*"], ["arn:aws:s3:::acme/inbox/*"])).toBe("arn:aws:s3:::acme/");
    expect(found(["a?c"], ["axc"])).toBe("ayc");
    expect(found(["a/*"], ["a/"], "text")).toBe("a/x");
    expect(found(["*"], ["?*"], "text")).toBe("");
    expect(found(["*"], ["*", "x"])).toBe("empty");
    expect(found(["a*", "*b"], ["a*b"])).toBe("empty");
  });

  it("take patterns to the letter where they are none", () => {
    const search = findText({ within: [[{ text: "a*", wildcard: false }]], outside: [], shape: "text" });
    expect(search).toEqual({ kind: "witness", text: "a*" });
  });

  it("of paths are resources that are not denied outright", () => {
    expect(found(["*.*"], [], "path")).toBe("x.");
    expect(found(["a/?/b"], ["a/x/b", "a/y/b"], "path")).toBe("a/z/b");
    expect(found(["a/../*"], [], "path")).toBe("empty");
    expect(found(["..*"], ["..x*"], "path")).toBe("..y");
    expect(found(["a/%2e?"], [], "path")).toBe("a/%2ex");
    expect(found(["a/%2E%2e"], [], "path")).toBe("empty");
    expect(found(["*%c2%8*"], [], "path")).toBe("%c2%8");
  });

  it("of paths follow the same rule as requests", () => {
    const unit = fc.constantFrom(..."aA./%%%0127cCeEfF89\n", "\u0085", "é");
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 12, minLength: 1 }), (text) => {
        const search = findText({ within: [[{ text, wildcard: false }]], outside: [], shape: "path" });
        expect(search.kind === "witness").toBe(isSafePath(text));
      }),
      run(5, 20_000),
    );
  });

  it("are refused, not looked for without end, where the globs are absurd", () => {
    const absurd = (letter: string) => `*${letter}${"?".repeat(24)}`;
    expect(found([absurd("a"), absurd("b"), absurd("c")], ["*d"])).not.toBe("empty");
    const halves = Array.from({ length: 40 }, (_, index) => `*${String.fromCodePoint(0x4e00 + index)}*`);
    expect(found(halves, ["*x?*"])).toBe("too-complex");
  });
});
