/** Configurations that give MCP servers to agents: of editors, assistants and frameworks. */

import type { McpServerFact } from "../facts.ts";
import { entriesOf, get, str, under, type Value } from "../grants/value.ts";
import type { Format } from "./format.ts";
import { entryExtent, mcpEntries, mcpServer } from "./read-values.ts";

/** Where maps of servers are, in JSON: `mcpServers` anywhere at the top, `servers` in the editor's own file. */
export const mcpJson: Format = {
  framework: "mcp",
  path: /\.jsonc?$|\.code-workspace$|(?:^|\/)\.(?:mcp|roomodes|kilocodemodes)$/,
  needles: [
    ["mcpServers", '"servers"', '"mcp"', "context_servers"],
    ["command", "url", "httpUrl"],
  ],
  find: ({ path, roots }) => ({
    mcpServers: roots.flatMap((root) => [
      ...mcpEntries(get(root, "mcpServers")),
      ...mcpEntries(get(root, "context_servers")),
      ...mcpEntries(under(root, "mcp", "servers")),
      // A workspace of the editor, and a container for development.
      ...mcpEntries(under(root, "settings", "mcp", "servers")),
      ...mcpEntries(under(root, "customizations", "vscode", "mcp", "servers")),
      ...(/(?:^|\/)mcp[^/]*\.jsonc?$/.test(path) ? mcpEntries(get(root, "servers")) : []),
    ]),
  }),
};

/** In YAML and TOML: mcp-agent, fast-agent, Codex, and others that use the same keys. */
export const mcpSettings: Format = {
  framework: "mcp",
  path: /\.ya?ml$|\.toml$/,
  needles: [
    ["mcp_servers", "mcpServers", "mcp:"],
    ["command", "url"],
  ],
  find: ({ path, roots }) => ({
    mcpServers: roots.flatMap((root) => [
      ...mcpEntries(get(root, "mcp_servers", "mcpServers")),
      ...(/(?:^|\/)(?:mcp_agent|fastagent|fast-agent)[^/]*\.ya?ml$/.test(path)
        ? mcpEntries(under(root, "mcp", "servers"))
        : []),
    ]),
  }),
};

/** Kubernetes resources that are MCP servers, of kagent and of ToolHive. */
const serverKinds = /^(?:RemoteMCPServer|MCPServer|ToolServer|MCPRemoteProxy|MCPServerEntry)$/;

export const mcpResources: Format = {
  framework: "kagent",
  path: /\.ya?ml$/,
  needles: [
    ["kagent.dev", "toolhive.stacklok.dev"],
    ["MCPServer", "ToolServer", "MCPRemoteProxy"],
  ],
  find: ({ roots }) => ({
    mcpServers: roots.flatMap((root): McpServerFact[] => {
      const kind = entriesOf(root).find((each) => each.key === "kind");
      if (kind === undefined || !serverKinds.test(str(kind.value) ?? "")) return [];
      const server = resourceServer(root);
      return [
        {
          name: str(under(root, "metadata", "name")) ?? null,
          role: "client",
          extent: entryExtent(kind),
          ...server,
        },
      ];
    }),
  }),
};

function resourceServer(root: Value): Pick<McpServerFact, "command" | "url"> {
  const spec = get(root, "spec");
  const remote = str(get(spec, "remoteUrl", "remoteURL"));
  if (remote !== undefined) return { url: remote };
  const candidates = [
    spec,
    get(spec, "deployment"),
    under(spec, "config", "sse"),
    under(spec, "config", "streamableHttp"),
    under(spec, "config", "stdio"),
  ];
  for (const candidate of candidates) {
    const server = candidate === undefined ? undefined : mcpServer(candidate);
    if (server !== undefined) return server;
  }
  return {};
}
