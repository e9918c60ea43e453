/**
 * What is found in the fixtures: one folder for each framework and format. A line that makes an agent says so in a
 * comment, `agent: FRAMEWORK[:TIER] NAME [TOOLS]` (`*`: no name); files without comments have a `.expect` beside them.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { scanHost } from "../../cli/scan-host.ts";
import { frameworks } from "../../scan/frameworks/table.ts";
import { inventory } from "../../scan/result.ts";
import { scan } from "../../scan/scan.ts";

const root = join(import.meta.dirname, "fixtures");
const folders = readdirSync(root).sort();

interface Expected {
  readonly file: string;
  readonly line: number;
  readonly says: string;
}

function filesBelow(folder: string, prefix = ""): readonly string[] {
  return readdirSync(join(root, folder, prefix), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(folder, `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`],
  );
}

function expectedIn(folder: string): readonly Expected[] {
  return filesBelow(folder)
    .flatMap((file): Expected[] => {
      const lines = readFileSync(join(root, folder, file), "utf8").split("\n");
      if (file.endsWith(".expect"))
        return lines.flatMap((line) => {
          const [, number, says] = /^(\d+) (.+)$/.exec(line) ?? [];
          return says === undefined
            ? []
            : [{ file: file.replace(/\.expect$/, ""), line: Number(number), says }];
        });
      return lines.flatMap((line, index) => {
        const says = /(?:#|\/\/) agent: (.+)$/.exec(line)?.[1];
        return says === undefined ? [] : [{ file, line: index + 1, says: says.trim() }];
      });
    })
    .sort(order);
}

function order(one: Expected, other: Expected): number {
  return one.file < other.file ? -1 : one.file > other.file ? 1 : one.line - other.line;
}

async function foundIn(folder: string, everything: boolean): Promise<readonly Expected[]> {
  const scanned = await scan(scanHost(join(root, folder)), {
    includeTests: true,
    inScope: () => true,
    everything,
  });
  expect(scanned.unread).toEqual([]);
  return inventory(scanned, new Map())
    .agents.map(({ file, range, framework, tier, name, tools }) => {
      const kind = tier === "explicit" ? framework : `${framework}:${tier}`;
      const shown = name === null ? "*" : /\s/.test(name) ? JSON.stringify(name) : name;
      return { file, line: range.start.line, says: `${kind} ${shown} [${tools.join(", ")}]` };
    })
    .sort(order);
}

describe.each(folders)("%s", (folder) => {
  test("every agent is found, with its framework, name and tools, and nothing else", async () => {
    expect(await foundIn(folder, false)).toEqual(expectedIn(folder));
  });

  test("the prefilter changes nothing", async () => {
    expect(await foundIn(folder, true)).toEqual(await foundIn(folder, false));
  });
});

test("every framework of the table has a fixture", () => {
  const without = new Set(["generic-iac"]);
  const missing = frameworks.map(({ id }) => id).filter((id) => !folders.includes(id) && !without.has(id));
  expect(missing).toEqual([]);
});

test("MCP servers are found in code and in configurations", async () => {
  const scanned = await scan(scanHost(root), { includeTests: true, inScope: () => true });
  const servers = inventory(scanned, new Map()).mcpServers.map(({ file, name }) => `${file} ${name}`);
  expect(servers).toEqual([
    "agno/session.py @example/rooms-mcp",
    "agno/session.py rooms",
    "agno/team.py @example/maps-mcp",
    "agno/team.py weather-mcp",
    "agno/team.py null",
    "cagent/team.yaml uvx files-mcp",
    "cloudflare-agents/server.ts Files",
    "crewai/src/partial.py null",
    "crewai/src/partial.py null",
    "github-copilot-agent/.github/agents/docs.agent.md wiki",
    "haystack/tools.py clock-mcp",
    "inngest-agent-kit/agents.ts shelf",
    "langchain/servers.ts tides",
    "langchain/servers.ts moon",
    "llamaindex/engines.py null",
    "llamaindex/engines.py library-mcp",
    "mastra/agents.ts files",
    "mcp/.devcontainer/devcontainer.json shelf",
    "mcp/.mcp.json files",
    "mcp/.mcp.json wiki",
    "mcp/assistant.yaml papers",
    "mcp/client.py ledger-mcp",
    "mcp/client.py null",
    "mcp/client.py null",
    "mcp/harbour.yaml tides",
    "mcp/harbour.yaml pilots",
    "mcp/rooms.code-workspace attic",
    "microsoft-agent-framework/agents.py files",
    "openai-agents-js/desk.ts wiki",
    "openai-agents-python/desk.py files",
    "opencode/opencode.json wiki",
    "pydantic-ai/bank.py ledger-mcp",
    "pydantic-ai/sets.py parcels-mcp",
    "python-others/mcp_use.py pages",
    "semantic-kernel/mcp.py issues",
    "vercel-ai-sdk/harness.ts null",
    "vercel-ai-sdk/harness.ts null",
  ]);
});
