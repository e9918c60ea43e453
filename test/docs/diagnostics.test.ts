/**
 * The pages of the diagnostics are their own tests. `UPDATE_DOCS=1` writes what comes from the registry: the second
 * line of each page and the table of the README.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileTargets } from "../../compiler/emit/compile.ts";
import { checkWorkspace } from "../../compiler/index.ts";
import type { Problem } from "../../compiler/problem.ts";
import { problems } from "../../compiler/problems.ts";
import { runPolicyRules } from "../../rules/policy/index.ts";
import { config } from "../compiler/diagnose.ts";
import { memoryHost } from "../compiler/memory-host.ts";
import { root } from "./fences.ts";

const folder = join(root, "docs/diagnostics");
const update = process.env.UPDATE_DOCS === "1";
const read = (name: string): string => readFileSync(join(folder, name), "utf8");

interface Example {
  readonly kind: "fails" | "passes";
  readonly also: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

/** The fences of a page; a text before the first `=== path` is `policy.remit`. */
function examplesOf(page: string): readonly Example[] {
  return [...page.matchAll(/^```remit (fails|passes)(?: also ([a-z -]+))?\n([\s\S]*?)^```$/gm)].map(
    (match) => {
      const [, kind, also = "", body = ""] = match;
      const [first = "", ...others] = body.split(/^=== /m);
      const files = others.map((part) => {
        const end = part.indexOf("\n");
        return [part.slice(0, end), part.slice(end + 1)] as const;
      });
      return {
        kind: kind === "fails" ? "fails" : "passes",
        also: also.split(" ").filter((code) => code !== ""),
        files: Object.fromEntries([["policy.remit", first] as const, ...files]),
      };
    },
  );
}

/** All that a check finds, and a compile where the check allows one. */
async function found(files: Example["files"]): Promise<readonly Problem[]> {
  const host = memoryHost(files);
  const checked = await checkWorkspace(host, config);
  const checks = await runPolicyRules(checked, host);
  const compiles = checked.policies.some(({ targets }) => targets.length > 0);
  if (!compiles || checks.some(({ severity }) => severity === "error")) return checks;
  const { problems: losses } = await compileTargets(checked, { version: "0" }, host.data);
  return [...checks, ...losses];
}

const codes = (list: readonly Problem[]): readonly string[] =>
  [...new Set(list.map(({ code }) => code))].sort();

test("Every code has a page, and every page a code", () => {
  const pages = readdirSync(folder).filter((name) => name !== "README.md");
  expect(pages.sort()).toEqual(
    Object.keys(problems)
      .map((code) => `${code}.md`)
      .sort(),
  );
});

test("The table is made from the registry", () => {
  const rows = Object.entries(problems).map(
    ([code, { severity, summary }]) => `| [\`${code}\`](${code}.md) | ${severity} | ${summary} |`,
  );
  const table = ["| code | severity | when |", "| --- | --- | --- |", ...rows].join("\n");
  const readme = read("README.md");
  const made = readme.replace(
    /<!-- table -->[\s\S]*<!-- \/table -->/,
    () => `<!-- table -->\n${table}\n<!-- /table -->`,
  );
  if (update) writeFileSync(join(folder, "README.md"), made);
  else expect(readme).toBe(made);
});

describe.each(Object.entries(problems))("The page of %s", (code, { severity, summary }) => {
  test("begins as the registry has it, and says why it matters", () => {
    const head = `# ${code}\n\n*${severity}* · ${summary}\n\n`;
    const page = read(`${code}.md`);
    if (update) writeFileSync(join(folder, `${code}.md`), head + page.split("\n").slice(4).join("\n"));
    else expect(page.startsWith(head)).toBe(true);
    expect(page).toContain("\n## Why it matters\n");
  });

  test("has an example that gives it, and nothing else", async () => {
    const examples = examplesOf(read(`${code}.md`)).filter(({ kind }) => kind === "fails");
    expect(examples.length).toBeGreaterThan(0);
    for (const { files, also } of examples) {
      const list = await found(files);
      expect(codes(list), list.map(({ message }) => message).join("\n")).toEqual([code, ...also].sort());
    }
  });

  test("has an example that does not", async () => {
    const examples = examplesOf(read(`${code}.md`)).filter(({ kind }) => kind === "passes");
    expect(examples.length).toBeGreaterThan(0);
    for (const { files, also } of examples) {
      const list = await found(files);
      const objections = list.filter((one) => one.severity !== "info" || one.code === code);
      expect(codes(objections), objections.map(({ message }) => message).join("\n")).toEqual(
        [...also].sort(),
      );
    }
  });
});
