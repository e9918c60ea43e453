/** A repository of a test's own, and the steps of a pull request run over it. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect } from "vitest";
import { elements, outsideOfCode } from "./report/rendered.ts";

export const script = fileURLToPath(new URL("../../scripts/pull-request.mjs", import.meta.url));

export let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "remit-pr-"));
  git("init", "-q", "-b", "main");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

export function git(...args: readonly string[]): string {
  const identity = [
    "-c",
    "user.name=Test",
    "-c",
    "user.email=test@acme.example",
    "-c",
    "commit.gpgsign=false",
  ];
  const done = spawnSync("git", [...identity, ...args], { cwd: folder, encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stderr);
  return done.stdout.trim();
}

export function commit(files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  git("add", "-A");
  git("commit", "-q", "-m", "change");
  return git("rev-parse", "HEAD");
}

export const people = `owner jane { email "jane@acme.example" }\n`;
export const agent = (most: string, more = "") =>
  `${people}service invoices { action pay { risk write  input amount decimal } }\nagent triage { owner jane  expires 2027-03-31  may invoices:pay where amount <= ${most} until 2027-02-01 ${more} }\n`;

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly summary: string;
  readonly comment: string;
  readonly outputs: string;
  readonly sarif: readonly string[];
}

export function pullRequest(base: string, env: Readonly<Record<string, string>> = {}, cwd = folder): Outcome {
  const [summary, outputs, output] = ["summary", "outputs", "out"].map((name) => join(cwd, ".git", name));
  const done = spawnSync(process.execPath, [script], {
    cwd,
    encoding: "utf8",
    env: {
      PATH: process.env.PATH ?? "",
      HOME: process.env.HOME ?? "",
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_OUTPUT: outputs,
      REMIT_OUTPUT: output,
      REMIT_BASE: base,
      REMIT_AT: "2026-11-24",
      ...env,
    },
  });
  const read = (path: string | undefined) => readFileSync(path ?? "", "utf8");
  return {
    code: done.status,
    stdout: done.stdout,
    stderr: done.stderr,
    summary: read(summary),
    comment: read(join(output ?? "", "comment.md")),
    outputs: read(outputs),
    sarif: readdirSync(output ?? "")
      .filter((name) => name.endsWith(".sarif"))
      .sort(),
  };
}

/** Nothing that a branch brought is markup, a mention or a command. */
export function expectHarmless({ comment, summary, stdout }: Outcome): void {
  for (const text of [comment, summary]) {
    const own = [
      "code",
      "details",
      "h3",
      "li",
      "p",
      "pre",
      "strong",
      "summary",
      "table",
      "tbody",
      "td",
      "th",
      "thead",
    ];
    expect([...own, "tr", "ul"]).toEqual(expect.arrayContaining([...elements(text.replace(marker, ""))]));
    const outside = outsideOfCode(text).replaceAll(/&(amp|lt|gt|quot|#3[49]);/g, "");
    expect(outside).not.toMatch(/[@#]\w|\]\(|https?:/);
    expect(text).not.toMatch(/^\s*::/m);
  }
  for (const line of stdout.split(/[\r\n]/))
    expect(line).toMatch(
      /^(::(error|warning|notice) file=[^:]*,title=[\w-]+::.*|\d+ \w+(, \d+ \w+)*|nothing to report|::(error|warning)::.*|)$/,
    );
}

const marker = "<!-- remit-diff -->\n";
