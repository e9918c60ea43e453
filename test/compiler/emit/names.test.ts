import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nameRules, platformName } from "../../../compiler/emit/names.ts";

const RULES = Object.entries(nameRules);

/** Names as people and attackers choose them: alike but for case, separators, look-alikes, length or a hash behind. */
const names = fc.oneof(
  fc
    .array(fc.constantFrom("a", "A", "-", "_", ".", "1", "é", "а", "X", "/", " ", "😀"), { maxLength: 8 })
    .map((parts) => parts.join("")),
  fc.constantFrom("tool_1", "tool1", "a-b", "a_b", "a.b", "A-B", "constructor", "__proto__", ""),
  fc
    .tuple(fc.constantFrom("x", "X", "y"), fc.integer({ min: 190, max: 205 }))
    .map(([letter, length]) => letter.repeat(length)),
  fc.string({ unit: "binary", maxLength: 12 }),
);

describe("names on a platform", () => {
  test.each(RULES)("%s: two different names never become one", (_title, rule) => {
    const keyOf = (name: string) =>
      "caseless" in rule ? platformName(name, rule).toLowerCase() : platformName(name, rule);
    fc.assert(
      fc.property(fc.uniqueArray(names, { minLength: 2, maxLength: 40 }), (list) => {
        expect(new Set(list.map(keyOf)).size).toBe(list.length);
      }),
      { seed: 1, numRuns: 400 },
    );
  });

  test.each(RULES)("%s: whatever the name, the result is one that the platform takes", (_title, rule) => {
    fc.assert(
      fc.property(names, (name) => {
        const made = platformName(name, rule);
        expect([...made].every(rule.allows)).toBe(true);
        expect(made.length).toBeGreaterThan(0);
        expect(made.length).toBeLessThanOrEqual(rule.maxLength);
        if ("letterFirst" in rule) expect(made).toMatch(/^[A-Za-z]/);
        if ("alphanumericFirst" in rule) expect(made).toMatch(/^[A-Za-z0-9]/);
      }),
      { seed: 2, numRuns: 1000 },
    );
  });

  test.each(RULES)(
    "%s: a made name is a name like any other, and is not taken by the one it was made from",
    (_title, rule) => {
      fc.assert(
        fc.property(names, (name) => {
          const made = platformName(name, rule);
          if (made !== name) expect(platformName(made, rule)).not.toBe(made);
        }),
        { seed: 3, numRuns: 1000 },
      );
    },
  );

  test("a file is named in small letters, and begins with a letter or a digit", () => {
    const made = ["Archiver", "_x", "-rf", "7z"].map((name) => platformName(name, nameRules.file));
    expect(made).toEqual([
      "archiver-8614cf005870",
      expect.stringMatching(/^n_x-[0-9a-f]{12}$/),
      expect.stringMatching(/^n-rf-[0-9a-f]{12}$/),
      "7z",
    ]);
  });

  test("a plain name stays itself", () => {
    for (const [, rule] of RULES) expect(platformName("triage2", rule)).toBe("triage2");
  });
});
