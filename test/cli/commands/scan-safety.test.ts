/** What `remit scan` must not do: run programs of the repository, read or write outside of it, trust what it kept. */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, remit } from "../run.ts";

const agent = 'from agents import Agent\n\nclerk = Agent(name="clerk")\n';
const quiet = ["--no-policy", "--fail-on", "none"];

describe("a repository whose configuration names programs", () => {
  /** A repository with every way there is to name a program, each of which would leave `ran` in its folder. */
  function trapped(): { readonly root: string; readonly ran: string } {
    const root = folder({ "src/desk.py": agent, ".gitattributes": "* diff=evil filter=evil merge=evil\n" });
    const ran = join(folder({}), "ran");
    const evil = join(root, "evil.sh");
    writeFileSync(evil, `#!/bin/sh\necho "$0 $*" >> '${ran}'\ncat\n`);
    chmodSync(evil, 0o755);
    const git = (words: readonly string[], input = ""): string =>
      execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@x.example", ...words], {
        cwd: root,
        input,
        encoding: "utf8",
      }).trim();
    git(["init", "-q"]);
    git(["add", "."]);
    // So that git is asked what it tracks.
    writeFileSync(join(root, ".gitignore"), "src/\n");
    const tree = git(["write-tree"]);
    const who = "x <x@x.example> 1790000000 +0000";
    const signed = `tree ${tree}\nauthor ${who}\ncommitter ${who}\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\nfirst\n`;
    git(["update-ref", "HEAD", git(["hash-object", "-t", "commit", "-w", "--stdin"], signed)]);
    for (const [name, value] of [
      ["core.fsmonitor", evil],
      ["core.pager", evil],
      ["core.sshCommand", evil],
      ["core.editor", evil],
      ["core.askPass", evil],
      ["core.alternateRefsCommand", evil],
      ["core.hooksPath", root],
      ["diff.external", evil],
      ["diff.evil.command", evil],
      ["diff.evil.textconv", evil],
      ["filter.evil.clean", evil],
      ["filter.evil.smudge", evil],
      ["filter.evil.process", evil],
      ["merge.evil.driver", evil],
      ["gpg.program", evil],
      ["log.showSignature", "true"],
      ["credential.helper", evil],
      ["alias.ls-tree", `!${evil}`],
      ["alias.log", `!${evil}`],
      ["remote.origin.url", `ext::${evil}`],
      ["remote.origin.uploadpack", evil],
      ["remote.origin.promisor", "true"],
      ["remote.origin.partialclonefilter", "blob:none"],
      ["extensions.partialClone", "origin"],
      ["protocol.ext.allow", "always"],
    ] as const)
      git(["config", name, value]);
    for (const hook of [
      "post-checkout",
      "pre-commit",
      "post-index-change",
      "reference-transaction",
      "fsmonitor-watchman",
    ])
      symlinkSync(evil, join(root, ".git/hooks", hook));
    return { root, ran };
  }

  test("starts one of them when git is called without care", () => {
    const { root, ran } = trapped();
    execFileSync("git", ["log", "-1", "--format=%an", "--", "src/desk.py"], { cwd: root });
    expect(readFileSync(ran, "utf8")).toContain("evil.sh");
  });

  test.each([
    [["scan", ...quiet]],
    [["scan", "--since", "HEAD", ...quiet]],
    [["scan", "--since", "HEAD", "--format", "sarif", "--fail-on", "none"]],
    [["init", "--from-scan"]],
    [["diff", "HEAD", "."]],
  ])("starts none in %j", async (words) => {
    const { root, ran } = trapped();
    const { code } = await remit(words, { cwd: root });
    expect(code).not.toBe(3);
    expect(existsSync(ran)).toBe(false);
  });

  test("is not asked for what a partial clone left out: nothing is fetched", async () => {
    const { root, ran } = trapped();
    const blob = execFileSync("git", ["rev-parse", "HEAD:src/desk.py"], {
      cwd: root,
      encoding: "utf8",
    }).trim();
    execFileSync("rm", ["-f", join(root, ".git/objects", blob.slice(0, 2), blob.slice(2))]);
    const { code, err } = await remit(["scan", "--since", "HEAD", ...quiet], { cwd: root });
    expect(code).toBe(2);
    expect(err).not.toBe("");
    expect(existsSync(ran)).toBe(false);
  });
});

describe("what lies outside of the root", () => {
  test("is not read through paths in configurations, policies or baselines", async () => {
    const outside = folder({
      "secret.py": agent.replace("clerk", "SECRET"),
      "secret.remit": "owner SECRET {}",
    });
    const root = folder({
      "remit.yaml": `workspace: x\npolicies: ['../${outside.split("/").at(-1)}/*.remit', '*.remit']\nscan:\n  include: ['**', '../**']\n`,
      "a.remit": 'owner ada { email "a@b.example" }\n',
      "crew.yaml": "agents: !include ../secret.py\n",
      "tsconfig.json": `{"extends": "../${outside.split("/").at(-1)}/tsconfig.json", "compilerOptions": {"paths": {"x": ["../../secret"]}}}`,
      "src/a.ts": `import { x } from "../../${outside.split("/").at(-1)}/secret";\nimport { Agent } from "@openai/agents";\nnew Agent({ name: x });\n`,
      "base.json": JSON.stringify({
        version: 1,
        findings: [{ rule: "x", file: "../secret.py", kin: "k", fingerprint: "f", digest: "d" }],
      }),
    });
    for (const format of ["json", "sarif", "pretty"]) {
      const { out, err } = await remit(
        ["scan", "--format", format, "--baseline", "base.json", "--fail-on", "none"],
        {
          cwd: root,
        },
      );
      expect(out + err).not.toContain("SECRET");
    }
  });

  test("is not written by --fix through a link", async () => {
    const outside = folder({ "stubs.remit": "" });
    const root = folder({ "src/desk.py": agent, "a.remit": 'owner ada { email "a@b.example" }\n' });
    symlinkSync(join(outside, "stubs.remit"), join(root, "undeclared.remit"));
    const { code, err } = await remit(["scan", "--fix", "--fail-on", "none"], { cwd: root });
    expect(code).toBe(2);
    expect(err).toContain("undeclared.remit");
    expect(readFileSync(join(outside, "stubs.remit"), "utf8")).toBe("");
    const other = folder({ "src/desk.py": agent });
    symlinkSync(outside, join(other, "policy"));
    expect((await remit(["scan", "--fix", "--fail-on", "none"], { cwd: other })).code).toBe(2);
    expect(readdirSync(outside)).toEqual(["stubs.remit"]);
  });

  test("pipes are not waited for, whoever names them", async () => {
    const root = folder({ "src/desk.py": agent });
    execFileSync("mkfifo", [join(root, "pipe.py")]);
    execFileSync("mkfifo", [join(root, ".gitignore")]);
    writeFileSync(
      join(root, "base.json"),
      JSON.stringify({
        version: 1,
        findings: [{ rule: "x", file: "pipe.py", kin: "k", fingerprint: "f", digest: "" }],
      }),
    );
    const { code } = await remit(["scan", "--baseline", "base.json", ...quiet], { cwd: root });
    expect(code).toBe(0);
  });
});

describe("what a scan writes", () => {
  test("is no part of the next one: report, baseline and cache may lie in the tree", async () => {
    const root = folder({ "src/desk.py": agent });
    const words = ["scan", "--format", "json", "--out", "report.json", "--cache", "kept", ...quiet];
    const written = async (...more: readonly string[]): Promise<string> => {
      await remit([...words, ...more], { cwd: root });
      return readFileSync(join(root, "report.json"), "utf8");
    };
    const first = await written();
    expect(await written()).toBe(first);
    await written("--baseline", "base.json", "--update-baseline");
    expect(await written("--baseline", "base.json")).toBe(await written("--baseline", "base.json"));
  });

  test("into a cache in the tree is no part of a scan that does not name it", async () => {
    const root = folder({ "src/desk.py": agent, ".mcp.json": '{"mcpServers":{"x":{"command":"npx"}}}' });
    const words = ["scan", "--format", "json", ...quiet];
    const seen = async (...more: readonly string[]) => {
      const { agents, mcpServers, findings } = JSON.parse(
        (await remit([...words, ...more], { cwd: root })).out,
      );
      return { agents, mcpServers, findings };
    };
    const first = await seen("--cache", ".remit-cache");
    expect(first.agents).toHaveLength(1);
    expect(await seen()).toEqual(first);
    expect(await seen("--cache", "other")).toEqual(first);
  });

  test("never goes into a folder that holds other files, which would be no part of the scan", async () => {
    const root = folder({ "src/desk.py": agent });
    for (const cache of ["src", "."]) {
      const { code, err } = await remit(["scan", "--cache", cache, ...quiet], { cwd: root });
      expect(code).toBe(2);
      expect(err).toMatch(/as a cache: it holds other files \('\w+[.\w]*'\)\. Name a folder that is empty/);
    }
    expect(readdirSync(join(root, "src"))).toEqual(["desk.py"]);
  });

  test("is not believed when somebody has changed it", async () => {
    const root = folder({ "src/desk.py": agent });
    const words = ["scan", "--format", "json", "--cache", "kept", ...quiet];
    const { out } = await remit(words, { cwd: root });
    const files = execFileSync("find", [join(root, "kept"), "-name", "*.json"], { encoding: "utf8" })
      .trim()
      .split("\n");
    expect(files).not.toEqual([""]);
    for (const path of files)
      writeFileSync(
        path,
        readFileSync(path, "utf8").replaceAll("clerk", "other").replaceAll("agents", "nothing"),
      );
    expect((await remit(words, { cwd: root })).out).toBe(out);
  });

  test("a part of a scan that was changed or cut is refused by name", async () => {
    const root = folder({ "src/desk.py": agent });
    const { out } = await remit(["scan", "--facts-only"], { cwd: root });
    const parts = folder({
      "changed.json": out.replace("clerk", "other"),
      "cut.json": out.slice(0, out.length / 2),
      "empty.json": "",
      "other.json": '{"version":1,"facts":1,"part":[1,1],"listing":3,"looks":[],"files":[],"texts":[]}',
    });
    for (const name of readdirSync(parts)) {
      const { code, err } = await remit(["merge", name], { cwd: parts });
      expect(code).toBe(2);
      expect(err).toBe(
        `remit: '${name}' is no part of a scan by this version of Remit, or it is damaged. Write it anew.\n`,
      );
    }
  });

  test("parts that saw different trees are told apart by a file", async () => {
    const root = folder({ "src/desk.py": agent });
    const one = (await remit(["scan", "--shard", "1/2"], { cwd: root })).out;
    writeFileSync(join(root, "more.py"), agent);
    const two = (await remit(["scan", "--shard", "2/2"], { cwd: root })).out;
    const parts = folder({ "1.json": one, "2.json": two });
    const { code, err } = await remit(["merge", "1.json", "2.json"], { cwd: parts });
    expect(code).toBe(2);
    expect(err).toContain("Not all of them saw 'more.py' alike");
  });

  test("parts may be written one after the other into the tree", async () => {
    const root = folder({ "src/desk.py": agent });
    await remit(["scan", "--shard", "1/1", "--out", "part-1.json"], { cwd: root });
    const { code, out } = await remit(["merge", "part-1.json", "--format", "json", ...quiet], { cwd: root });
    expect(code).toBe(0);
    const whole = ["scan", "--out", "part-1.json", "--format", "json", ...quiet];
    await remit(whole, { cwd: root });
    expect(out).toBe(readFileSync(join(root, "part-1.json"), "utf8"));
  });
});
