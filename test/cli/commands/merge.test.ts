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
    [["--format", "json", "--fail-on", "note", "--only", "dynamic-agent"]],
    [["--format", "json", "--at", "2027-02-01"]],
  ])("gives what scan gives with %j", async (words) => {
    const all = words.includes("--at") ? words : [...words, ...at];
    const one = await remit(["scan", ...all], { cwd: root });
    const joined = await remit(["merge", ...parts, ...all], { cwd: root });
    const renamed = (text: string): string => text.replaceAll("remit merge", "remit scan");
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

  test.each([
    [["none.json"], "Cannot read 'none.json'"],
    [[], "Missing required argument 'FACTS'"],
  ])("says what is wrong with %j", async (words, message) => {
    const { code, err } = await remit(["merge", ...words], { cwd: root });
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
