import { entriesOf, str, under } from "../grants/value.ts";
import { agent } from "./agent.ts";
import type { Format } from "./format.ts";

/**
 * Copilot Studio keeps an agent's metadata in `*.mcs.yml`, and an unpacked solution of the Power Platform in the `data`
 * of a component whose folder bears the agent's schema name. Topics and tools are documents of other kinds.
 */
export const copilotStudio: Format = {
  framework: "copilot-studio",
  path: /\.mcs\.ya?ml$|(?:^|\/)botcomponents\/[^/]+\/data$/,
  needles: [["GptComponentMetadata", "BotDefinition"]],
  find: ({ path, roots }) => ({
    agents: roots.flatMap((root) => {
      const kind = entriesOf(root).find((entry) => entry.key === "kind");
      const word = str(kind?.value);
      if (kind === undefined || (word !== "GptComponentMetadata" && word !== "BotDefinition")) return [];
      const schema = /(?:^|\/)botcomponents\/([^/]+)\.gpt\.[^/]+\/data$/.exec(path)?.[1];
      return [
        agent({
          framework: "copilot-studio",
          construct: "gpt",
          name: str(under(root, "displayName")) ?? schema ?? null,
          aliases: schema === undefined ? [] : [schema],
          extent: { at: kind.at, end: kind.value.end },
        }),
      ];
    }),
  }),
};
