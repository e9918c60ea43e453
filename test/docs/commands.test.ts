import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commands } from "../../cli/commands.ts";
import { commandHelp } from "../../cli/help.ts";
import { root } from "./fences.ts";

const update = process.env.UPDATE_DOCS === "1";

function replaced(text: string, mark: string, content: string): string {
  const [open, close] = [`<!-- ${mark} -->\n`, `<!-- /${mark} -->`];
  const start = text.indexOf(open);
  const end = text.indexOf(close);
  if (start < 0 || end < start) throw new Error(`There is no part '${mark}'.`);
  return text.slice(0, start + open.length) + content + text.slice(end);
}

function compare(document: string, mark: string, content: string): void {
  const path = join(root, document);
  const text = readFileSync(path, "utf8");
  const fresh = replaced(text, mark, content);
  if (update) writeFileSync(path, fresh);
  else expect(text).toBe(fresh);
}

test("the table of commands in the README is that of the program", () => {
  const rows = commands.map(({ name, summary }) => `| [\`${name}\`](docs/cli.md#${name}) | ${summary} |\n`);
  compare("README.md", "commands", `| command | does |\n| --- | --- |\n${rows.join("")}`);
});

test("the agent that the README shows is the one of the example", () => {
  const source = readFileSync(join(root, "examples/finance/policy/agents.remit"), "utf8");
  const start = source.indexOf("agent treasury-bot ");
  const end = source.indexOf("\n}\n", start);
  compare("README.md", "agent", `\`\`\`remit\n${source.slice(start, end)}\n}\n\`\`\`\n`);
});

test("docs/cli.md has every command's own help", async () => {
  const parts: string[] = [];
  for (const entry of commands) {
    const help = commandHelp(entry, (await entry.load()).default);
    parts.push(`### ${entry.name}\n\n\`\`\`text\n${help.trimEnd()}\n\`\`\`\n\n`);
  }
  compare("docs/cli.md", "help", `\n${parts.join("")}`);
});

test("every command has examples, and a line for each option", async () => {
  for (const entry of commands) {
    const command = (await entry.load()).default;
    expect(command.examples.length, entry.name).toBeGreaterThan(0);
    for (const option of [...command.options, ...command.common])
      expect(option.description, `${entry.name} ${option.name}`).not.toBe("");
  }
});

test("every command that writes JSON has a schema of it", async () => {
  const without: string[] = [];
  for (const entry of commands) {
    const command = (await entry.load()).default;
    const json = command.common.some(({ name, flags }) => name === "format" && flags.includes("json"));
    if (json && !existsSync(join(root, `docs/schemas/${entry.name}.schema.json`))) without.push(entry.name);
  }
  expect(without).toEqual([]);
});
