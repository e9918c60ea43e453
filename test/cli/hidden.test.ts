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
