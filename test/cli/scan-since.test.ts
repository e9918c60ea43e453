/** `scan --since` over links, and in the places that it runs in. */
import { mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
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
