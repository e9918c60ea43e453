/** Other ways to write what a rule is about, and what looks like them and is none: `fixtures/spellings.md`. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { knowledgeOf, loadParsers } from "../../../bench/score/grant-tools.ts";
import { checkGrants } from "../../../rules/scan/check.ts";
import { scanRules } from "../../../rules/scan/index.ts";
import { mayHoldGrants } from "../../../scan/grants/prefilter.ts";
import { readGrants } from "../../../scan/grants/read.ts";

interface Case {
  readonly file: string;
  readonly rule: string;
  readonly told: boolean;
  readonly text: string;
}

function cases(page: string): readonly Case[] {
  return [...page.matchAll(/^````\w+ file=(\S+) (told|silent)=(\S+)\n([\s\S]*?)^````$/gm)].map(
    ([, file = "", verdict, rule = "", text = ""]) => ({ file, rule, told: verdict === "told", text }),
  );
}

const parsers = await loadParsers();
const all = cases(readFileSync("test/rules/scan/fixtures/spellings.md", "utf8"));

describe("spellings", () => {
  test("are read from the page", () => expect(all.length).toBeGreaterThan(20));

  all.forEach(({ file, rule, told, text }, index) => {
    test(`${index + 1}: ${rule} ${told ? "tells" : "is silent about"} ${file}`, async () => {
      expect(scanRules.map(({ id }) => id)).toContain(rule);
      const grants = readGrants(file, text, parsers).grants.map((grant) => ({ ...grant, file }));
      const rules = checkGrants(scanRules, grants, await knowledgeOf(grants)).map((finding) => finding.rule);
      if (told) expect(mayHoldGrants(file, text)).toBe(true);
      expect(rules.includes(rule), `told by ${rules.join(", ") || "none"}`).toBe(told);
    });
  });
});
