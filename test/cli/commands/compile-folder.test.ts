import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesBelow } from "../../../cli/tree.ts";
import { folder, remit } from "../run.ts";
import { AT, world } from "../world.ts";

function snapshot(root: string): Readonly<Record<string, string>> {
  return Object.fromEntries(filesBelow(root).map((path) => [path, readFileSync(join(root, path), "base64")]));
}

describe("the folder of the output", () => {
  test("of another workspace is refused and left as it is, with both names and the ways out", async () => {
    const inFolder = (name: string) =>
      Object.entries(world).map(([path, text]) => [`${name}/${path}`, text.replace(": acme", `: ${name}`)]);
    const root = folder(Object.fromEntries([...inFolder("alpha"), ...inFolder("beta")]));
    const compile = (name: string, ...more: string[]) =>
      remit(["compile", "--out", "../shared", ...more, ...AT], { cwd: join(root, name) });
    expect((await compile("alpha")).code).toBe(0);
    const before = snapshot(join(root, "shared"));
    for (const more of [[], ["--check"], ["--target", "opa"], ["--only-suspensions"]]) {
      const { code, out, err } = await compile("beta", ...more);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain("holds the output of the workspace 'alpha', and this is 'beta'");
      expect(err).toContain("--out");
      expect(err).toContain("put 'workspace: alpha' into remit.yaml");
      expect(err).toContain("empty the folder");
    }
    expect(snapshot(join(root, "shared"))).toEqual(before);
    expect((await compile("alpha")).code).toBe(0);

    rmSync(join(root, "shared"), { recursive: true });
    mkdirSync(join(root, "shared"));
    expect((await compile("beta")).code).toBe(0);
    writeFileSync(join(root, "beta/remit.yaml"), "workspace: gamma\npolicies: '*.remit'\n");
    expect((await compile("beta")).err).toContain("of the workspace 'beta', and this is 'gamma'");
  });

  test("whose manifest names no workspace is taken as it is", async () => {
    const cwd = folder(world);
    expect((await remit(["compile", ...AT], { cwd })).code).toBe(0);
    const path = join(cwd, "dist/manifest.json");
    writeFileSync(path, readFileSync(path, "utf8").replace('"workspace": "acme"', '"workspace": null'));
    expect((await remit(["compile", ...AT], { cwd })).code).toBe(0);
    expect(readFileSync(path, "utf8")).toContain('"workspace": "acme"');
  });
});
