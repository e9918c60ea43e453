/** YAML files that declare agents: CrewAI, cagent, Agent Framework, ADK, Haystack, Dify, Pydantic AI. */

import type { AgentFact, McpServerFact } from "../facts.ts";
import { entriesOf, get, isFalse, items, str, under, type Value, walk } from "../grants/value.ts";
import { agent, tools } from "./agent.ts";
import type { Format } from "./format.ts";
import { entry, entryExtent, keyExtent, mcpServer, words } from "./read-values.ts";

const yaml = /\.ya?ml$/;

/** CrewAI: a mapping of names to roles and goals. */
export const crewaiYaml: Format = {
  framework: "crewai",
  path: /(?:^|\/)(?:[^/]*agents[^/]*|config\/[^/]+)\.ya?ml$/,
  needles: [["role:"], ["goal:", "backstory:"]],
  find: ({ path, roots }) => ({
    agents: roots.flatMap((root) =>
      [...entriesOf(root), ...entriesOf(get(root, "agents"))].flatMap((each): AgentFact[] => {
        const role = get(each.value, "role");
        if (
          role === undefined ||
          (get(each.value, "goal") === undefined && get(each.value, "backstory") === undefined)
        )
          return [];
        const title = str(role)?.trim();
        return [
          agent({
            framework: "crewai",
            construct: "agents-yaml",
            name: each.key,
            aliases: title === undefined ? [] : [title],
            extent: keyExtent(each),
            tools: tools(words(get(each.value, "tools"))),
            // The code that is merged with it makes the same agent.
            merges: each.key,
            group: `crewai ${path} ${each.key}`,
          }),
        ];
      }),
    ),
  }),
};

/** Docker cagent: `agents:` by name, each with a model and an instruction. */
export const cagent: Format = {
  framework: "cagent",
  path: /\.ya?ml$|\.hcl$/,
  needles: [["agents:"], ["model"], ["instruction", "toolsets", "sub_agents"]],
  find: ({ roots }) => {
    const found: AgentFact[] = [];
    const servers: McpServerFact[] = [];
    for (const root of roots)
      for (const each of entriesOf(get(root, "agents"))) {
        const isAgent =
          get(each.value, "model") !== undefined &&
          ["instruction", "toolsets", "sub_agents"].some((key) => get(each.value, key) !== undefined);
        if (!isAgent) continue;
        const toolsets = items(get(each.value, "toolsets"));
        const model = str(get(each.value, "model"));
        found.push(
          agent({
            framework: "cagent",
            construct: "yaml-agent",
            name: each.key,
            extent: keyExtent(each),
            tools: tools(toolsets.flatMap(toolsetName)),
            mcpServers: toolsets.flatMap((toolset) => mcpName(toolset) ?? []),
            subagents: [...words(get(each.value, "sub_agents")), ...words(get(each.value, "handoffs"))],
            ...(model === undefined ? {} : { model }),
          }),
        );
        servers.push(...toolsets.flatMap(toolsetServer));
      }
    return { agents: found, mcpServers: servers };
  },
};

function toolsetName(toolset: Value): readonly string[] {
  const type = str(get(toolset, "type"));
  if (type !== "mcp") return type === undefined ? [] : [type];
  const source = str(get(toolset, "ref")) ?? str(get(toolset, "command")) ?? "remote";
  return [`mcp:${source}`];
}

function mcpName(toolset: Value): string | undefined {
  if (str(get(toolset, "type")) !== "mcp") return undefined;
  const server = mcpServer(toolset) ?? mcpServer(get(toolset, "remote") ?? toolset);
  return str(get(toolset, "name")) ?? str(get(toolset, "ref")) ?? server?.url ?? server?.command;
}

/** Servers that are started or reached from here; one of the catalog is named by its reference alone. */
function toolsetServer(toolset: Value): readonly McpServerFact[] {
  if (str(get(toolset, "type")) !== "mcp") return [];
  const remote = get(toolset, "remote");
  const server = mcpServer(toolset) ?? (remote === undefined ? undefined : mcpServer(remote));
  const place = entry(toolset, "type");
  if (server === undefined || place === undefined) return [];
  return [
    {
      name: mcpName(toolset) ?? null,
      role: "client",
      extent: { at: place.at, end: place.value.end },
      ...server,
    },
  ];
}

/** Microsoft Agent Framework and its relatives: a document `kind: Prompt`. */
export const declarativeAgent: Format = {
  framework: "microsoft-agent-framework",
  path: yaml,
  needles: [
    ["kind: Prompt", "kind: Agent", "kind: GptComponent", 'kind: "Prompt"', "kind: prompt", "kind: hosted"],
    ["instructions", "model", "name"],
  ],
  find: ({ roots }) => ({
    agents: roots.flatMap((root): AgentFact[] => {
      const kind = entry(root, "kind");
      const word = str(kind?.value)?.toLowerCase();
      if (kind === undefined || (word !== "prompt" && word !== "agent")) return [];
      if (get(root, "apiVersion") !== undefined) return [];
      if (get(root, "instructions", "model") === undefined) return [];
      const model = str(under(root, "model", "id"));
      return [
        agent({
          framework: "microsoft-agent-framework",
          construct: "declarative",
          name: str(get(root, "name")) ?? str(get(root, "displayName")) ?? null,
          extent: entryExtent(kind),
          tools: tools(
            items(get(root, "tools")).flatMap(
              (tool) => str(get(tool, "name")) ?? str(get(tool, "kind")) ?? [],
            ),
          ),
          ...(model === undefined ? {} : { model }),
        }),
      ];
    }),
  }),
};

/** Google ADK's agent configuration. */
export const adkYaml: Format = {
  framework: "google-adk",
  path: yaml,
  needles: [["instruction:", "agent_class:"], ["name:"]],
  find: ({ path, text, roots }) => ({
    agents: roots.flatMap((root): AgentFact[] => {
      const name = entry(root, "name");
      const kind = str(get(root, "agent_class"));
      const isAgent =
        /^(?:google\.adk\.agents\.)?(?:LlmAgent|SequentialAgent|ParallelAgent|LoopAgent|BaseAgent)$/.test(
          kind ?? "",
        );
      const isDefault =
        kind === undefined &&
        get(root, "instruction") !== undefined &&
        (/(?:^|\/)root_agent\.ya?ml$/.test(path) ||
          /schemas?\/.*AgentConfig|google\/adk|config_path:/.test(text));
      if (name === undefined || !(isAgent || isDefault)) return [];
      const model = str(get(root, "model"));
      return [
        agent({
          framework: "google-adk",
          construct: "yaml-config",
          tier: kind !== undefined && /Sequential|Parallel|Loop/.test(kind) ? "orchestrator" : "explicit",
          name: str(name.value) ?? null,
          extent: entryExtent(name),
          tools: tools(words(get(root, "tools"))),
          ...(model === undefined ? {} : { model }),
        }),
      ];
    }),
  }),
};

/** Haystack pipelines: components of the agent's type. */
export const haystackYaml: Format = {
  framework: "haystack",
  path: yaml,
  needles: [["haystack.components.agents"]],
  find: ({ roots }) => ({
    agents: roots.flatMap((root) =>
      entriesOf(get(root, "components")).flatMap((each): AgentFact[] => {
        if (!/^haystack\.components\.agents\.(?:agent\.)?Agent$/.test(str(get(each.value, "type")) ?? ""))
          return [];
        const list = items(under(each.value, "init_parameters", "tools"));
        return [
          agent({
            framework: "haystack",
            construct: "pipeline-yaml",
            name: each.key,
            extent: keyExtent(each),
            tools: tools(
              list.flatMap((tool) => str(get(tool, "name")) ?? str(under(tool, "data", "name")) ?? []),
            ),
          }),
        ];
      }),
    ),
  }),
};

/** Dify: agent nodes of a workflow, and applications that are an agent as a whole. */
export const dify: Format = {
  framework: "dify",
  path: yaml,
  needles: [["kind: app", "app:"], ["agent"], ["mode:", "workflow:"]],
  find: ({ roots }) => ({ agents: roots.flatMap(difyAgents) }),
};

function difyAgents(root: Value): readonly AgentFact[] {
  const app = get(root, "app");
  const mode = entry(app, "mode");
  if (app === undefined || mode === undefined) return [];
  const appName = str(get(app, "name"));
  const aliases = appName === undefined ? [] : [appName];
  const found: AgentFact[] = [];
  if (["agent-chat", "agent"].includes(str(mode.value) ?? "")) {
    const list = items(under(root, "model_config", "agent_mode", "tools"));
    found.push(
      agent({
        framework: "dify",
        construct: "agent-chat",
        name: appName ?? null,
        extent: entryExtent(mode),
        tools: tools(
          list
            .filter((tool) => !isFalse(get(tool, "enabled")))
            .flatMap((tool) => str(get(tool, "tool_name")) ?? str(get(tool, "tool_label")) ?? []),
        ),
      }),
    );
  }
  for (const node of items(under(root, "workflow", "graph", "nodes"))) {
    const data = get(node, "data");
    const type = entry(data, "type");
    if (type === undefined || str(type.value) !== "agent") continue;
    const list = items(under(data, "agent_parameters", "tools", "value"));
    found.push(
      agent({
        framework: "dify",
        construct: "agent-node",
        name: str(get(data, "title")) ?? null,
        aliases,
        extent: entryExtent(type),
        tools: tools(
          list
            .filter((tool) => !isFalse(get(tool, "enabled")))
            .flatMap((tool) => str(get(tool, "tool_name")) ?? []),
        ),
      }),
    );
  }
  return found;
}

/** Amazon Bedrock AgentCore's deployments, and agents of the Foundry's manifests. */
export const deployedAgents: Format = {
  framework: "bedrock-agentcore",
  path: /(?:^|\/)(?:\.bedrock_agentcore|agent\.manifest|agent)\.ya?ml$/,
  needles: [["agents:", "entrypoint", "name:"]],
  find: ({ path, roots }) => ({
    agents: roots.flatMap((root): AgentFact[] => {
      if (/\.bedrock_agentcore\.ya?ml$/.test(path))
        return entriesOf(get(root, "agents")).map((each) =>
          agent({
            framework: "bedrock-agentcore",
            construct: "yaml",
            tier: "host",
            name: each.key,
            extent: keyExtent(each),
          }),
        );
      const name = entry(root, "name");
      const isManifest = ["template", "resources", "parameters"].some((key) => get(root, key) !== undefined);
      const kind = str(under(root, "template", "kind") ?? get(root, "kind"));
      if (name === undefined || !(isManifest && /^(?:hosted|prompt|container)$/i.test(kind ?? ""))) return [];
      return [
        agent({
          framework: "azure-ai-foundry",
          construct: "agent-manifest",
          tier: "host",
          name: str(name.value) ?? null,
          extent: entryExtent(name),
        }),
      ];
    }),
  }),
};

/** Values of a tree that are maps, for formats that may be nested anywhere. */
export function maps(root: Value): readonly (Value & { readonly kind: "dict" })[] {
  const found: (Value & { readonly kind: "dict" })[] = [];
  walk(root, (value) => {
    if (value.kind === "dict") found.push(value);
    return true;
  });
  return found;
}
