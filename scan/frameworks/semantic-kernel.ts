import type { Framework } from "./framework.ts";

/** Semantic Kernel, whose agents Microsoft Agent Framework follows. */
export const semanticKernel: readonly Framework[] = [
  {
    id: "semantic-kernel",
    title: "Semantic Kernel agents",
    languages: ["python", "csharp", "java"],
    packages: ["pypi:semantic-kernel", "nuget:Microsoft.SemanticKernel.Agents.Core"],
    constructs: [
      {
        id: "chat-completion-agent",
        form: "call",
        language: "python",
        from: ["semantic_kernel"],
        symbols: [
          "ChatCompletionAgent",
          "OpenAIAssistantAgent",
          "AzureAssistantAgent",
          "OpenAIResponsesAgent",
          "AzureResponsesAgent",
          "AzureAIAgent",
          "BedrockAgent",
          "CopilotStudioAgent",
        ],
        tier: "explicit",
        name: "name",
        tools: "plugins",
        toolsets: "kernel",
        model: "service",
      },
      {
        id: "base",
        form: "base",
        language: "python",
        from: ["semantic_kernel"],
        symbols: ["Agent"],
        tier: "explicit",
      },
      {
        id: "create-bedrock",
        form: "call",
        language: "python",
        from: ["semantic_kernel"],
        symbols: ["BedrockAgent.create_and_prepare_agent"],
        tier: "explicit",
        name: "name|@0|@1",
      },
      {
        id: "orchestration",
        form: "call",
        language: "python",
        from: ["semantic_kernel"],
        symbols: [
          "SequentialOrchestration",
          "ConcurrentOrchestration",
          "HandoffOrchestration",
          "GroupChatOrchestration",
          "MagenticOrchestration",
          "AgentGroupChat",
        ],
        tier: "orchestrator",
        subagents: "members|agents",
      },
    ],
    tools: [
      { form: "decorator", from: ["semantic_kernel"], symbols: ["kernel_function"], name: "name" },
      { form: "call", from: ["semantic_kernel"], symbols: ["Kernel"], holds: "plugins" },
    ],
    mcp: [
      {
        form: "call",
        from: ["semantic_kernel"],
        symbols: ["MCPStdioPlugin", "MCPSsePlugin", "MCPStreamableHttpPlugin", "MCPWebsocketPlugin"],
        role: "client",
        name: "name@0",
        command: "command",
        args: "args",
        url: "url",
      },
    ],
    source: "microsoft/semantic-kernel: python/semantic_kernel/agents",
  },
];
