/**
 * Facts of all files become agents and servers: names are followed across files. Linking goes on as files arrive: what
 * could be worked out without a missing file is kept, the rest is worked out anew.
 */
import type { FileFacts } from "../facts.ts";
import { agentsOf } from "./agents.ts";
import { type Attachment, attach, attachmentsOf } from "./attach.ts";
import { group } from "./groups.ts";
import { holds } from "./held.ts";
import { type LinkedServer, serversOf } from "./mcp.ts";
import { resolveModule } from "./modules.ts";
import { type CodeFile, languageOf, looking, newProgram, opened, type Program } from "./program.ts";
import { isRelevant } from "./relevant.ts";
import { type Rest, rested } from "./rests.ts";
import { type LinkedAgent, type LinkedSite, linkedAgent, linkedSites } from "./site.ts";

/** What linking made of one file, as plain data. */
export interface FileLinks {
  readonly sites: readonly LinkedSite[];
  readonly servers: readonly LinkedServer[];
  readonly attachments: readonly Attachment[];
  readonly isRelevant: boolean;
  /** The files that were missing for it. */
  readonly missing: readonly string[];
  /** Source files that must be read for it. */
  readonly needs: readonly string[];
  /** As long as these hold, and the file is the same, so is all of this. */
  readonly rests: readonly Rest[];
}

export interface Linking {
  readonly program: Program;
  readonly facts: Map<string, FileFacts>;
  readonly links: Map<string, FileLinks>;
  readonly recall: Recall;
}

/** The links of an earlier scan, of which every file that they rest on is the same and is here. */
export type Recall = (path: string) => FileLinks | undefined;

/** `paths` are all files of the tree, read or not. */
export function newLinking(paths: readonly string[], recall: Recall = () => undefined): Linking {
  return { program: newProgram(paths), facts: new Map(), links: new Map(), recall };
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
    if ("code" in facts) program.unopened.set(facts.path, facts);
  }
  program.wanted.clear();
  program.wantedTexts.clear();
  program.memo.round++;
  const arrived = new Set([...projects.keys(), ...files.map((facts) => facts.path)]);
  for (const facts of linking.facts.values()) {
    if (!("code" in facts)) continue;
    const { path } = facts;
    const before = links.get(path) ?? recalled(linking, path);
    if (before === undefined || before.missing.some((each) => arrived.has(each))) {
      const file = program.files.get(path) ?? opened(program, path);
      if (file !== undefined) links.set(path, linkFile(program, file));
    } else links.set(path, before);
  }
  const needed = [...links.values()].flatMap(({ needs }) => needs);
  return {
    wanted: [...new Set([...program.wanted, ...needed.filter((path) => !linking.facts.has(path))])].sort(),
    relevant: [...links].filter(([, each]) => each.isRelevant).map(([path]) => path),
  };
}

function recalled(linking: Linking, path: string): FileLinks | undefined {
  const { program, recall } = linking;
  const found = recall(path);
  if (found?.missing.some((each) => linking.facts.has(each) || program.projects.has(each)) === true)
    return undefined;
  return found?.rests.every((rest) => isHeld(program, rest)) === true ? found : undefined;
}

function isHeld(program: Program, rest: Rest): boolean {
  const { held } = program.memo;
  const known = held.get(rest);
  if (known !== undefined) return known;
  const since = program.memo.missing.length;
  const found = holds(program, rest) && program.memo.missing.length === since;
  held.set(rest, found);
  return found;
}

function linkFile(program: Program, file: CodeFile): FileLinks {
  const { memo } = program;
  memo.missing.length = 0;
  memo.rests.length = 0;
  const links = {
    sites: linkedSites(agentsOf(program, file)),
    servers: serversOf(program, file),
    attachments: attachmentsOf(program, file),
    isRelevant: looking(program, () => isRelevant(program, file)),
  };
  return { ...links, missing: [...new Set(memo.missing)], ...rested(memo.rests) };
}

/** Resolves an import's module to a file of the project, for a file that was not read. */
export function importedFile(linking: Linking, from: string, module: string): string | undefined {
  const { program } = linking;
  const found = resolveModule(program, { path: from, language: languageOf(from) }, module);
  program.memo.rests.length = 0;
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

/** The agents and servers of these files. */
export function finish(linking: Linking, files: Iterable<string>): Linked {
  // In the order of paths, in whatever order they came.
  const paths = [...files].sort();
  const links = paths.flatMap((path) => linking.links.get(path) ?? []);
  const facts = paths.flatMap((path) => linking.facts.get(path) ?? []);
  const declared = facts.flatMap(({ path, agents }) => agents.map((agent) => ({ agent, file: path })));
  const attachments = links.flatMap((each) => each.attachments);
  const sites = group(
    attach(
      attachments,
      links.flatMap((each) => each.sites),
    ),
    declared,
  );
  const agents: LinkedAgent[] = sites.filter((site) => site.isPart !== true).map(linkedAgent);
  const mcpServers = [...links.flatMap((each) => each.servers), ...sites.flatMap((site) => site.servers)];
  for (const own of facts) {
    const { path: file, language } = own;
    agents.push(...own.agents.map((agent) => ({ ...agent, file, language })));
    mcpServers.push(...own.mcpServers.map((server) => ({ ...server, file })));
  }
  return { agents, mcpServers };
}
