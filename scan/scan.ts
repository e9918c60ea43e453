/** The scan: files, facts, links, and the result that is reported. */
import { positionAt } from "../compiler/source.ts";
import type { Extent } from "./code.ts";
import { decode, raw } from "./decode.ts";
import { type Discovered, discover } from "./discover.ts";
import type { FileFacts } from "./facts.ts";
import { dataLanguage, readData } from "./formats/read.ts";
import type { GrantParsers } from "./grants/documents.ts";
import { mayGrant, mayHoldGrants } from "./grants/prefilter.ts";
import type { ScanHost } from "./host.ts";
import {
  advance,
  finish,
  importedFile,
  type Linked,
  type Linking,
  newLinking,
  wantedTexts,
} from "./link/link.ts";
import { treeSitter } from "./parsers.ts";
import { formatsFor, mayDeclare, mayUseByWords, type Signs, signsOf } from "./prefilter.ts";
import { readerFor } from "./readers.ts";
import type { AgentResult, Range, ScanResult, ServerResult } from "./result.ts";

export interface ScanOptions {
  readonly root: string;
  readonly includeTests: boolean;
  readonly inScope: (path: string) => boolean;
  /** Off: every file that a reader takes is parsed. The result is the same. */
  readonly prefilter: boolean;
}

/** Facts by path, with what could not be read. */
export interface Gathered {
  readonly facts: Map<string, FileFacts>;
  readonly unread: Map<string, string>;
  /** Code that did not pass the prefilter, with what its bytes say. */
  readonly passedOver: Map<string, Signs>;
}

export async function scan(host: ScanHost, options: ScanOptions): Promise<ScanResult> {
  const found = await discover(host, options);
  const gathered: Gathered = {
    facts: new Map(),
    unread: new Map(),
    passedOver: new Map(),
  };
  for (const { path } of found.files) await gather(host, path, gathered, options.prefilter);
  const linked = await linkWhole(host, found, gathered);
  return resultOf(options.root, found, gathered, linked);
}

/** Reads one file's facts, if it passes the prefilter. */
async function gather(host: ScanHost, path: string, gathered: Gathered, prefilter: boolean): Promise<void> {
  const reader = readerFor(path);
  const language = reader === undefined ? dataLanguage(path) : reader.language;
  if (language === undefined || gathered.facts.has(path)) return;
  if (reader === undefined && !mayDeclare(path) && !mayGrant(path)) return;
  const bytes = await host.read(path);
  if (bytes === undefined) {
    gathered.unread.set(path, "It cannot be opened.");
    return;
  }
  const characters = raw(bytes);
  const formats = reader === undefined ? formatsFor(path, characters) : [];
  if (reader === undefined && formats.length === 0 && !mayHoldGrants(path, characters)) return;
  if (reader !== undefined && prefilter) {
    if (language === "python" || language === "typescript" || language === "javascript") {
      const signs = signsOf(path, language, characters);
      if (!signs.isCandidate && !mayHoldGrants(path, characters)) {
        gathered.passedOver.set(path, signs);
        return;
      }
    } else if (!mayUseByWords(language, characters)) return;
  }
  const decoded = decode(bytes);
  if (decoded === undefined) {
    gathered.unread.set(path, "It is no text.");
    return;
  }
  const facts =
    reader === undefined
      ? readData(path, decoded.text, language, formats, await parsersFor(host, path))
      : await reader.read({ path, text: decoded.text }, host);
  gathered.facts.set(path, facts);
}

async function parsersFor(host: ScanHost, path: string): Promise<GrantParsers> {
  return dataLanguage(path) === "hcl" ? { hcl: (await treeSitter(host, "tree-sitter-hcl")).parser } : {};
}

/** Links, reads what linking asks for, and goes on, until it asks for nothing more. */
async function linkWhole(host: ScanHost, found: Discovered, gathered: Gathered): Promise<Linked> {
  const linking = newLinking(found.paths);
  let fresh = [...gathered.facts.values()].sort(byPath);
  let projects = new Map<string, string>();
  for (;;) {
    const wish = advance(linking, fresh, projects);
    const paths = secondLook(linking, wish.relevant, gathered);
    const known = new Set(gathered.facts.keys());
    projects = new Map();
    for (const path of [...paths, ...wish.wanted]) await gather(host, path, gathered, false);
    for (const path of wantedTexts(linking)) {
      if (linking.program.projects.has(path)) continue;
      const bytes = await host.read(path);
      projects.set(path, bytes === undefined ? "" : (decode(bytes)?.text ?? ""));
    }
    fresh = [...gathered.facts.values()].filter((facts) => !known.has(facts.path)).sort(byPath);
    if (fresh.length === 0 && projects.size === 0) return finish(linking);
  }
}

function byPath(one: FileFacts, other: FileFacts): number {
  return one.path < other.path ? -1 : 1;
}

/**
 * Files that were passed over and must be read after all: users of what a file offers, the barrels on the way, and
 * providers of catalogued modules that a user imports from.
 */
function secondLook(linking: Linking, offering: readonly string[], gathered: Gathered): readonly string[] {
  const { passedOver } = gathered;
  const relevant = new Set(offering);
  const targets = new Map<string, readonly string[]>();
  const targetsOf = (path: string): readonly string[] => {
    const known = targets.get(path);
    if (known !== undefined) return known;
    const signs = passedOver.get(path);
    const found = (signs?.imports ?? [])
      .map((module) => importedFile(linking, path, module))
      .filter((target) => target !== undefined);
    targets.set(path, found);
    return found;
  };
  const needed = new Set<string>();
  const isUnread = (path: string): boolean => passedOver.has(path) && !gathered.facts.has(path);
  // What leads to a provider or an offering file through barrels.
  const known = new Map<string, boolean>();
  const leads = (path: string, depth: number): boolean => {
    const before = known.get(path);
    if (before !== undefined) return before;
    known.set(path, false);
    const found = leadsAnew(path, depth);
    known.set(path, found);
    return found;
  };
  const leadsAnew = (path: string, depth: number): boolean => {
    if (relevant.has(path)) return true;
    const signs = passedOver.get(path);
    if (signs === undefined || !isUnread(path) || depth > 6) return false;
    const isLeading =
      signs.isProvider || (signs.isBarrel && targetsOf(path).some((target) => leads(target, depth + 1)));
    if (isLeading) needed.add(path);
    return isLeading;
  };
  for (const [path, signs] of passedOver)
    if (
      signs.isUser &&
      isUnread(path) &&
      targetsOf(path)
        .filter((target) => leads(target, 0))
        .some((target) => relevant.has(target))
    )
      needed.add(path);
  return [...needed];
}

function resultOf(root: string, found: Discovered, gathered: Gathered, linked: Linked): ScanResult {
  const inScope = new Set(found.files.map((file) => file.path));
  const agents = linked.agents
    .filter((agent) => inScope.has(agent.file))
    .map((agent): AgentResult => {
      const range = rangeOf(gathered, agent.file, agent.extent);
      return {
        id: `${agent.file}:${agent.name ?? agent.aliases[0] ?? agent.construct}`,
        name: agent.name,
        framework: agent.framework,
        language: agent.language,
        file: agent.file,
        range,
        tier: agent.tier,
        tools: agent.tools.map((tool) => tool.name),
        toolsAll: agent.toolsAll,
        mcpServers: agent.mcpServers,
        group: agent.group ?? `${agent.file}:${range.start.line}`,
        declaredAs: null,
      };
    });
  const mcpServers = linked.mcpServers
    .filter((server) => inScope.has(server.file))
    .map(
      (server): ServerResult => ({
        name: server.name,
        file: server.file,
        range: rangeOf(gathered, server.file, server.extent),
        agent: null,
      }),
    );
  const unread = [
    ...found.tooLarge.map((file) => ({ file, reason: "It is too large." })),
    ...[...gathered.unread].map(([file, reason]) => ({ file, reason })),
    ...[...gathered.facts.values()].flatMap((facts) =>
      facts.troubles.map((trouble) => ({
        file: facts.path,
        reason: trouble.message,
        ...(trouble.at === undefined ? {} : { line: positionAt(facts.lines, trouble.at).line }),
      })),
    ),
  ].sort((one, other) => (one.file < other.file ? -1 : one.file > other.file ? 1 : 0));
  return {
    version: 1,
    root,
    files: { seen: found.seen, parsed: gathered.facts.size, skipped: found.seen - gathered.facts.size },
    agents: agents.sort(byPlace),
    mcpServers: mcpServers.sort(byPlace),
    coverage: {
      complete: unread.length === 0,
      outOfScope: found.outOfScope,
      excluded: found.excluded,
      unread,
    },
    errors: [],
  };
}

function rangeOf(gathered: Gathered, file: string, extent: Extent): Range {
  const lines = gathered.facts.get(file)?.lines ?? [0];
  return { start: positionAt(lines, extent.at), end: positionAt(lines, extent.end) };
}

function byPlace(one: { file: string; range: Range }, other: { file: string; range: Range }): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.range.start.line - other.range.start.line || one.range.start.column - other.range.start.column;
}
