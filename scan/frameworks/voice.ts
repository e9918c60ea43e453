import type { Framework } from "./framework.ts";

const livekit = ["livekit.agents", "@livekit/agents"];

/** Frameworks for agents that talk. */
export const voice: readonly Framework[] = [
  {
    id: "livekit-agents",
    title: "LiveKit Agents",
    languages: ["python", "typescript"],
    packages: ["pypi:livekit-agents", "npm:@livekit/agents"],
    constructs: [
      {
        id: "agent",
        form: "call",
        from: livekit,
        symbols: [
          "Agent",
          "AgentTask",
          "voice.Agent",
          "voice.AgentTask",
          "Agent.create",
          "AgentTask.create",
          "voice.Agent.create",
          "voice.AgentTask.create",
        ],
        tier: "explicit",
        name: "id",
        tools: "tools",
        mcp: "mcp_servers",
        model: "llm",
      },
      {
        id: "pipeline",
        form: "call",
        from: livekit,
        symbols: [
          "VoicePipelineAgent",
          "MultimodalAgent",
          "VoiceAssistant",
          "pipeline.VoicePipelineAgent",
          "multimodal.MultimodalAgent",
        ],
        tier: "explicit",
        tools: "fnc_ctx|fncCtx",
        model: "llm|model",
      },
      {
        id: "session",
        form: "call",
        from: livekit,
        symbols: ["AgentSession", "AgentServer", "WorkerOptions", "defineAgent", "voice.AgentSession"],
        tier: "host",
      },
    ],
    tools: [
      { form: "decorator", from: livekit, symbols: ["function_tool", "llm.function_tool"], name: "name" },
      { form: "call", from: livekit, symbols: ["llm.tool"] },
    ],
    mcp: [
      {
        form: "call",
        from: livekit,
        symbols: ["mcp.MCPServerHTTP", "mcp.MCPServerStdio", "MCPServerHTTP", "MCPServerStdio"],
        role: "client",
        command: "command",
        args: "args",
        url: "url@0",
      },
    ],
    source: "livekit-agents 1.8.9 on PyPI: livekit/agents/voice/agent.py; @livekit/agents 1.9.0 on npm",
  },
];
