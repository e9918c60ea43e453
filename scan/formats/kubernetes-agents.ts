/** Kubernetes resources that are agents, or sandboxes for them. */
import type { AgentFact } from "../facts.ts";
import { get, items, str, under } from "../grants/value.ts";
import { agent, tools } from "./agent.ts";
import type { Format } from "./format.ts";
import { entry, entryExtent } from "./read-values.ts";

const agentKinds = new Set(["Agent", "SandboxAgent", "AgentHarness", "AgentTemplate"]);
const sandboxKinds = new Set(["Sandbox", "SandboxTemplate", "SandboxClaim", "SandboxWarmPool"]);

export const kagent: Format = {
  framework: "kagent",
  path: /\.(?:ya?ml|tpl)$/,
  needles: [["kagent.dev"], ["kind:"]],
  find: ({ roots }) => ({
    agents: roots.flatMap((root): AgentFact[] => {
      const kind = entry(root, "kind");
      const version = str(get(root, "apiVersion")) ?? "";
      if (kind === undefined || !version.includes("kagent.dev/") || !agentKinds.has(str(kind.value) ?? ""))
        return [];
      const spec = get(root, "spec");
      const declared = get(spec, "declarative") ?? spec;
      const list = items(get(declared, "tools"));
      const named = list.flatMap((tool) => [
        ...items(under(tool, "mcpServer", "toolNames")).flatMap((name) => str(name) ?? []),
        ...((str(under(tool, "agent", "name")) ?? str(under(tool, "agent", "ref")))
          ? [str(under(tool, "agent", "name")) ?? str(under(tool, "agent", "ref")) ?? ""]
          : []),
      ]);
      const servers = list.flatMap(
        (tool) => str(under(tool, "mcpServer", "name")) ?? str(under(tool, "mcpServer", "toolServer")) ?? [],
      );
      const isAll = list.some(
        (tool) =>
          get(tool, "mcpServer") !== undefined && items(under(tool, "mcpServer", "toolNames")).length === 0,
      );
      const model = str(get(declared, "modelConfig"));
      return [
        agent({
          framework: "kagent",
          construct: "agent-cr",
          name: str(under(root, "metadata", "name")) ?? null,
          extent: entryExtent(kind),
          tools: tools(named),
          toolsAll: isAll,
          mcpServers: [...new Set(servers)],
          ...(model === undefined ? {} : { model }),
        }),
      ];
    }),
  }),
};

export const agentSandbox: Format = {
  framework: "k8s-agent-sandbox",
  path: /\.ya?ml$/,
  needles: [["agents.x-k8s.io"], ["kind:"]],
  find: ({ roots }) => ({
    agents: roots.flatMap((root): AgentFact[] => {
      const kind = entry(root, "kind");
      const version = str(get(root, "apiVersion")) ?? "";
      if (
        kind === undefined ||
        !/(?:^|\.)agents\.x-k8s\.io\//.test(version) ||
        !sandboxKinds.has(str(kind.value) ?? "")
      )
        return [];
      return [
        agent({
          framework: "k8s-agent-sandbox",
          construct: "sandbox",
          tier: "host",
          name: str(under(root, "metadata", "name")) ?? null,
          extent: entryExtent(kind),
        }),
      ];
    }),
  }),
};
