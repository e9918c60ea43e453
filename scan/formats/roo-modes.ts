/** Modes of Roo Code and of Kilo Code: each is a role with its own tools, in a file of the project or of the user. */
import type { AgentFact } from "../facts.ts";
import { get, items, str } from "../grants/value.ts";
import { agent, tools } from "./agent.ts";
import type { Format } from "./format.ts";
import { entry, entryExtent } from "./read-values.ts";

export const rooModes: Format = {
  framework: "roo-code",
  path: /(?:^|\/)\.(?:roomodes|kilocodemodes)$|(?:^|\/)custom_modes\.(?:ya?ml|json)$/,
  needles: [["customModes"], ["roleDefinition"]],
  find: ({ roots }) => ({
    agents: roots
      .flatMap((root) => items(get(root, "customModes")))
      .flatMap((mode): AgentFact[] => {
        const slug = entry(mode, "slug");
        const name = slug && str(slug.value);
        if (slug === undefined || name === undefined || get(mode, "roleDefinition") === undefined) return [];
        const shown = str(get(mode, "name"));
        // A group with limits is a list of its name and of what limits it.
        const groups = items(get(mode, "groups")).flatMap(
          (group) => str(group) ?? str(items(group)[0]) ?? [],
        );
        return [
          agent({
            framework: "roo-code",
            construct: "custom-mode",
            name,
            aliases: shown === undefined ? [] : [shown],
            extent: entryExtent(slug),
            tools: tools(groups),
          }),
        ];
      }),
  }),
};
