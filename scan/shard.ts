/**
 * One part of a scan that several machines share: the first look at its files, the facts of all that could be needed of
 * them, and the texts that the rest of the work reads. Which files could be needed is found from the bytes of the whole
 * tree, so that the parts together hold whatever linking asks for.
 */
import { searchable } from "./decode.ts";
import { type Discovered, type DiscoverOptions, discover } from "./discover.ts";
import type { FileFacts } from "./facts.ts";
import type { ListedFile, Listing, ScanHost } from "./host.ts";
import { importsIn } from "./imports.ts";
import { advance, importedFile, newLinking, wantedTexts } from "./link/link.ts";
import { factsVersion, isRead, type Look, type Supply } from "./supply.ts";

export interface Shard {
  readonly version: 1;
  readonly facts: typeof factsVersion;
  /** Which part of how many, from 1. */
  readonly part: readonly [index: number, count: number];
  readonly includeTests: boolean;
  readonly listing: Listing;
  /** Paths out of scope by the configuration. */
  readonly excluded: readonly string[];
  /** Files and folders whose findings were asked for, sorted; none: those of everything. */
  readonly paths: readonly string[];
  readonly looks: readonly (readonly [path: string, look: Look])[];
  readonly files: readonly FileFacts[];
  /** Texts of project files, and of files that hold remarks. */
  readonly texts: readonly (readonly [path: string, text: string])[];
  /** Digests of the files that have facts. */
  readonly digests: readonly (readonly [path: string, digest: string])[];
}

/** Names of files that say how a project is laid out. */
const projectFile = /(?:^|\/)(?:package\.json|[jt]sconfig(?:\.[\w-]+)?\.json|pyproject\.toml|setup\.py)$/;

/** Which part a path belongs to, from 1. */
export function partOf(host: ScanHost, path: string, count: number): number {
  return (Number.parseInt(host.digest(path).slice(0, 8), 16) % count) + 1;
}

export async function makeShard(
  host: ScanHost,
  supply: Supply,
  options: DiscoverOptions,
  [index, count]: readonly [number, number],
  paths: readonly string[] = [],
): Promise<Shard> {
  const listing = await host.files();
  const discovered = await discover({ ...host, files: async () => listing }, options);
  const isMine = (path: string): boolean => partOf(host, path, count) === index;
  const looks = new Map<string, Look>();
  for (const { path } of discovered.files) looks.set(path, await supply.look(path));
  const needed = await couldBeNeeded(host, supply, discovered, looks);
  const files: FileFacts[] = [];
  for (const path of [...needed].filter(isMine).sort()) {
    const facts = await supply.facts(path);
    if (facts !== undefined) files.push(facts);
  }
  const texts: [string, string][] = [];
  const remarked = new Set(files.filter((facts) => facts.remarks.length > 0).map((facts) => facts.path));
  for (const path of discovered.paths)
    if (isMine(path) && (projectFile.test(path) || remarked.has(path)))
      texts.push([path, await supply.text(path)]);
  const digests: [string, string][] = [];
  for (const { path } of files) {
    const bytes = await host.read(path);
    if (bytes !== undefined) digests.push([path, host.digest(bytes)]);
  }
  return {
    version: 1,
    facts: factsVersion,
    part: [index, count],
    includeTests: options.includeTests,
    listing: { ...listing, files: listing.files.map(({ path, size }) => ({ path, size })) },
    excluded: listing.files.map((file) => file.path).filter((path) => !options.inScope(path)),
    paths: [...new Set(paths)].sort(),
    looks: [...looks].filter(([path, look]) => isMine(path) && look.kind !== "nothing"),
    files,
    texts,
    digests,
  };
}

/**
 * Files that are wanted; code that may make an agent of what it imports, if that leads to a provider; and whatever any
 * of these imports, and so on.
 */
async function couldBeNeeded(
  host: ScanHost,
  supply: Supply,
  discovered: Discovered,
  looks: ReadonlyMap<string, Look>,
): Promise<ReadonlySet<string>> {
  const targets = await importGraph(host, supply, discovered, looks);
  const sources = new Map<string, string[]>();
  for (const [path, imported] of targets)
    for (const target of imported) sources.set(target, [...(sources.get(target) ?? []), path]);
  const wanted = [...looks].filter(([, look]) => isRead(look)).map(([path]) => path);
  const providers = [...looks]
    .filter(([, look]) => look.kind === "code" && look.signs.isProvider)
    .map(([path]) => path);
  const reaching = closure([...wanted, ...providers], (path) => sources.get(path) ?? []);
  const starts = [...looks].flatMap(([path, look]) =>
    isRead(look) ||
    (look.kind === "code" &&
      reaching.has(path) &&
      (look.signs.isUser || look.signs.isBarrel || look.signs.isProvider))
      ? [path]
      : [],
  );
  return closure(starts, (path) => targets.get(path) ?? []);
}

function closure(starts: readonly string[], next: (path: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set(starts);
  const todo = [...starts];
  for (let path = todo.pop(); path !== undefined; path = todo.pop())
    for (const each of next(path))
      if (!found.has(each)) {
        found.add(each);
        todo.push(each);
      }
  return found;
}

/** What each file of code imports of the project. Files out of scope are looked at when something imports them. */
async function importGraph(
  host: ScanHost,
  supply: Supply,
  discovered: Discovered,
  looks: ReadonlyMap<string, Look>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const modules = new Map<string, readonly string[]>();
  const modulesOf = async (path: string): Promise<readonly string[]> => {
    const known = modules.get(path);
    if (known !== undefined) return known;
    const look = looks.get(path);
    const found =
      look?.kind === "code"
        ? look.signs.imports
        : isCode(path)
          ? importsIn(path, searchable((await host.read(path)) ?? new Uint8Array()))
          : [];
    modules.set(path, found);
    return found;
  };
  const linking = newLinking(discovered.paths);
  const texts = new Map<string, string>();
  for (const path of discovered.paths) if (projectFile.test(path)) texts.set(path, await supply.text(path));
  advance(linking, [], texts);
  const targets = new Map<string, readonly string[]>();
  const todo = [...looks.keys()];
  for (let path = todo.pop(); path !== undefined; path = todo.pop()) {
    if (targets.has(path)) continue;
    const from = path;
    const found = [
      ...new Set((await modulesOf(from)).flatMap((module) => importedFile(linking, from, module) ?? [])),
    ];
    targets.set(from, found);
    todo.push(...found);
    const more = wantedTexts(linking).filter((each) => !linking.program.projects.has(each));
    if (more.length > 0)
      advance(
        linking,
        [],
        new Map(await Promise.all(more.map(async (each) => [each, await supply.text(each)] as const))),
      );
  }
  return targets;
}

function isCode(path: string): boolean {
  return /\.(?:[cm]?[jt]sx?|pyi?|ipynb)$/.test(path);
}

/** All parts of one scan: what was discovered, and a supply that has their facts. Says what is wrong with them else. */
export async function joinShards(
  shards: readonly Shard[],
): Promise<
  | { readonly supply: Supply; readonly discovered: Discovered; readonly paths: Shard["paths"] }
  | { readonly trouble: string }
> {
  const [first] = shards;
  if (first === undefined) return { trouble: "There are no parts to merge." };
  const [, count] = first.part;
  const parts = new Set(shards.map((shard) => shard.part[0]));
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter((part) => !parts.has(part));
  const isSame = shards.every(
    (shard) =>
      shard.part[1] === count &&
      shard.includeTests === first.includeTests &&
      sameWords(shard.paths, first.paths) &&
      sameWords(shard.excluded, first.excluded) &&
      sameListing(shard.listing.files, first.listing.files),
  );
  if (!isSame) {
    const other = shards.map((shard) => firstOther(first.listing.files, shard.listing.files)).find(Boolean);
    const seen =
      other === undefined ? "" : ` Not all of them saw '${other}' alike; write parts outside of the tree.`;
    return {
      trouble: `The parts are not of one scan: they saw other files, or were asked for otherwise.${seen}`,
    };
  }
  if (missing.length > 0) return { trouble: `Of ${count} parts, these are missing: ${missing.join(", ")}.` };
  const looks = new Map(shards.flatMap((shard) => shard.looks));
  const facts = new Map(shards.flatMap((shard) => shard.files.map((file) => [file.path, file] as const)));
  const texts = new Map(shards.flatMap((shard) => shard.texts));
  const excluded = new Set(first.excluded);
  const supply: Supply = {
    look: async (path) => looks.get(path) ?? { kind: "nothing" },
    facts: async (path) => facts.get(path),
    text: async (path) => texts.get(path) ?? "",
  };
  const options = { includeTests: first.includeTests, inScope: (path: string) => !excluded.has(path) };
  return {
    supply,
    discovered: await discover({ files: async () => first.listing }, options),
    paths: first.paths,
  };
}

function sameWords(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((word, index) => word === other[index]);
}

/** The first path at which two listings differ. */
function firstOther(one: readonly ListedFile[], other: readonly ListedFile[]): string | undefined {
  const sizes = new Map(one.map(({ path, size }) => [path, size]));
  const changed = other.find(({ path, size }) => sizes.get(path) !== size);
  const paths = new Set(other.map(({ path }) => path));
  return changed?.path ?? one.find(({ path }) => !paths.has(path))?.path;
}

function sameListing(one: readonly ListedFile[], other: readonly ListedFile[]): boolean {
  return (
    one.length === other.length &&
    one.every((file, index) => file.path === other[index]?.path && file.size === other[index]?.size)
  );
}

/** A shard as JSON, with a digest of all that stands before it. */
export function shardText(shard: Shard, digest: ScanHost["digest"]): string {
  const body = JSON.stringify(shard).slice(0, -1);
  return `${body},"digest":"${digest(body)}"}\n`;
}

/** A shard as it was written; `undefined` for anything else, and for one that was changed or cut. */
export function parseShard(text: string, digest: ScanHost["digest"]): Shard | undefined {
  const [seal, written] = /,"digest":"([0-9a-f]+)"\}\s*$/.exec(text.slice(-200)) ?? [];
  if (seal === undefined || digest(text.slice(0, -seal.length)) !== written) return undefined;
  const value: unknown = JSON.parse(text);
  return isShard(value) ? value : undefined;
}

/** What is sealed was written by this program; what is checked is that it is a shard, and of this version. */
function isShard(value: unknown): value is Shard {
  return (
    typeof value === "object" &&
    value !== null &&
    "version" in value &&
    value.version === 1 &&
    "facts" in value &&
    value.facts === factsVersion &&
    "part" in value &&
    Array.isArray(value.part) &&
    "listing" in value &&
    "excluded" in value &&
    Array.isArray(value.excluded) &&
    "paths" in value &&
    Array.isArray(value.paths) &&
    "looks" in value &&
    Array.isArray(value.looks) &&
    "files" in value &&
    Array.isArray(value.files) &&
    "texts" in value &&
    Array.isArray(value.texts)
  );
}
