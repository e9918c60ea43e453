import type { AgentFact } from "../facts.ts";
import { get, items, str, under } from "../grants/value.ts";
import { agent, tools } from "./agent.ts";
import type { Format } from "./format.ts";
import { entry, entryExtent } from "./read-values.ts";

/** The kinds of agents that Semantic Kernel registers for specifications. */
const types = new Set([
  "chat_completion_agent",
  "azureai_agent",
  "foundry_agent",
  "openai_assistant",
  "azure_assistant",
  "openai_responses",
  "azure_openai_responses",
  "bedrock_agent",
]);

/** Semantic Kernel's specification of an agent in YAML. */
export const semanticKernel: Format = {
  framework: "semantic-kernel",
  path: /\.ya?ml$/,
  needles: [[...types], ["instructions", "model"]],
  find: ({ roots }) => ({
    agents: roots.flatMap((root): AgentFact[] => {
      const type = entry(root, "type");
      if (type === undefined || !types.has(str(type.value) ?? "")) return [];
      if (get(root, "instructions", "model") === undefined) return [];
      const model = str(under(root, "model", "id"));
      return [
        agent({
          framework: "semantic-kernel",
          construct: "specification",
          name: str(get(root, "name")) ?? null,
          extent: entryExtent(type),
          tools: tools(
            items(get(root, "tools")).flatMap((tool) => str(get(tool, "id")) ?? str(get(tool, "type")) ?? []),
          ),
          ...(model === undefined ? {} : { model }),
        }),
      ];
    }),
  }),
};
