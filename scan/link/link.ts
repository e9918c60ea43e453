/**
 * Facts of all files become agents and servers: names are followed across files. Linking goes on as files arrive: what
 * could be worked out without a missing file is kept, the rest is worked out anew.
 */
import type { AgentFact, FileFacts } from "../facts.ts";
import { agentsOf } from "./agents.ts";
import { type Attachment, attach, attachmentsOf } from "./attach.ts";
import { group } from "./groups.ts";
import { type LinkedServer, serversOf } from "./mcp.ts";
import { resolveModule } from "./modules.ts";
import { type CodeFile, codeFile, languageOf, looking, newProgram, type Program } from "./program.ts";
import { isRelevant } from "./relevant.ts";
import type { AgentSite, LinkedAgent } from "./site.ts";

interface FileLinks {
  readonly sites: readonly AgentSite[];
  readonly servers: readonly LinkedServer[];
  readonly attachments: readonly Attachment[];
  readonly isRelevant: boolean;
  /** The files that were missing for it. */
  readonly missing: ReadonlySet<string>;
}

export interface Linking {
  readonly program: Program;
  readonly facts: Map<string, FileFacts>;
  readonly links: Map<string, FileLinks>;
}

/** `paths` are all files of the tree, read or not. */
export function newLinking(paths: readonly string[]): Linking {
  return { program: newProgram(paths), facts: new Map(), links: new Map() };
}

export interface Wish {
  /** Source files that would say more, were they read. */
  readonly wanted: readonly string[];
  /** Files whose importers may hold agents too. */
  readonly relevant: readonly string[];
}

/** Takes files and texts of project files, and works out what it can; gives what it still wants. */
export function advance(
  linking: Linking,
  files: readonly FileFacts[],
  projects: ReadonlyMap<string, string>,
): Wish {
  const { program, links } = linking;
  for (const [path, text] of projects) program.projects.set(path, text);
  for (const facts of files) {
    linking.facts.set(facts.path, facts);
    const file = codeFile(facts);
    if (file !== undefined) program.files.set(facts.path, file);
  }
  program.wanted.clear();
  program.wantedTexts.clear();
  program.memo.round++;
  const arrived = new Set([...projects.keys(), ...files.map((facts) => facts.path)]);
  for (const file of program.files.values()) {
    const before = links.get(file.path);
    if (before === undefined || intersects(before.missing, arrived))
      links.set(file.path, linkFile(program, file));
  }
  return {
    wanted: [...program.wanted].sort(),
    relevant: [...links].filter(([, each]) => each.isRelevant).map(([path]) => path),
  };
}

function intersects(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const each of some) if (others.has(each)) return true;
  return false;
}

function linkFile(program: Program, file: CodeFile): FileLinks {
  program.memo.missing.length = 0;
  const links = {
    sites: agentsOf(program, file),
    servers: serversOf(program, file),
    attachments: attachmentsOf(program, file),
    isRelevant: looking(program, () => isRelevant(program, file)),
  };
  return { ...links, missing: new Set(program.memo.missing) };
}

/** Resolves an import's module to a file of the project, for a file that was not read. */
export function importedFile(linking: Linking, from: string, module: string): string | undefined {
  const { program } = linking;
  const found = resolveModule(program, { path: from, language: languageOf(from) }, module);
  return found.kind === "file" ? found.path : undefined;
}

/** The project files that were wanted since the last `advance` began. */
export function wantedTexts(linking: Linking): readonly string[] {
  return [...linking.program.wantedTexts].sort();
}

export interface Linked {
  readonly agents: readonly LinkedAgent[];
  readonly mcpServers: readonly LinkedServer[];
}

/** The agents and servers of all files; nothing may be asked of the linking afterwards. */
export function finish(linking: Linking): Linked {
  const links = [...linking.links.values()];
  const sites = links.flatMap((each) => each.sites);
  attach(
    links.flatMap((each) => each.attachments),
    sites,
  );
  const declared = [...linking.facts.values()].flatMap(({ path, agents }) =>
    agents.map((agent) => ({ agent, file: path })),
  );
  group(sites, declared);
  const agents = sites.filter((site) => site.partOf === undefined).map(linkedAgent);
  const mcpServers = [...links.flatMap((each) => each.servers), ...sites.flatMap((site) => site.servers)];
  for (const facts of linking.facts.values()) {
    agents.push(...facts.agents.map((agent) => ({ ...agent, file: facts.path, language: facts.language })));
    mcpServers.push(...facts.mcpServers.map((server) => ({ ...server, file: facts.path })));
  }
  return { agents, mcpServers };
}

function linkedAgent(site: AgentSite): LinkedAgent {
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
