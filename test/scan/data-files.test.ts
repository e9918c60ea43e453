/** Comments in files that are no code, and configurations that are no whole JSON. */
import { describe, expect, test } from "vitest";
import { scan } from "../../scan/scan.ts";
import { memoryHost, type Tree } from "./memory-host.ts";

const scanned = (tree: Tree) => scan(memoryHost(tree), { includeTests: true, inScope: () => true });

const remarksOf = async (path: string, text: string) =>
  (await scanned({ [path]: text })).facts.get(path)?.remarks.map((remark) => remark.text);

describe("comments to Remit", () => {
  test.each([
    ["in front of a sub-agent's settings", "# remit: helper\nname: cook\ndescription: x", "Cook."],
    ["on a page's own line", "name: cook\ndescription: x", "Cook.\n\n\n<!-- remit: helper -->\nMore."],
  ])("name the agent of a page %s", async (_, front, body) => {
    const { agents } = await scanned({ ".claude/agents/cook.md": `---\n${front}\n---\n\n${body}\n` });
    expect(agents.map(({ declaredName }) => declaredName)).toEqual(["helper"]);
  });

  test("are no headings of a page", async () => {
    const page = "---\nname: cook\ndescription: x\n# remit-ignore a\n---\n\n# remit: helper\n";
    expect(await remarksOf(".claude/agents/cook.md", page)).toEqual(["-ignore a"]);
  });

  test("are read in each way that Terraform has of writing them", async () => {
    const text = `resource "aws_iam_policy" "a" {
  # remit-ignore one
  // remit-ignore two
  /* remit-ignore three */
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}
`;
    expect(await remarksOf("a.tf", text)).toEqual(["-ignore one", "-ignore two", "-ignore three"]);
  });
});

describe("a configuration that is no whole JSON is told as not read whole", () => {
  test.each([
    [".mcp.json", '{ "mcpServers": { "a": { "command": '],
    [".claude/settings.json", '{ "permissions": { "allow": ["Bash"'],
    [".vscode/mcp.json", '{ "servers": { "a": { "command": "x" '],
  ])("%s", async (path, text) => {
    const { unread } = await scanned({ [path]: text });
    expect(unread.map(({ file }) => file)).toEqual([path]);
  });

  test("with comments, commas at the end and a byte order mark it is whole", async () => {
    const text = '\uFEFF{ // why\n "mcpServers": { "a": { "command": "x", }, }, }\n';
    expect((await scanned({ ".mcp.json": text })).unread).toEqual([]);
  });
});
