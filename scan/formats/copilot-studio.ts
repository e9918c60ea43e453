import { entriesOf, str, under } from "../grants/value.ts";
import { agent } from "./agent.ts";
import type { Format } from "./format.ts";

/** Copilot Studio keeps an agent's metadata in `*.mcs.yml`; topics and tools are documents of other kinds. */
export const copilotStudio: Format = {
  framework: "copilot-studio",
  path: /\.mcs\.ya?ml$/,
  needles: [["GptComponentMetadata", "BotDefinition"]],
  find: ({ roots }) => ({
    agents: roots.flatMap((root) => {
      const kind = entriesOf(root).find((entry) => entry.key === "kind");
      const word = str(kind?.value);
      if (kind === undefined || (word !== "GptComponentMetadata" && word !== "BotDefinition")) return [];
      return [
        agent({
          framework: "copilot-studio",
          construct: "gpt",
          name: str(under(root, "displayName")) ?? null,
          extent: { at: kind.at, end: kind.value.end },
        }),
      ];
    }),
  }),
};
