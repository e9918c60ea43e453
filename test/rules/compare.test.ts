/** The examples in the pages of `rules/compare`, each a small world: a policy and a file of code. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { defaultConfig } from "../../cli/default-config.ts";
import { judge, policyOf } from "../../cli/scan/scanning.ts";
import { compareRules } from "../../rules/compare/index.ts";
import { scan } from "../../scan/scan.ts";
import { memoryHost } from "../scan/memory-host.ts";

const folder = join(import.meta.dirname, "../../rules/compare");
/** Pages of rules whose examples are run elsewhere. */
const elsewhere = new Set(["grant-exceeds-policy"]);
const rules = compareRules.filter(({ id }) => !elsewhere.has(id));
const at = Date.UTC(2026, 10, 24) / 1000;

interface World {
  readonly verdict: "Fails" | "Passes";
  readonly files: Readonly<Record<string, string>>;
}

function worldsOf(page: string): readonly World[] {
  return (["Fails", "Passes"] as const).flatMap((verdict) => {
    const section = page.split(`\n## ${verdict}\n`)[1]?.split("\n## ")[0] ?? "";
    return section.split("\nAnd:\n").map((part) => ({
      verdict,
      files: Object.fromEntries(
        [...part.matchAll(/^```\w+ file=(\S+)\n([\s\S]*?)^```$/gm)].map((match) => [
          match[1] ?? "",
          match[2] ?? "",
        ]),
      ),
    }));
  });
}

async function found(files: World["files"]) {
  const policy = await policyOf({
    config: defaultConfig("/world"),
    host: {
      read: async (path) => files[path],
      list: async () =>
        Object.keys(files)
          .filter((path) => path.endsWith(".remit"))
          .sort(),
      now: () => at,
      data: async () => undefined,
    },
  });
  expect(policy?.problems.filter(({ severity }) => severity === "error")).toEqual([]);
  const scanned = await scan(memoryHost(files), { includeTests: false, inScope: () => true });
  const judged = await judge(scanned, {
    at,
    text: async (file) => files[file],
    digest: (text) => createHash("sha256").update(text).digest("hex"),
    data: async () => undefined,
    ...(policy === undefined ? {} : { policy }),
  });
  return judged.findings;
}

test("every rule has a page and every page a rule", () => {
  const pages = readdirSync(folder).filter((name) => name.endsWith(".md") && name !== "README.md");
  expect(pages.map((name) => name.slice(0, -3)).sort()).toEqual(compareRules.map(({ id }) => id).sort());
});

describe.each(rules)("the page of $id", ({ id, title, severity }) => {
  const page = readFileSync(join(folder, `${id}.md`), "utf8");
  const worlds = worldsOf(page);

  test("begins with the rule's title and severity, and says what to do", () => {
    expect(page.split("\n").slice(0, 3)).toEqual([`# ${id}: ${title}`, "", severity]);
    for (const section of ["Why it matters", "What to do", "What is not reported"])
      expect(page).toContain(`\n## ${section}\n`);
  });

  test("has an example that fails and two that pass", () => {
    expect(worlds.filter(({ verdict }) => verdict === "Fails").length).toBeGreaterThanOrEqual(1);
    expect(worlds.filter(({ verdict }) => verdict === "Passes").length).toBeGreaterThanOrEqual(2);
  });

  test.each(worlds.map((world, index) => ({ ...world, index })))(
    "example $index $verdict",
    async ({ verdict, files }) => {
      const own = (await found(files)).filter(({ rule }) => rule === id);
      if (verdict === "Passes") expect(own.map(({ message }) => message)).toEqual([]);
      else {
        expect(own).toHaveLength(1);
        expect(own[0]?.message).not.toMatch(/\n|undefined|\[object/);
        expect(own[0]?.severity).toBe(severity);
      }
    },
  );
});
