import type { Framework } from "./framework.ts";

const sdk = [
  "claude_agent_sdk",
  "claude_code_sdk",
  "@anthropic-ai/claude-agent-sdk",
  "@anthropic-ai/claude-code",
];
const api = ["anthropic", "@anthropic-ai/sdk"];

/** Anthropic's SDKs: the API with managed agents, and the Claude Agent SDK. */
export const anthropic: readonly Framework[] = [
  {
    id: "anthropic-api",
    title: "Anthropic API: managed agents and the tool runner",
    languages: ["python", "typescript", "javascript"],
    packages: ["pypi:anthropic", "npm:@anthropic-ai/sdk"],
    constructs: [
      {
        id: "managed-agent",
        form: "method",
        from: api,
        symbols: ["beta.agents.create"],
        tier: "explicit",
        name: "name",
        tools: "tools",
        mcp: "mcp_servers",
        model: "model",
        subagents: "multiagent",
      },
      {
        id: "tool-runner",
        form: "method",
        from: api,
        symbols: ["beta.messages.tool_runner", "beta.messages.toolRunner"],
        tier: "implicit",
        tools: "tools",
        model: "model",
      },
    ],
    tools: [{ form: "decorator", from: api, symbols: ["beta_tool", "beta_async_tool"], name: "name" }],
    source: "anthropic 2.12.0 on PyPI: anthropic/resources/beta/agents/agents.py",
  },
  {
    id: "claude-agent-sdk",
    title: "Claude Agent SDK",
    languages: ["python", "typescript", "javascript"],
    packages: [
      "pypi:claude-agent-sdk",
      "pypi:claude-code-sdk",
      "npm:@anthropic-ai/claude-agent-sdk",
      "npm:@anthropic-ai/claude-code",
    ],
    constructs: [
      {
        id: "query",
        form: "call",
        from: sdk,
        symbols: ["query", "ClaudeSDKClient", "unstable_v2_createSession", "unstable_v2_prompt"],
        tier: "explicit",
        tools:
          "options.allowed_tools|options.allowedTools|options.tools|allowedTools|tools|@0.allowed_tools|@0.tools",
        mcp: "options.mcp_servers|options.mcpServers|@0.mcp_servers",
        model: "options.model|@0.model",
        subagents: "options.agents|@0.agents",
        inner: {
          id: "agent-definition",
          slot: "options.agents|@0.agents",
          tools: "tools",
          model: "model",
          absentToolsMean: "all",
        },
      },
      {
        id: "agent-definition",
        form: "call",
        language: "python",
        from: sdk,
        symbols: ["AgentDefinition"],
        tier: "explicit",
        tools: "tools@2",
        model: "model",
        absentToolsMean: "all",
      },
    ],
    tools: [
      { form: "decorator", from: sdk, symbols: ["tool"], name: "name@0" },
      { form: "call", from: sdk, symbols: ["tool"], name: "@0" },
    ],
    mcp: [
      {
        form: "call",
        from: sdk,
        symbols: ["create_sdk_mcp_server", "createSdkMcpServer"],
        role: "server",
        name: "name@0",
      },
    ],
    source:
      "claude-agent-sdk 0.2.187 on PyPI: claude_agent_sdk/query.py; @anthropic-ai/claude-agent-sdk 0.3.330 on npm: sdk.d.ts",
  },
];
