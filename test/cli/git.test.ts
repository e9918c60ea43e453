import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { agent, commit, folder, git, pullRequest, script } from "./pull-request-world.ts";
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

describe("what names a path and a revision at once", () => {
  const config = "policies: 'a.remit'\n";
  /** A wide policy in the working tree, a narrow one in the commit, and the wide one in a folder named like a revision. */
  const disguised = (...names: readonly string[]): string => {
    const base = commit({ "a.remit": agent("500.00") });
    for (const name of [base, ...names])
      commit({ [`${name}/a.remit`]: agent("900.00"), [`${name}/remit.yaml`]: config });
    commit({ "a.remit": agent("900.00"), "remit.yaml": config });
    return base;
  };

  it("is refused, and each can be written alone", async () => {
    const base = disguised("v1", "refs/tags/v1");
    git("tag", "v1", base);
    for (const name of ["v1", "refs/tags/v1"]) {
      const both = await remit(["diff", name, "."], { cwd: folder });
      expect([both.code, both.out]).toEqual([2, ""]);
      expect(both.err).toContain(`'${name}' is a path and a revision`);
      expect(both.err).toContain(`'./${name}' for the path`);
      const revision = await remit(["diff", `rev:${name}`, "."], { cwd: folder });
      expect([revision.code, revision.out]).toEqual([1, expect.stringContaining("amount 600.00")]);
      const path = await remit(["diff", `./${name}/a.remit`, "a.remit"], { cwd: folder });
      expect(path.err).toBe("");
      expect(path.code).toBe(0);
      const page = await remit(["report", "--since", name], { cwd: folder });
      expect([page.code, page.out.includes("amount 600.00")]).toEqual([0, true]);
    }
    expect((await remit(["diff", "a.remit", "v1"], { cwd: folder })).err).toContain("a path and a revision");
  });

  it("a whole hash is always a revision", async () => {
    const base = disguised();
    const said = await remit(["diff", base, "."], { cwd: folder });
    expect([said.code, said.out]).toEqual([1, expect.stringContaining("amount 600.00")]);
    const unknown = "0123456789".repeat(4);
    commit({ [`${unknown}/a.remit`]: agent("900.00") });
    expect((await remit(["diff", unknown, "."], { cwd: folder })).code).toBe(2);
  });

  it("in the steps of a pull request the base is a revision, whatever the branch names its folders", () => {
    const base = disguised("v1", "rev:v1");
    git("tag", "v1", base);
    for (const name of [base, "v1"]) {
      const { code, comment } = pullRequest(name, { REMIT_FAIL_ON: "wider" });
      expect(comment).toContain("amount 600.00");
      expect(code).toBe(1);
    }
  });
});

it("an empty path or revision is no current folder", async () => {
  commit({ "a.remit": agent("500.00") });
  for (const words of [
    ["diff", "", "."],
    ["diff", ".", ""],
    ["check", ""],
    ["scan", ".", ""],
    ["scan", "--since", ""],
    ["report", "--since", ""],
    ["scan", "--since", "rev:"],
    ["check", "--config", ""],
    ["check", "--out", ""],
  ]) {
    const { code, out, err } = await remit(words, { cwd: folder });
    expect([words, code, out]).toEqual([words, 2, ""]);
    expect(err).toContain("empty");
  }
});

it("the steps of a pull request take no option and no path for the base or the clock", () => {
  commit({ "a.remit": agent("500.00") });
  for (const base of ["--help", ".", "--fail-on=none"]) {
    const { code, stdout } = pullRequest(base, { REMIT_FAIL_ON: "wider" });
    expect([base, code]).toEqual([base, 2]);
    expect(stdout).toContain(`'${base}' is no revision`);
  }
  expect(pullRequest("HEAD", { REMIT_AT: "--help" }).code).toBe(2);
});

it("the steps of a pull request name a folder that is not there, once", () => {
  commit({ "a.remit": agent("500.00") });
  const done = spawnSync(process.execPath, [script], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env.PATH ?? "", REMIT_WORKSPACE: "nope", REMIT_BASE: "HEAD" },
  });
  expect(done.status).toBe(2);
  expect(done.stdout).toMatch(/^::error::There is no folder 'nope'[^\n]*\n$/);
});
