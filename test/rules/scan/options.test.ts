/** Dangerous options, each in the words that set it, and what looks like one and is none: `fixtures/options.md`. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { knowledgeOf, loadParsers } from "../../../bench/score/grant-tools.ts";
import { checkGrants } from "../../../rules/scan/check.ts";
import { scanRules } from "../../../rules/scan/index.ts";
import { mayHoldGrants } from "../../../scan/grants/prefilter.ts";
import { readGrants } from "../../../scan/grants/read.ts";

interface Case {
  readonly framework: string;
  readonly option: string;
  readonly file: string;
  readonly text: string;
  readonly told: boolean;
  readonly rule: string;
}

function cases(page: string): readonly Case[] {
  const found: Case[] = [];
  let framework = "";
  const lines = page.split("\n");
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    framework = /^## (.+)$/.exec(line)?.[1] ?? framework;
    const head = /^````\w+ file=(\S+) option=(\S+) (told|silent)=(\S+)$/.exec(line);
    if (head === null) continue;
    const [, file = "", option = "", verdict, rule = ""] = head;
    const close = lines.indexOf("````", index + 1);
    const text = `${lines.slice(index + 1, close).join("\n")}\n`;
    found.push({ framework, option, file, text, told: verdict === "told", rule });
    index = close;
  }
  return found;
}

const parsers = await loadParsers();
const all = cases(readFileSync("test/rules/scan/fixtures/options.md", "utf8"));

async function rulesThatTell(file: string, text: string): Promise<readonly string[]> {
  const grants = readGrants(file, text, parsers).grants.map((grant) => ({ ...grant, file }));
  return checkGrants(scanRules, grants, await knowledgeOf(grants)).map((finding) => finding.rule);
}

describe("dangerous options", () => {
  all.forEach(({ framework, option, file, text, told, rule }, index) => {
    test(`${index + 1}: ${option} in ${file} (${framework}) is ${told ? "told by" : "not"} ${rule}`, async () => {
      expect(scanRules.map(({ id }) => id)).toContain(rule);
      const rules = await rulesThatTell(file, text);
      if (told) expect(mayHoldGrants(file, text)).toBe(true);
      expect(rules.includes(rule), `told by ${rules.join(", ") || "none"}`).toBe(told);
    });
  });
});

/** The rows of the page for people: framework, option, and the rules or the reason why there is none. */
const rows = readFileSync("docs/scan-options.md", "utf8")
  .split("\n")
  .flatMap((line) => {
    const [, framework = "", option = "", answer = ""] = line.split("|").map((cell) => cell.trim());
    return /^`[\w-]+`$/.test(option) ? [{ framework, option: option.slice(1, -1), answer }] : [];
  });

describe("the page on dangerous options", () => {
  test("names for each option that is told a rule that tells it in an example", () => {
    for (const { framework, option, answer } of rows) {
      const named = [...answer.matchAll(/\[`([\w-]+)`\]/g)].map((match) => match[1]);
      if (named.length === 0) continue;
      const tested = all.filter((one) => one.framework === framework && one.option === option && one.told);
      expect([...new Set(tested.map(({ rule }) => rule))].sort(), `${framework} ${option}`).toEqual(
        [...named].sort(),
      );
    }
  });

  test("has a row for each option of the examples, and says of each that is not told why", () => {
    const known = new Set(rows.map(({ framework, option }) => `${framework} ${option}`));
    const shown = all.filter(({ told, framework }) => told && !/^Defaults/.test(framework));
    expect(
      shown
        .filter(({ framework, option }) => !known.has(`${framework} ${option}`))
        .map(({ option }) => option),
    ).toEqual([]);
    for (const { option, answer } of rows) expect(answer, option).toMatch(/\[`|^not reported: \S/);
  });
});
