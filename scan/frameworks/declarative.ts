import type { Framework } from "./framework.ts";

/**
 * Formats that declare agents without code, and conventions of coding agents and platforms. How each is recognised is in
 * `scan/formats`; here stands what it is called.
 */
export const declarative: readonly Framework[] = [
  format(
    "claude-code-subagent",
    "Claude Code sub-agents and settings",
    ["markdown", "json"],
    "@anthropic-ai/claude-agent-sdk 0.3.330 on npm: sdk.d.ts, settings types",
  ),
  format(
    "github-copilot-agent",
    "GitHub Copilot custom agents and chat modes",
    ["markdown", "yaml"],
    "github/awesome-copilot: agents",
  ),
  format("agents-md", "Instruction files of coding agents", ["markdown"], "AGENTS.md convention"),
  format(
    "gemini-cli",
    "Gemini CLI",
    ["markdown", "json", "toml"],
    "google-gemini/gemini-cli: docs, packages/core/src/agents",
  ),
  format(
    "opencode",
    "opencode",
    ["json", "markdown"],
    "@opencode-ai/sdk 1.19.3 on npm: dist/gen/types.gen.d.ts",
  ),
  format("continue", "Continue agents and checks", ["markdown"], "continuedev/continue: .continue, docs"),
  format("roo-code", "Roo Code and Kilo Code modes", ["yaml", "json"], "RooCodeInc/Roo-Code: packages/types"),
  format("cagent", "Docker cagent", ["yaml", "go"], "docker/cagent: pkg/config"),
  format("kagent", "kagent", ["yaml", "python", "go"], "kagent-dev/kagent: go/api/v1alpha2"),
  format("k8s-agent-sandbox", "Kubernetes agent sandboxes", ["yaml"], "kubernetes-sigs/agent-sandbox: api"),
  format("agentforce", "Salesforce Agentforce", ["agentscript", "xml"], "trailheadapps/agent-script-recipes"),
  {
    id: "a2a",
    title: "A2A agent cards",
    languages: ["json", "python", "typescript"],
    packages: ["pypi:a2a-sdk", "npm:@a2a-js/sdk"],
    constructs: [
      {
        id: "card-call",
        form: "call",
        from: ["a2a.types", "a2a", "@a2a-js/sdk"],
        symbols: ["AgentCard"],
        tier: "card",
        name: "name",
        tools: "skills",
      },
    ],
    source: "@a2a-js/sdk 1.3.0 on npm",
  },
  {
    id: "mcp",
    title: "MCP servers and client configurations",
    languages: ["json", "yaml", "toml", "python", "typescript"],
    packages: ["pypi:mcp", "pypi:fastmcp", "npm:@modelcontextprotocol/sdk"],
    constructs: [],
    mcp: [
      {
        form: "call",
        from: ["mcp", "fastmcp", "@modelcontextprotocol/sdk"],
        symbols: ["StdioServerParameters", "StdioClientTransport"],
        role: "client",
        command: "command@0",
        args: "args",
        bareParameters: true,
      },
      {
        form: "call",
        from: ["mcp", "@modelcontextprotocol/sdk"],
        symbols: [
          "sse_client",
          "streamablehttp_client",
          "streamable_http_client",
          "SSEClientTransport",
          "StreamableHTTPClientTransport",
          "SseServerParameters",
          "StreamableHttpParameters",
        ],
        role: "client",
        url: "url@0",
        bareParameters: true,
      },
    ],
    source: "mcp 2.3.0 on PyPI: mcp/server/mcpserver/server.py",
  },
  format(
    "github-actions-agent",
    "GitHub Actions that run agents",
    ["yaml"],
    "action.yml of the actions themselves",
  ),
  format("gh-aw", "GitHub Agentic Workflows", ["markdown", "yaml"], "githubnext/agentics: workflows"),
  format("n8n", "n8n workflows", ["json"], "@n8n/n8n-nodes-langchain node types"),
  format("flowise", "Flowise flows", ["json"], "FlowiseAI/Flowise: packages/server/marketplaces"),
  format("dify", "Dify applications", ["yaml"], "Dify DSL exports"),
  format(
    "cli-agent",
    "Command lines of coding agents in scripts",
    ["shell", "json", "yaml"],
    "help texts of the command lines",
  ),
  format(
    "generic-iac",
    "Grants to agents' identities",
    ["hcl", "yaml", "json", "python", "typescript", "bicep"],
    "vendors' documentation of their policies",
  ),
  format(
    "other-languages",
    "Java, Kotlin, Go, C#, Rust",
    ["java", "kotlin", "go", "csharp", "rust"],
    "google/adk-samples: java/agents; docker/cagent: examples/golibrary",
  ),
];

function format(id: string, title: string, languages: Framework["languages"], source: string): Framework {
  return { id, title, languages, packages: [], constructs: [], source };
}
