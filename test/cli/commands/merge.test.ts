/** `remit merge` says what `remit scan` would have said, in every format and under every option that they share. */
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { folder, remit } from "../run.ts";
import { readJson } from "../schema.ts";

const world = {
  "a.remit":
    'owner ada "Ada" { email "ada@acme.example" }\n\nagent clerk {\n  owner   ada\n  purpose "Files things."\n  expires 2027-03-01\n  may tool:file_away\n}\n',
  "src/desk.py": 'from agents import Agent\n\nclerk = Agent(name="clerk", tools=[shred])\n',
  "src/mail.py": "from agents import Agent\nfrom src.names import NAME\n\nmailer = Agent(name=NAME)\n",
  "src/names.py": 'NAME = "mailer"\n',
  "src/half.py": "from agents import Agent\nAgent(name=(\n",
  "src/quiet.py":
    'from agents import Agent\n\n# remit-ignore undeclared-agent until 2027-01-01: moves\nquiet = Agent(name="quiet")\n',
  ".github/workflows/w.yml": "on: push\npermissions: write-all\njobs:\n  a:\n    steps:\n      - run: x\n",
};
const at = ["--at", "2026-12-01"];
const root = folder(world);
const parts: string[] = [];
const limited = folder({
  ...world,
  "remit.yaml": "workspace: acme\n",
  "exclude.yaml": "workspace: acme\nscan: { exclude: [src/mail.py] }\n",
  "absent.remit": 'agent absent { owner ada  source "lib/**"  purpose "Is not here."  expires 2027-03-01 }\n',
  "lib/rogue.py": 'from agents import Agent\n\nrogue = Agent(name="rogue")\n',
});

beforeAll(async () => {
  const beside = folder({});
  for (let part = 1; part <= 3; part++) {
    const path = join(beside, `${part}.json`);
    const { code, err } = await remit(["scan", "--shard", `${part}/3`, "--out", path], { cwd: root });
    expect([code, err]).toEqual([0, ""]);
    parts.push(path);
  }
});

describe("remit merge", () => {
  test.each([
    [["--format", "json"]],
    [["--format", "github"]],
    [["--format", "junit"]],
    [["--format", "markdown"]],
    [["--format", "json", "--no-policy"]],
    [["--format", "json", "--only", "undeclared-agent"]],
    [["--format", "json", "--skip", "undeclared-agent", "--skip", "undeclared-tool"]],
    [["--format", "json", "--fail-on", "none"]],
    [["--format", "json", "--fail-on", "none", "--fail-on-incomplete"]],
    [["--format", "github", "--fail-on", "none", "--fail-on-incomplete"]],
    [["--format", "sarif", "--fail-on", "none", "--fail-on-incomplete"]],
    [["--format", "junit", "--fail-on", "none", "--fail-on-incomplete"]],
    [["--format", "json", "--fail-on", "note", "--only", "dynamic-agent"]],
    [["--format", "json", "--at", "2027-02-01"]],
  ])("gives what scan gives with %j", async (words) => {
    const all = words.includes("--at") ? words : [...words, ...at];
    const one = await remit(["scan", ...all], { cwd: root });
    const joined = await remit(["merge", ...parts, ...all], { cwd: root });
    const renamed = (text: string): string => text.replaceAll(/(remit.)merge/g, "$1scan");
    expect({ ...joined, out: renamed(joined.out) }).toEqual(one);
    expect(one.out).not.toBe("");
  });

  test("gives what scan gives for people, but for the lines of code, which it does not have", async () => {
    const one = await remit(["scan", ...at], { cwd: root });
    const joined = await remit(["merge", ...parts, ...at], { cwd: root });
    const withoutCode = one.out.replace(/^ *\d* │.*\n/gm, "");
    expect(joined.out).toBe(withoutCode);
    expect(one.out).not.toBe(withoutCode);
  });

  test("writes the document of its schema, whatever the order of the parts", async () => {
    const { out } = await remit(["merge", ...parts, "--format", "json", ...at], { cwd: root });
    readJson("merge", out);
    readJson("scan", out);
    expect(
      (await remit(["merge", ...[...parts].reverse(), "--format", "json", ...at], { cwd: root })).out,
    ).toBe(out);
  });

  test("keeps a baseline that scan understands, and the other way round", async () => {
    const file = join(folder({}), "base.json");
    const written = await remit(["merge", ...parts, "--baseline", file, "--update-baseline", ...at], {
      cwd: root,
    });
    expect(written.code).toBe(0);
    for (const words of [["merge", ...parts], ["scan"]]) {
      const { code, out } = await remit([...words, "--baseline", file, "--format", "json", ...at], {
        cwd: root,
      });
      expect(code).toBe(0);
      expect(JSON.parse(out).findings).toEqual([]);
    }
  });

  test("reports the paths of the parts as a scan of these does, with names followed out of them", async () => {
    const beside = folder({});
    const parted = [1, 2].map((part) => join(beside, `${part}.json`));
    for (const [index, path] of parted.entries())
      await remit(["scan", "src/mail.py", "src/desk.py", "--shard", `${index + 1}/2`, "--out", path], {
        cwd: limited,
      });
    await remit(["scan", "src", "--facts-only", "--out", join(beside, "all.json")], { cwd: limited });
    for (const [scanned, merged] of [
      [["src/desk.py", "src/mail.py"], parted],
      [["src"], [join(beside, "all.json")]],
    ] as const) {
      const one = await remit(["scan", ...scanned, "--format", "json", ...at], { cwd: limited });
      const joined = await remit(["merge", ...merged, "--format", "json", ...at], { cwd: limited });
      expect(joined).toEqual(one);
      expect(one.out).toContain('"name": "mailer"');
      expect(one.out).not.toContain("missing-agent");
    }
  });

  test("refuses parts of other paths, and parts under another configuration", async () => {
    const beside = folder({});
    const [one, other, third] = ["1.json", "2.json", "3.json"].map((name) => join(beside, name));
    if (one === undefined || other === undefined || third === undefined) throw new Error("no paths");
    const exclude = join(limited, "exclude.yaml");
    await remit(["scan", "src", "--shard", "1/2", "--out", one], { cwd: limited });
    await remit(["scan", "lib", "--shard", "2/2", "--out", other], { cwd: limited });
    await remit(["scan", "src", "--shard", "2/2", "--out", third, "--config", exclude], { cwd: limited });
    for (const second of [other, third]) {
      const { code, err } = await remit(["merge", one, second, ...at], { cwd: limited });
      expect(err).toContain(
        "The parts are not of one scan: they saw other files, or were asked for otherwise.",
      );
      expect(code).toBe(2);
    }
  });

  test.each([
    [["none.json"], "Cannot read 'none.json'"],
    [[], "Missing required argument 'FACTS'"],
  ])("says what is wrong with %j", async (words, message) => {
    const { code, err } = await remit(["merge", ...words], { cwd: root });
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
