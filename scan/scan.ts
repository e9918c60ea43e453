/** The scan of a tree: files, facts, agents, servers and grants, with places as offsets. */
import { withDeclaredNames } from "./declared-names.ts";
import { type Discovered, discover } from "./discover.ts";
import type { FileFacts } from "./facts.ts";
import type { Grant, Located } from "./grants/fact.ts";
import type { ScanHost } from "./host.ts";
import { type FoundAgent, identify } from "./identity.ts";
import { type FactCache, type KeptOptions, keptSupply, LostFacts } from "./kept.ts";
import { tooLarge } from "./limits.ts";
import type { LinkedServer } from "./link/mcp.ts";
import { gather } from "./rounds.ts";
import { isSource, type Look, type Supply, treeSupply } from "./supply.ts";

export interface ScanOptions {
  readonly includeTests: boolean;
  /** Which of the tree's paths are in scope. */
  readonly inScope: (path: string) => boolean;
  readonly cache?: FactCache;
  /** Looks at files before the scan comes to them, in this order: gives what it has by then. */
  readonly ahead?: (paths: readonly string[]) => (path: string) => Look | undefined;
  /** For tests: every file in scope is parsed, whatever the prefilter says. The result is the same. */
  readonly everything?: boolean;
}

export interface Scanned {
  readonly discovered: Discovered;
  /** The facts of the files that were needed. */
  readonly facts: ReadonlyMap<string, FileFacts>;
  /** In the order of files and places. */
  readonly agents: readonly FoundAgent[];
  readonly servers: readonly LinkedServer[];
  readonly grants: readonly Located<Grant>[];
  /** Files that were not read, or not whole. */
  readonly unread: readonly Unread[];
}

export interface Unread {
  readonly file: string;
  readonly reason: string;
  readonly at?: number;
}

export async function scan(host: ScanHost, options: ScanOptions): Promise<Scanned> {
  const discovered = await discover(host, options);
  const { cache, everything } = options;
  if (cache === undefined) {
    const sources = discovered.files.map((file) => file.path).filter(isSource);
    return scanWith(treeSupply(host, options.ahead?.(sources)), discovered, everything);
  }
  const throughCache = async (options: KeptOptions): Promise<Scanned> => {
    const supply = keptSupply(host, cache, discovered.files, options);
    const scanned = await scanWith(supply, discovered, everything);
    supply.keep();
    return scanned;
  };
  try {
    return await throughCache({});
  } catch (error) {
    if (!(error instanceof LostFacts)) throw error;
    return throughCache({ afresh: true });
  }
}

/** The scan of what was discovered, with files from any supply. */
export async function scanWith(supply: Supply, discovered: Discovered, everything = false): Promise<Scanned> {
  const files = discovered.files.map((file) => file.path);
  const { facts, linked, unread } = await gather(supply, files, discovered.paths, everything);
  const inScope = new Set(files);
  const agents = linked.agents.filter((agent) => inScope.has(agent.file)).sort(byPlace);
  return {
    discovered,
    facts,
    agents: identify(withDeclaredNames(agents, facts)),
    servers: unique(linked.mcpServers.filter((server) => inScope.has(server.file)).sort(byPlace)),
    grants: [...facts.values()]
      .filter(({ path }) => inScope.has(path))
      .flatMap(({ path, grants }) => grants.map((grant) => ({ ...grant, file: path })))
      .sort(byPlace),
    unread: [
      ...discovered.tooLarge.filter(isSource).map((file) => ({ file, reason: tooLarge })),
      ...discovered.skipped.map(({ path, reason }) => ({
        file: path,
        reason: `It is passed over: ${reason}.`,
      })),
      ...[...unread].filter(([file]) => inScope.has(file)).map(([file, reason]) => ({ file, reason })),
      ...[...facts.values()]
        .filter(({ path }) => inScope.has(path))
        .flatMap(({ path, troubles }) =>
          troubles.map(({ message, at }) => ({
            file: path,
            reason: message,
            ...(at === undefined ? {} : { at }),
          })),
        ),
    ].sort((one, other) => compare(one.file, other.file)),
  };
}

/** Two readers may see the same server. */
function unique(servers: readonly LinkedServer[]): readonly LinkedServer[] {
  const places = new Map<string, LinkedServer>();
  for (const server of servers) {
    const place = `${server.extent.at} ${server.file}`;
    if (!places.has(place)) places.set(place, server);
  }
  return [...places.values()];
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function byPlace(
  one: { readonly file: string; readonly extent: { readonly at: number } },
  other: { readonly file: string; readonly extent: { readonly at: number } },
): number {
  return compare(one.file, other.file) || one.extent.at - other.extent.at;
}
