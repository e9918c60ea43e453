/** Flows of n8n: nodes that run commands, where an agent holds them as tools. */
import { entriesOf, get, items, str, type Value } from "../value.ts";
import type { AgentSetting } from "./fact.ts";

/** Types of nodes that run what they are given on the machine of n8n or on another one. */
const commandNode = /(?:^|\.)(?:executeCommand|ssh)(?:Tool)?$/;

/** The names of the nodes that are connected as an agent's tools. */
function toolNodes(connections: Value | undefined): ReadonlySet<string> {
  return new Set(
    entriesOf(connections)
      .filter((entry) => get(entry.value, "ai_tool") !== undefined)
      .map((entry) => entry.key),
  );
}

/** Each as a setting `node` whose value is the node's type. */
export function flowTools(root: Value): readonly AgentSetting[] {
  const nodes = get(root, "nodes");
  if (nodes?.kind !== "list") return [];
  const tools = toolNodes(get(root, "connections"));
  return items(nodes).flatMap((node): AgentSetting[] => {
    const type = get(node, "type");
    const name = str(get(node, "name")) ?? "";
    if (!type || !commandNode.test(str(type) ?? "") || !tools.has(name)) return [];
    return [
      {
        kind: "agent-setting",
        extent: { at: type.at, end: type.end },
        key: "node",
        path: `nodes.${name}`,
        value: type,
        callee: "",
        beside: [],
        guards: [],
        format: "json",
        proof: "proven",
      },
    ];
  });
}
