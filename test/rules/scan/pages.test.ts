import { describe, expect, test } from "vitest";
import { knowledgeOf, loadParsers } from "../../../bench/score/grant-tools.ts";
import { checkGrants, type GrantFinding } from "../../../rules/scan/check.ts";
import { scanRules } from "../../../rules/scan/index.ts";
import { mayHoldGrants } from "../../../scan/grants/prefilter.ts";
import { readGrants } from "../../../scan/grants/read.ts";
import { type Example, readPages } from "./pages.ts";

const pages = readPages();
const parsers = await loadParsers();

async function findings(example: Example): Promise<readonly GrantFinding[]> {
  const reading = readGrants(example.file, example.text, parsers);
  expect(reading.troubles).toEqual([]);
  const grants = reading.grants.map((grant) => ({ ...grant, file: example.file }));
  const rules = scanRules.filter((rule) => rule.id === example.rule);
  return checkGrants(rules, grants, await knowledgeOf(grants));
}

test("every rule has a page and every page a rule", () => {
  expect(pages.map((page) => page.rule).sort()).toEqual(scanRules.map((rule) => rule.id).sort());
});

test("there are 88 rules, and each is mapped to the agentic top ten, the LLM top ten and to weaknesses", () => {
  expect(scanRules.length).toBe(88);
  for (const { id, maps } of scanRules) {
    for (const [list, form] of [
      [maps.owaspAgentic, /^ASI(?:0[1-9]|10)$/],
      [maps.owaspLlm, /^LLM(?:0[1-9]|10):2025$/],
      [maps.cwe, /^CWE-[1-9]\d*$/],
      [maps.nist, /^[A-Z]{2}-\d+$/],
    ] as const) {
      expect(list.length, id).toBeGreaterThan(0);
      for (const entry of list) expect(entry, id).toMatch(form);
    }
  }
});

describe.each(pages)("the page of $rule", (page) => {
  const rule = scanRules.find((candidate) => candidate.id === page.rule);

  test("begins with the rule's title and its mappings", () => {
    const { tier, maps, title } = rule ?? { tier: "low", maps: undefined, title: "" };
    const [heading, , facts] = page.text.split("\n");
    expect(heading).toBe(`# ${page.rule}: ${title}`);
    const listed = [
      tier,
      ...(maps?.owaspAgentic ?? []),
      ...(maps?.owaspLlm ?? []),
      ...(maps?.cwe ?? []),
      ...(maps?.nist ?? []),
    ];
    expect(facts).toBe(listed.join(" · "));
  });

  test("says why it matters, what to do, and what is not reported", () => {
    for (const section of ["## Why it matters", "## What to do", "## Fails", "## Passes"])
      expect(page.text).toContain(`\n${section}\n`);
  });

  test("has an example that fails and two that pass", () => {
    expect(page.examples.filter((example) => example.verdict === "fails").length).toBeGreaterThanOrEqual(1);
    expect(page.examples.filter((example) => example.verdict === "passes").length).toBeGreaterThanOrEqual(2);
  });

  test.each(page.examples)("line $line: $file $verdict", async (example) => {
    const found = await findings(example);
    if (example.verdict === "passes") expect(found.map((finding) => finding.message)).toEqual([]);
    else expect(found.length).toBeGreaterThan(0);
    for (const finding of found) {
      expect(finding.message).not.toMatch(/\n|undefined|\[object/);
      expect(finding.extent.at).toBeGreaterThanOrEqual(0);
      expect(finding.extent.end).toBeLessThanOrEqual(example.text.length);
      expect(finding.extent.end).toBeGreaterThanOrEqual(finding.extent.at);
    }
  });

  test.each(page.examples)("line $line: the prefilter lets $file through if it fails", (example) => {
    if (example.verdict === "fails") expect(mayHoldGrants(example.file, example.text)).toBe(true);
  });
});
