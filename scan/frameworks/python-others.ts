import type { Construct, Framework } from "./framework.ts";

/** A row of `python-others`: one construct of a framework that is named by its own id. */
function other(
  framework: string,
  from: readonly string[],
  symbols: readonly string[],
  rest: Partial<Construct> = {},
): Construct {
  return {
    id: framework,
    framework,
    form: "call",
    language: "python",
    from,
    symbols,
    tier: "explicit",
    ...rest,
  };
}

/** Frameworks of Python that are less used: one construct each. */
export const pythonOthers: readonly Framework[] = [
  {
    id: "python-others",
    title: "Further Python frameworks",
    languages: ["python"],
    packages: [
      "pypi:beeai-framework",
      "pypi:camel-ai",
      "pypi:langroid",
      "pypi:letta-client",
      "pypi:praisonaiagents",
      "pypi:swarms",
      "pypi:upsonic",
      "pypi:marvin",
      "pypi:parlant",
      "pypi:griptape",
      "pypi:metagpt",
      "pypi:dapr-agents",
      "pypi:atomic-agents",
      "pypi:mcp-use",
      "pypi:openhands-sdk",
      "pypi:any-agent",
    ],
    commonNames: ["swarms", "swarm", "marvin", "camel"],
    constructs: [
      other("beeai", ["beeai_framework"], ["RequirementAgent", "ReActAgent", "ToolCallingAgent"], {
        name: "name|meta.name",
        tools: "tools",
        model: "llm",
      }),
      other(
        "camel",
        ["camel"],
        ["ChatAgent", "CriticAgent", "TaskPlannerAgent", "EmbodiedAgent", "SearchAgent"],
        {
          tools: "tools@7",
          model: "model@1",
        },
      ),
      other("camel", ["camel"], ["RolePlaying", "Workforce"], { tier: "orchestrator" }),
      other("langroid", ["langroid"], ["ChatAgent", "ToolMessage.ChatAgent"], {
        name: "config.name|@0.name",
      }),
      other("letta", ["letta_client", "letta"], ["agents.create"], {
        form: "method",
        name: "name",
        tools: "tools|tool_ids",
        model: "model",
      }),
      other("praisonai", ["praisonaiagents"], ["Agent"], { name: "name@0", tools: "tools", model: "llm" }),
      other("swarms", ["swarms"], ["Agent"], { name: "agent_name", tools: "tools", model: "llm|model_name" }),
      other(
        "swarms",
        ["swarms"],
        [
          "TreeAgent",
          "ReflexionAgent",
          "SelfConsistencyAgent",
          "GKPAgent",
          "IterativeReflectiveExpansion",
          "ReasoningDuo",
          "AgentJudge",
        ],
        { name: "agent_name|name", model: "llm|model_name" },
      ),
      other("upsonic", ["upsonic"], ["Agent", "AutonomousAgent"], {
        name: "name",
        tools: "tools",
        model: "model@0",
      }),
      other("marvin", ["marvin"], ["Agent"], { name: "name", tools: "tools", mcp: "mcp_servers" }),
      other("parlant", ["parlant"], ["create_agent"], {
        form: "method",
        name: "name@0",
        unlessKnown: ["description"],
      }),
      other("griptape", ["griptape"], ["Agent"], { name: "id", tools: "tools" }),
      other("metagpt", ["metagpt"], ["Role"], { form: "base", members: { name: ["name"] } }),
      other("dapr-agents", ["dapr_agents"], ["DurableAgent", "Agent", "AssistantAgent"], {
        name: "name",
        tools: "tools",
      }),
      other("atomic-agents", ["atomic_agents"], ["AtomicAgent", "BaseAgent"], {}),
      other("mcp-use", ["mcp_use"], ["MCPAgent"], { model: "llm@0" }),
      other("openhands", ["openhands"], ["Agent", "get_default_agent"], { tools: "tools", model: "llm" }),
      other("agency-swarm", ["agency_swarm"], ["Agent"], { name: "name", tools: "tools", model: "model" }),
      other("openai-swarm", ["swarm"], ["Agent"], { name: "name", tools: "functions", model: "model" }),
      other("controlflow", ["controlflow"], ["Agent"], { name: "name@0", tools: "tools", model: "model" }),
      other("agentscope", ["agentscope"], ["ReActAgent", "DialogAgent", "DictDialogAgent"], {
        name: "name",
        model: "model|model_config_name",
      }),
      other(
        "agent-squad",
        ["agent_squad", "multi_agent_orchestrator"],
        ["BedrockLLMAgent", "AnthropicAgent", "OpenAIAgent", "SupervisorAgent", "LexBotAgent"],
        { name: "name|options.name|@0.name" },
      ),
      other("txtai", ["txtai"], ["Agent"], { tools: "tools", model: "model|llm" }),
      other("any-agent", ["any_agent"], ["AnyAgent.create", "AnyAgent.create_async"], {
        name: "agent_config.name|@1.name",
        tools: "agent_config.tools|@1.tools",
        model: "agent_config.model_id|@1.model_id",
      }),
    ],
    tools: [
      { form: "call", from: ["camel"], symbols: ["FunctionTool"], wraps: "func@0" },
      { form: "decorator", from: ["beeai_framework"], symbols: ["tool"], name: "name" },
      { form: "decorator", from: ["griptape"], symbols: ["activity"] },
      { form: "decorator", from: ["controlflow", "upsonic", "dapr_agents"], symbols: ["tool"], name: "name" },
    ],
    mcp: [
      {
        form: "call",
        from: ["mcp_use"],
        symbols: ["MCPClient.from_dict", "MCPClient"],
        role: "client",
        servers: "config.mcpServers|@0.mcpServers",
      },
      {
        form: "call",
        from: ["camel"],
        symbols: ["MCPToolkit"],
        role: "client",
        servers: "config_dict.mcpServers",
      },
    ],
    source: "the packages named above, as PyPI has them",
  },
];
