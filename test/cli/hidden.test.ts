/** What a change does so that the scan passes something over, and how a reviewer sees it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { agent, commit, folder, git, pullRequest } from "./pull-request-world.ts";
import { remit } from "./run.ts";

const rogue = 'from agents import Agent\n\nrogue = Agent(name="rogue")\n';

const scan = async (...words: readonly string[]): Promise<string> =>
  (await remit(["scan", "--fail-on", "none", ...words], { cwd: folder })).out;

describe("what git tracks", () => {
  it("is scanned whatever .gitignore says, and what it does not track is left out", async () => {
    const base = commit({ "a.remit": agent("500.00") });
    mkdirSync(join(folder, "jobs/deep"), { recursive: true });
    writeFileSync(join(folder, ".gitignore"), "jobs/\n*.tmp.py\n");
    for (const name of ["jobs/deep/rogue.py", "a.tmp.py"]) {
      writeFileSync(join(folder, name), rogue);
      git("add", "-f", name);
    }
    git("commit", "-q", "-m", "change");
    writeFileSync(join(folder, "jobs/deep/untracked.py"), rogue);
    const found = await scan("--since", base);
    expect(found).toContain("jobs/deep/rogue.py:3");
    expect(found).toContain("a.tmp.py:3");
    expect(found).not.toContain("untracked.py");
    expect((await remit(["scan", "."], { cwd: join(folder, "jobs") })).out).toContain("deep/rogue.py:3");
    expect(pullRequest(base).code).toBe(1);
  });

  it("is left out by .remitignore", async () => {
    commit({ "a.remit": agent("500.00"), "jobs/rogue.py": rogue, ".remitignore": "jobs/\n" });
    expect(await scan()).not.toContain("rogue.py");
  });
});

describe("a finding that a change hides is told, and why", () => {
  const config = (scan: string): string => `policies: '*.remit'\nscan:\n  ${scan}\n`;
  const ignored = rogue.replace(
    "rogue =",
    "# remit-ignore undeclared-agent until 2027-01-31: nothing to see\nrogue =",
  );

  it.each([
    ["an exclude", { "remit.yaml": config("exclude: [jobs/**]") }, "the 'scan' section of remit.yaml"],
    ["an include", { "remit.yaml": config("include: [src/**]") }, "the 'scan' section of remit.yaml"],
    ["a .remitignore", { ".remitignore": "jobs/\n.remitignore\n" }, "a '.remitignore'"],
    ["a .remitignore in its folder", { "jobs/.remitignore": "*\n" }, "a '.remitignore'"],
    ["a comment", { "jobs/rogue.py": ignored }, "a 'remit-ignore' comment, until 2027-01-31: nothing to see"],
  ])("by %s", async (_what, files, why) => {
    const base = commit({ "a.remit": agent("500.00") });
    const first = commit({ "jobs/rogue.py": rogue, ...files });
    const found = await scan("--since", base);
    expect(found).toContain("This change hides 1 finding from the scan.");
    expect(found).toMatch(/note\[hidden-finding\]: This change hides an error, 'undeclared-agent': .*rogue/);
    expect(found).toContain(why);
    expect(found).toMatch(/jobs\/rogue\.py:[34]:/);
    const rules = JSON.parse(await scan("--since", base, "--format", "json")).findings;
    expect(rules.map((one: { rule: string }) => one.rule)).toEqual(["hidden-finding"]);
    const code = async (limit: string) =>
      (await remit(["scan", "--since", base, "--fail-on", limit], { cwd: folder })).code;
    expect([await code("note"), await code("error")]).toEqual([1, 0]);
    // What the base hid already is not hidden by the change.
    commit({ "b.md": "more\n" });
    expect(await scan("--since", first)).toContain("nothing new since");
  });

  it("also one that the base had, and one in a file that moved only then", async () => {
    const base = commit({ "a.remit": agent("500.00"), "jobs/rogue.py": rogue });
    const hiding = commit({ "jobs/rogue.py": ignored });
    expect(await scan("--since", base)).toContain("This change hides 1 finding");
    git("mv", "jobs/rogue.py", "jobs/moved.py");
    commit({});
    expect(await scan("--since", hiding)).toContain("nothing new since");
    commit({ "remit.yaml": config("exclude: [jobs/**]"), "jobs/moved.py": rogue });
    expect(await scan("--since", base)).toContain("This change hides 1 finding");
  });

  it("not where nothing is found in what is left out, nor in what git ignores and does not track", async () => {
    const base = commit({ "a.remit": agent("500.00") });
    commit({
      "remit.yaml": config("exclude: [jobs/**]"),
      "jobs/plain.py": "x = 1\n",
      ".gitignore": "tmp/\n",
    });
    mkdirSync(join(folder, "tmp"));
    writeFileSync(join(folder, "tmp/rogue.py"), rogue);
    expect(await scan("--since", base)).toContain("nothing new since");
  });

  it("in the comment and the annotations of a pull request", () => {
    const base = commit({ "a.remit": agent("500.00") });
    commit({ "jobs/rogue.py": rogue, "remit.yaml": config("exclude: [jobs/**]") });
    const { code, comment, summary, stdout, outputs } = pullRequest(base);
    for (const text of [comment, summary]) {
      expect(text).toContain("**This change hides 1 finding from the scan.**");
      expect(text).toContain("`jobs/rogue.py:3`");
    }
    expect(stdout).toMatch(/^::notice file=jobs\/rogue\.py,line=3,.*title=hidden-finding::/m);
    expect([code, outputs.includes("findings=true")]).toEqual([0, true]);
    expect(pullRequest(base, { REMIT_SCAN_FAIL_ON: "note" }).code).toBe(1);
  });
});
