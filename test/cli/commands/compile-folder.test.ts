import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesBelow } from "../../../cli/tree.ts";
import { folder, remit } from "../run.ts";
import { readJson } from "../schema.ts";
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

  test("of an OPA target names what is not Remit's and would be policy: a warning, with --check a failure", async () => {
    const cwd = folder({
      ...world,
      "more.remit": "target opa second {}\ntarget cedar {}\n",
    });
    const run = (...more: string[]) => remit(["compile", ...more, ...AT], { cwd });
    const clean = await run();
    expect([clean.code, clean.out]).toEqual([0, expect.not.stringContaining("not Remit's")]);
    const put = (path: string) => {
      mkdirSync(join(cwd, "dist", path, ".."), { recursive: true });
      writeFileSync(join(cwd, "dist", path), "package remit\n");
    };
    const mine = [
      "opa/notes.txt",
      "cedar/notes.json",
      "opa/bundle/.signatures.json",
      "cedar/terraform.tfstate",
      "extra.rego",
    ];
    mine.forEach(put);
    expect((await run("--check")).code).toBe(0);
    const loaded = [
      "opa.second/tests/mine.yaml",
      "opa/bundle/remit/ZZ.REGO",
      "opa/bundle/remit/more/.manifest",
      "opa/bundle/remit/policy/more/data.json",
      "opa/bundle/remit/zz.rego",
      "opa/data.yml",
    ];
    loaded.forEach(put);
    const lines = loaded.map((path) => `${path} is not Remit's, and OPA takes it for policy`);
    const named = expect.arrayContaining(lines.map((line) => expect.stringContaining(line)));
    const checked = await run("--check", "--format", "json");
    expect([checked.code, readJson("compile", checked.out)]).toEqual([
      1,
      expect.objectContaining({ stale: named, foreign: named, written: false }),
    ]);
    const shown = await run("--check");
    expect(shown.code).toBe(1);
    for (const line of lines) expect(shown.out).toContain(line);
    for (const more of [[], ["--only-suspensions"]]) {
      const { code, out } = await run(...more);
      expect(code).toBe(0);
      for (const line of lines) expect(out).toContain(`warning: ${line}`);
    }
    const annotated = await run("--format", "github");
    for (const line of lines) expect(annotated.err).toContain(`warning: ${line}`);
    const written = await run("--format", "json");
    const document: unknown = readJson("compile", written.out);
    expect(document).toMatchObject({ written: true, stale: [] });
    expect(JSON.stringify(document).match(/not Remit's/g)).toHaveLength(loaded.length);
    for (const path of [...mine, ...loaded])
      expect(readFileSync(join(cwd, "dist", path), "utf8")).toBe("package remit\n");
  });
});
