import { get, str } from "../grants/value.ts";
import { agent } from "./agent.ts";
import type { Format } from "./format.ts";
import { entry, entryExtent, fileName, mcpEntries } from "./read-values.ts";

/**
 * Sub-agents of Codex: a TOML file for each, with a name and the instructions of its own. It has the tools of the
 * session that starts it, within the sandbox that it says.
 */
export const codexAgents: Format = {
  framework: "openai-codex",
  path: /\.toml$/,
  needles: [["developer_instructions"], ["name"], ["description"]],
  find: ({ path, roots }) => {
    const [root] = roots;
    const name = entry(root, "name");
    const isAgent =
      root !== undefined &&
      entry(root, "description") !== undefined &&
      entry(root, "developer_instructions") !== undefined;
    if (name === undefined || !isAgent) return {};
    const servers = mcpEntries(get(root, "mcp_servers"));
    const model = str(get(root, "model"));
    return {
      agents: [
        agent({
          framework: "openai-codex",
          construct: "agent-toml",
          name: str(name.value) ?? null,
          aliases: [fileName(path).replace(/\.toml$/, "")],
          extent: entryExtent(name),
          toolsAll: true,
          mcpServers: servers.flatMap((server) => server.name ?? []),
          ...(model === undefined ? {} : { model }),
        }),
      ],
    };
  },
};
