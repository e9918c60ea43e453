/** `scan --since` over links, and in the places that it runs in. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { agent, commit, folder, git } from "./pull-request-world.ts";
import { remit } from "./run.ts";

const code = (name: string): string => `from agents import Agent\n\nclerk = Agent(name="${name}")\n`;
const policy = { "a.remit": agent("500.00") };

async function since(revision: string, cwd = folder, ...more: readonly string[]): Promise<string> {
  const { out, err } = await remit(["scan", "--since", revision, ...more], { cwd });
  return out + err;
}

const link = (target: string, path: string): void => {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  symlinkSync(target, join(folder, path));
};

afterEach(() => vi.unstubAllEnvs());

it("a committed link to a file is nothing new, however it leads there", async () => {
  const root = realpathSync(folder);
  link("../apps/web/support.py", "packages/link.py");
  link("link.py", "packages/again.py");
  link("apps/web", "short");
  link("./short/../web/support.py", "through.py");
  link(join(root, "apps/web/support.py"), "absolute.py");
  link(`../${root.split("/").at(-1)}/apps/web/support.py`, "around.py");
  commit({ ...policy, "apps/web/support.py": code("support") });
  const { out } = await remit(["scan", "--format", "json"], { cwd: folder });
  for (const name of ["packages/link.py", "packages/again.py", "through.py", "absolute.py", "around.py"])
    expect(out).toContain(`"file": "${name}"`);
  expect(await since("HEAD")).toContain("nothing new since HEAD");
});

it("a link that the tree does not follow hides nothing that is new, and breaks nothing", async () => {
  link("../outside.py", "work/out.py");
  link("b.py", "work/a.py");
  link("a.py", "work/b.py");
  link("gone.py", "work/dangling.py");
  link("inner", "work/folder");
  commit({
    "outside.py": code("outside"),
    "work/inner/in.py": code("inside"),
    "work/a.remit": agent("500.00"),
  });
  expect(await since("HEAD", join(folder, "work"))).toContain("nothing new since HEAD");
  commit({ "work/inner/other.py": code("other") });
  const said = await since("HEAD~", join(folder, "work"));
  expect(said).toContain("1 error new since HEAD~");
  expect(said).toContain("inner/other.py:3:9");
});

it("a link that comes to lead to another agent is new", async () => {
  link("one.py", "link.py");
  commit({ ...policy, "one.py": code("one") });
  git("rm", "-q", "link.py");
  link("two.py", "link.py");
  commit({ "two.py": code("two") });
  const said = await since("HEAD~");
  expect(said).toContain("link.py:3:");
  expect(said).toContain("two.py:3:");
});

it("a link to the workspace is the workspace", async () => {
  commit({ "work/a.remit": agent("500.00"), "work/one.py": code("one") });
  const way = join(folder, ".git", "way");
  symlinkSync(join(folder, "work"), way);
  expect(await since("HEAD", join(folder, ".git"), "way")).toContain("nothing new since HEAD");
});

describe("in a hook, which git tells where the repository is", () => {
  /** What git tells a pre-commit hook that runs in a work tree. */
  function toldByGit(tree: string): Readonly<Record<string, string>> {
    const told = join(folder, ".git", "told");
    const hook = join(folder, ".git", "hooks", "pre-commit");
    mkdirSync(join(hook, ".."), { recursive: true });
    writeFileSync(hook, `#!/bin/sh\nenv | grep ^GIT_ > '${told}'\n`);
    chmodSync(hook, 0o755);
    git("-C", tree, "commit", "-q", "--allow-empty", "-m", "seen");
    const lines = readFileSync(told, "utf8").trim().split("\n");
    return Object.fromEntries(lines.map((line) => [line.split("=")[0], line.slice(line.indexOf("=") + 1)]));
  }

  const stub = (told: Readonly<Record<string, string>>): void => {
    for (const [name, value] of Object.entries(told)) vi.stubEnv(name, value);
  };

  const files = { "work/a.remit": agent("500.00"), "work/one.py": code("one"), "work/.gitignore": "*.py\n" };

  it("of a linked work tree, a folder of it has nothing new", async () => {
    commit({ ...files, "work/.gitignore": "" });
    const tree = join(folder, ".git", "linked");
    git("worktree", "add", "-q", tree);
    const told = toldByGit(tree);
    expect(Object.keys(told)).toContain("GIT_DIR");
    stub(told);
    // What changed cannot pass for a file that moved.
    writeFileSync(join(tree, "work/one.py"), `# more\n${code("one")}`);
    expect(await since("HEAD", join(tree, "work"))).toContain("nothing new since HEAD: 1 agent");
  });

  it("of an ordinary checkout, too, and what git tracks is scanned whatever is ignored", async () => {
    commit({ "work/a.remit": files["work/a.remit"], "work/one.py": files["work/one.py"] });
    commit(files);
    const told = toldByGit(folder);
    expect(Object.keys(told)).toContain("GIT_INDEX_FILE");
    stub(told);
    expect(await since("HEAD", join(folder, "work"))).toContain("nothing new since HEAD: 1 agent");
  });

  it("of a work tree that lies apart from its repository, the variables stay", async () => {
    commit(files);
    const apart = mkdtempSync(join(tmpdir(), "remit-apart-"));
    try {
      stub({ GIT_DIR: join(folder, ".git"), GIT_WORK_TREE: apart });
      git("checkout", "-q", "HEAD", "--", ":/");
      expect(await since("HEAD", join(apart, "work"))).toContain("nothing new since HEAD");
    } finally {
      rmSync(apart, { recursive: true });
    }
  });
});
