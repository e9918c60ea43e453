/** What the summaries for people say besides the findings, and what they must not show of the code. */
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { folder, remit } from "./run.ts";

const agent = 'from agents import Agent\n\nclerk = Agent(name="clerk")\n';

it("files that were not read whole are named with their reasons, escaped", async () => {
  const root = folder({
    "desk.py": agent,
    "bad.ts": 'import { Agent } from "@openai/agents";\nnew Agent({ name: ;\n',
  });
  symlinkSync("../nowhere.py", join(root, "\u001b[31m|<b>.py"));
  const scan = (format: string) => remit(["scan", "--format", format], { cwd: root });
  const pretty = (await scan("pretty")).out;
  expect(pretty).toMatch(/^not read whole:$/m);
  expect(pretty).toMatch(/^ {2}\\u\{1b\}\[31m\|<b>\.py: It is passed over: cannot be opened\.$/m);
  expect(pretty).toMatch(/^ {2}bad\.ts:2: Syntax error/m);
  expect(pretty).toContain("2 files not read whole\n");
  const markdown = (await scan("markdown")).out;
  expect(markdown).toContain("\n2 files not read whole:\n\n- `");
  expect(markdown).toMatch(/^- `bad\.ts:2`: Syntax error/m);
  expect(markdown).toMatch(/^- `\\u\{1b\}\[31m`&#124;`<b>\.py`: It is passed over/m);
});

it("of many such files ten are named, and where the others are listed", async () => {
  const root = folder({ "desk.py": agent });
  for (let index = 10; index < 22; index++) symlinkSync("../nowhere.py", join(root, `l${index}.py`));
  for (const format of ["pretty", "markdown"]) {
    const { out } = await remit(["scan", "--format", format], { cwd: root });
    expect(out.match(/passed over/g)).toHaveLength(10);
    expect(out).toContain("and 2 more: --format json lists all");
  }
});

it("a scan that read everything says nothing of the kind", async () => {
  const root = folder({ "desk.py": agent });
  for (const format of ["pretty", "markdown"])
    expect((await remit(["scan", "--format", format], { cwd: root })).out).not.toContain("read whole");
});

it("an excerpt shows no credential of the code, and its mark stays in its place", async () => {
  const token = `ghp_${"a1B2c3D4e5".repeat(4).slice(0, 36)}`;
  const config = (value: string): string =>
    `{"mcpServers": {"notes": {"command": "npx", "args": ["-y", "notes"], "env": {"NOTES_TOKEN": "${value}"}}}}\n`;
  const excerptOf = async (text: string): Promise<readonly string[]> => {
    const { out } = await remit(["scan", "--no-policy"], { cwd: folder({ ".mcp.json": text }) });
    expect(out).not.toContain(token.slice(0, 12));
    return out.split("\n").filter((line) => /^(?:1| ) │/.test(line));
  };
  const short = await excerptOf(config(token));
  expect(short.join("\n")).toContain("ghp_…");
  const line = short.findIndex((each) => each.includes("ghp_…"));
  expect(short[line + 1]?.indexOf("^")).toBeGreaterThan(0);
  // The line is cut within the credential.
  for (let blanks = 0; blanks < 120; blanks += 9)
    await excerptOf(config(token).replace('"args"', `${" ".repeat(blanks)}"args"`));
});

it("what judges findings is refused where only facts are written, by its name", async () => {
  const root = folder({ "desk.py": agent });
  for (const facts of [["--shard", "1/2"], ["--facts-only"]])
    for (const judging of [
      ["--baseline", "none.json"],
      ["--update-baseline"],
      ["--fail-on", "note"],
      ["--fail-on-incomplete"],
      ["--only", "undeclared-agent"],
      ["--skip", "undeclared-agent"],
      ["--no-policy"],
      ["--since", "HEAD"],
      ["--fix"],
    ]) {
      const { code, out, err } = await remit(["scan", ...facts, ...judging], { cwd: root });
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain(`${judging[0]} has no effect with ${facts[0]}`);
      expect(err.includes("'remit merge' takes it")).toBe(!["--since", "--fix"].includes(judging[0] ?? ""));
    }
  expect((await remit(["scan", "--facts-only"], { cwd: root })).code).toBe(0);
});

it("a file is no cache, and is called a file", async () => {
  const root = folder({ "desk.py": agent, kept: "" });
  const { code, err } = await remit(["scan", "--cache", "kept"], { cwd: root });
  expect([code, err]).toEqual([2, expect.stringContaining("as a cache: it is a file. Name another folder.")]);
});
