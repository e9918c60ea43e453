/** JSON files that declare agents: n8n, Flowise, Microsoft 365, opencode, elizaOS, LangGraph, A2A cards. */
import type { AgentFact } from "../facts.ts";
import { entriesOf, get, items, str, under, type Value } from "../grants/value.ts";
import { agent, tools } from "./agent.ts";
import type { Format } from "./format.ts";
import { entry, entryExtent, keyExtent, keysOn, mcpEntries, words } from "./read-values.ts";

const json = /\.jsonc?$/;

const n8nTypes = new Set([
  "@n8n/n8n-nodes-langchain.agent",
  "@n8n/n8n-nodes-langchain.agentTool",
  "@n8n/n8n-nodes-langchain.openAiAssistant",
]);

/** n8n workflows: agent nodes, with the nodes that are connected to them as tools. */
export const n8n: Format = {
  framework: "n8n",
  path: json,
  needles: [["n8n-nodes-langchain.agent", "n8n-nodes-langchain.openAiAssistant"], ["nodes"]],
  find: ({ roots }) => ({ agents: roots.flatMap(n8nAgents) }),
};

function n8nAgents(root: Value): readonly AgentFact[] {
  const connections = get(root, "connections");
  return items(get(root, "nodes")).flatMap((node): AgentFact[] => {
    const type = entry(node, "type");
    if (type === undefined || !n8nTypes.has(str(type.value) ?? "")) return [];
    const name = str(get(node, "name"));
    const disabled = get(node, "disabled");
    if (disabled?.kind === "boolean" && disabled.value) return [];
    return [
      agent({
        framework: "n8n",
        construct: "agent-node",
        name: name ?? null,
        extent: entryExtent(type),
        tools: tools(name === undefined ? [] : n8nTools(connections, name)),
      }),
    ];
  });
}

function n8nTools(connections: Value | undefined, agentName: string): readonly string[] {
  return entriesOf(connections)
    .filter((source) =>
      items(get(source.value, "ai_tool"))
        .flatMap((branch) => items(branch))
        .some((target) => str(get(target, "node")) === agentName),
    )
    .map((source) => source.key);
}

const flowiseAgents = new Set([
  "agentAgentflow",
  "seqAgent",
  "worker",
  "supervisor",
  "toolAgent",
  "conversationalAgent",
  "conversationalRetrievalToolAgent",
  "conversationalRetrievalAgent",
  "csvAgent",
  "reactAgentChat",
  "reactAgentLLM",
  "openAIAssistant",
  "airtableAgent",
  "autoGPT",
  "babyAGI",
  "xmlAgent",
  "mistralAIToolAgent",
  "openAIToolAgent",
  "openAIFunctionAgent",
  "anthropicAgentLlamaIndex",
  "openAIToolAgentLlamaIndex",
]);

/** Flowise flows: agent nodes by the name of their kind. */
export const flowise: Format = {
  framework: "flowise",
  path: json,
  needles: [
    ["nodes"],
    [...flowiseAgents].map((name) => `"${name}"`),
    ["inputAnchors", "inputParams", "outputAnchors", "edges"],
  ],
  find: ({ roots }) => ({
    agents: roots.flatMap((root) => {
      const nodes = items(get(root, "nodes"));
      const names = new Map(
        nodes.map((node) => [str(get(node, "id")) ?? "", str(under(node, "data", "name")) ?? ""]),
      );
      return nodes.flatMap((node): AgentFact[] => {
        const data = get(node, "data");
        const kind = entry(data, "name");
        if (kind === undefined || !flowiseAgents.has(str(kind.value) ?? "")) return [];
        const inputs = get(data, "inputs");
        const label = str(get(data, "label"));
        const name = str(get(inputs, "agentName", "supervisorName", "workerName")) || label;
        const listed = items(get(inputs, "agentTools")).flatMap(
          (tool) => str(get(tool, "agentSelectedTool")) ?? [],
        );
        const referred = items(get(inputs, "tools")).flatMap((tool) => {
          const id = /^\{\{([^.}]+)\./.exec(str(tool) ?? "")?.[1];
          return id === undefined ? [] : (names.get(id) ?? []);
        });
        return [
          agent({
            framework: "flowise",
            construct: "agent-node",
            name: name ?? null,
            aliases: label === undefined ? [] : [label],
            extent: entryExtent(kind),
            tools: tools([...listed, ...referred]),
          }),
        ];
      });
    }),
  }),
};

/** Microsoft 365 Copilot: declarative agents, and the app manifests that refer to agents. */
export const m365: Format = {
  framework: "m365-declarative-agent",
  path: json,
  needles: [
    ["declarative-agent", "instructions", "copilotAgents", "copilotExtensions"],
    ["name", "id"],
  ],
  find: ({ path, roots }) => ({
    agents: roots.flatMap((root): AgentFact[] => {
      const schema = str(get(root, "$schema")) ?? "";
      const name = entry(root, "name");
      const isDeclarative =
        /declarative-agent/.test(schema) || /(?:^|\/)declarativeAgent[^/]*\.json$/i.test(path);
      if (isDeclarative && name !== undefined && get(root, "instructions") !== undefined)
        return [
          agent({
            framework: "m365-declarative-agent",
            construct: "declarative",
            // A suffix of the environment (`${{APP_NAME_SUFFIX}}`) is part of the name as it is written.
            name: name.value.kind === "text" ? name.value.value : null,
            extent: entryExtent(name),
            tools: tools([
              ...items(get(root, "capabilities")).flatMap((each) => str(get(each, "name")) ?? []),
              ...items(get(root, "actions")).flatMap((each) => str(get(each, "id")) ?? []),
            ]),
          }),
        ];
      const referred = [
        ...items(under(root, "copilotAgents", "declarativeAgents")),
        ...items(under(root, "copilotAgents", "customEngineAgents")),
        ...items(under(root, "copilotExtensions", "declarativeCopilots")),
      ];
      return referred.flatMap((each): AgentFact[] => {
        const id = entry(each, "id");
        if (id === undefined) return [];
        return [
          agent({
            framework: "m365-declarative-agent",
            construct: "manifest-ref",
            tier: "host",
            name: str(id.value) ?? null,
            extent: entryExtent(id),
          }),
        ];
      });
    }),
  }),
};

/** opencode's configuration: agents by their names, and MCP servers. */
export const opencode: Format = {
  framework: "opencode",
  path: /(?:^|\/)\.?opencode\.jsonc?$/,
  needles: [],
  find: ({ roots }) => ({
    agents: roots.flatMap((root) =>
      entriesOf(get(root, "agent", "agents")).map((each) => {
        const list = get(each.value, "tools");
        const model = str(get(each.value, "model"));
        return agent({
          framework: "opencode",
          construct: "json-agent",
          name: each.key,
          extent: keyExtent(each),
          tools: tools(list?.kind === "dict" ? keysOn(list) : words(list)),
          toolsAll: list === undefined,
          ...(model === undefined ? {} : { model }),
        });
      }),
    ),
    mcpServers: roots.flatMap((root) => mcpEntries(get(root, "mcp"))),
  }),
};

/** elizaOS characters. */
export const elizaCharacter: Format = {
  framework: "elizaos",
  path: /\.character\.json$|(?:^|\/)characters\/[^/]+\.json$/,
  needles: [["name"], ["bio", "plugins", "system"]],
  find: ({ roots }) => ({
    agents: roots.flatMap((root): AgentFact[] => {
      const name = entry(root, "name");
      if (name === undefined) return [];
      return [
        agent({
          framework: "elizaos",
          construct: "character-json",
          name: str(name.value) ?? null,
          extent: entryExtent(name),
          tools: tools(words(get(root, "plugins"))),
        }),
      ];
    }),
  }),
};

/** LangGraph's platform configuration: graphs that are served. */
export const langgraphJson: Format = {
  framework: "langgraph",
  path: /(?:^|\/)langgraph[^/]*\.json$/,
  needles: [["graphs"]],
  find: ({ roots }) => ({
    agents: roots.flatMap((root) =>
      entriesOf(get(root, "graphs")).map((each) =>
        agent({
          framework: "langgraph",
          construct: "platform-config",
          tier: "host",
          name: each.key,
          extent: keyExtent(each),
        }),
      ),
    ),
  }),
};

/** A2A: the card by which an agent presents itself. */
export const agentCard: Format = {
  framework: "a2a",
  path: json,
  needles: [
    ['"skills"'],
    ['"url"', '"supportedInterfaces"', '"protocolVersion"', '"capabilities"'],
    ['"name"'],
  ],
  find: ({ path, roots }) => ({
    agents: roots.flatMap((root): AgentFact[] => {
      const name = entry(root, "name");
      const skills = get(root, "skills");
      const isNamed = /(?:^|\/)(?:agent|agent-card|[^/]*agent[-_]?card[^/]*)\.json$/.test(path);
      const isCard =
        get(root, "supportedInterfaces", "protocolVersion") !== undefined ||
        (get(root, "capabilities") !== undefined && get(root, "defaultInputModes", "url") !== undefined);
      if (name === undefined || skills?.kind !== "list" || !(isCard || isNamed)) return [];
      return [
        agent({
          framework: "a2a",
          construct: "card-json",
          tier: "card",
          name: str(name.value) ?? null,
          extent: entryExtent(name),
          tools: tools(items(skills).flatMap((skill) => str(get(skill, "id")) ?? [])),
        }),
      ];
    }),
  }),
};
