import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { agent, commit, folder, git } from "./pull-request-world.ts";
import { remit } from "./run.ts";

const both = async (revision: string): Promise<readonly string[]> => {
  const runs = [
    await remit(["diff", revision, "."], { cwd: folder }),
    await remit(["scan", "--since", revision], { cwd: folder }),
  ];
  for (const { code } of runs) expect(code).toBe(2);
  return runs.map(({ err }) => err);
};

it("a branch that only the remote has is named with it", async () => {
  const first = commit({ "a.remit": agent("500.00") });
  git("update-ref", "refs/remotes/origin/trunk", first);
  for (const said of await both("trunk")) expect(said).toContain("Did you mean 'origin/trunk'?");
});

it("a file that a partial clone lacks is no file that was not there", async () => {
  const first = commit({ "a.remit": agent("500.00") });
  commit({ "a.remit": agent("900.00") });
  const blob = git("rev-parse", `${first}:a.remit`);
  rmSync(join(folder, ".git", "objects", blob.slice(0, 2), blob.slice(2)));
  for (const said of await both(first)) expect(said).toContain("does not hold the content of 'a.remit'");
});
