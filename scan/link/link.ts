/** Facts of all files become agents and servers: names are followed across files. */
import type { AgentFact, FileFacts } from "../facts.ts";
import { agentsOf } from "./agents.ts";
import { attachTools } from "./attach.ts";
import { type LinkedServer, serversOf } from "./mcp.ts";
import { resolveModule } from "./modules.ts";
import { ownership } from "./own.ts";
import { newProgram } from "./program.ts";
import { relevantFiles } from "./relevant.ts";
import { languageOf } from "./resolve.ts";
import type { AgentSite, LinkedAgent } from "./site.ts";

export interface Linked {
  readonly agents: readonly LinkedAgent[];
  readonly mcpServers: readonly LinkedServer[];
  /** Files that would have said more, had they been read; project files among them. Linking again with them is exact. */
  readonly wanted: () => readonly string[];
  /** Files whose importers may hold agents too. */
  readonly relevant: readonly string[];
  /** Resolves an import's module to a file of the project, for what was not read. */
  readonly fileOf: (from: string, module: string) => string | undefined;
}

/** `paths` are all files of the tree, read or not; `projects` the texts of project files. Both only grow. */
export function link(
  files: readonly FileFacts[],
  paths: readonly string[],
  projects: ReadonlyMap<string, string>,
): Linked {
  const program = newProgram(files, paths, projects);
  const sites: AgentSite[] = [];
  const servers: LinkedServer[] = [];
  for (const file of program.files.values()) {
    sites.push(...agentsOf(program, file));
    servers.push(...serversOf(program, file));
  }
  for (const file of program.files.values()) attachTools(program, file, sites);
  servers.push(...sites.flatMap((site) => site.servers));
  const agents = sites.filter((site) => site.partOf === undefined).map(linked);
  for (const facts of files) {
    agents.push(...facts.agents.map((agent) => ({ ...agent, file: facts.path, language: facts.language })));
    servers.push(...facts.mcpServers.map((server) => ({ ...server, file: facts.path })));
  }
  const relevant = relevantFiles(program);
  return {
    agents,
    mcpServers: servers,
    relevant,
    wanted: () => [...program.wanted].sort(),
    fileOf: (from, module) => {
      const found = resolveModule(
        program,
        { path: from, language: languageOf(from) },
        module,
        ownership(program),
      );
      return found.kind === "file" ? found.path : undefined;
    },
  };
}

function linked(site: AgentSite): LinkedAgent {
  const fact: AgentFact = {
    framework: site.framework,
    tier: site.construct.tier,
    construct: site.construct.id,
    name: site.name,
    aliases: site.aliases,
    extent: site.extent,
    tools: site.tools,
    toolsAll: site.toolsAll,
    toolsDynamic: site.toolsDynamic,
    mcpServers: site.mcpServers,
    ...(site.group === undefined ? {} : { group: site.group }),
    ...(site.subagents.length === 0 ? {} : { subagents: site.subagents }),
    ...(site.model === undefined ? {} : { model: site.model }),
    ...(site.merges === undefined ? {} : { merges: site.merges }),
  };
  return { ...fact, file: site.place.file.path, language: site.language };
}
