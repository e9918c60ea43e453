/** What a scan knows of all files in one text, for the next scan. */
import type { Code } from "./code.ts";
import type { FileFacts } from "./facts.ts";
import type { ScanHost } from "./host.ts";
import type { FileLinks } from "./link/link.ts";
import type { Rest } from "./link/rests.ts";
import { factsVersion, isFacts, type Look } from "./supply.ts";

export interface KeptLook {
  readonly digest: string;
  /** The latest first; the same bytes may be seen in the tree and in a revision. */
  readonly stamps: readonly string[];
  readonly look: Look;
}

export interface KeptRecord {
  readonly looks: ReadonlyMap<string, KeptLook>;
  readonly facts: ReadonlyMap<string, KeptFacts>;
  readonly links: ReadonlyMap<string, FileLinks>;
}

export interface KeptFacts {
  /** Of the bytes. */
  readonly digest: string;
  /** Of the code, which stays the same when only comments behind it do not; absent where there is none. */
  readonly code?: string;
  readonly facts: FactsAround;
}

/** Facts without the code. */
export type FactsAround = Omit<FileFacts, "code">;

const none: KeptRecord = { looks: new Map(), facts: new Map(), links: new Map() };

/** Where the record of the last scan is kept. */
export function recordKey(host: ScanHost): string {
  return host.digest(`record ${factsVersion}`);
}

/** The record as it is written. Many results rest on the same: that is written once, and counted. */
interface Written {
  readonly looks: readonly (readonly [string, KeptLook])[];
  readonly facts: readonly (readonly [string, KeptFacts])[];
  readonly rests: readonly Rest[];
  readonly links: readonly (readonly [
    string,
    Omit<FileLinks, "rests"> & { readonly rests: readonly number[] },
  ])[];
}

export function writtenRecord(record: {
  readonly looks: KeptRecord["looks"];
  readonly facts: ReadonlyMap<string, KeptFacts>;
  readonly links: KeptRecord["links"];
}): string {
  const numbers = new Map<Rest, number>();
  const numberOf = (rest: Rest): number => {
    const known = numbers.get(rest);
    if (known !== undefined) return known;
    numbers.set(rest, numbers.size);
    return numbers.size - 1;
  };
  const links = [...record.links]
    .filter(([path]) => record.facts.has(path))
    .map(([path, each]) => [path, { ...each, rests: each.rests.map(numberOf) }] as const);
  const written: Written = {
    looks: [...record.looks],
    facts: [...record.facts].map(([path, { digest, code, facts }]) => [
      path,
      { digest, ...(code === undefined ? {} : { code }), facts: around(facts) },
    ]),
    links,
    rests: [...numbers.keys()],
  };
  return JSON.stringify(written);
}

/** Facts without the code. Taking facts apart would read it. */
function around(facts: FactsAround): FactsAround {
  const { path, language, lines, agents, mcpServers, grants, remarks, troubles, cells } = facts;
  const own = { path, language, lines, agents, mcpServers, grants, remarks, troubles };
  return cells === undefined ? own : { ...own, cells };
}

/** Whole facts as a text of two lines: the code is the second, empty where there is none. */
export function factsText(facts: FileFacts): { readonly text: string; readonly code: string } {
  const code = facts.code === undefined ? "" : JSON.stringify(facts.code);
  return { text: `${JSON.stringify(around(facts))}\n${code}`, code };
}

/** Whole facts of a text, and the text of their code; `undefined` for anything else, and for those of another file. */
export function readFactsText(
  text: string,
  path: string,
): { readonly facts: FileFacts; readonly code: string } | undefined {
  const end = text.indexOf("\n");
  const own = parsed(text.slice(0, Math.max(0, end)));
  const code = text.slice(end + 1);
  const scopes = code === "" ? undefined : parsed(code);
  if (!isFacts(own) || own.path !== path) return undefined;
  if (code === "") return { facts: own, code };
  return isCode(scopes) ? { facts: { ...own, code: scopes }, code } : undefined;
}

function isCode(value: unknown): value is Code {
  return typeof value === "object" && value !== null && "scopes" in value && Array.isArray(value.scopes);
}

/** The record of a text; an empty one for anything else. */
export function readRecord(text: string | undefined): KeptRecord {
  const value = text === undefined ? undefined : parsed(text);
  if (!isWritten(value)) return none;
  const { rests } = value;
  return {
    looks: new Map(value.looks),
    facts: new Map(value.facts),
    links: new Map(
      value.links.map(([path, each]) => [
        path,
        { ...each, rests: each.rests.flatMap((number) => rests[number] ?? []) },
      ]),
    ),
  };
}

/** The cache gives what this program wrote; what is checked is that every entry has its shape. */
function isWritten(value: unknown): value is Written {
  return (
    isEvery(value, "looks", (entry) => isPair(entry, (look) => hasList(look, "stamps") && "look" in look)) &&
    isEvery(value, "facts", (entry) => isPair(entry, (kept) => "facts" in kept && isFacts(kept.facts))) &&
    isEvery(value, "links", (entry) => isPair(entry, isLinks)) &&
    isEvery(value, "rests", (rest) => isObject(rest) && "kind" in rest)
  );
}

function isLinks(value: object): boolean {
  return ["sites", "servers", "attachments", "missing", "needs", "rests"].every((name) =>
    hasList(value, name),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function hasList(value: object, name: string): boolean {
  return Array.isArray(Reflect.get(value, name));
}

function isEvery(value: unknown, name: string, is: (entry: unknown) => boolean): boolean {
  const list: unknown = isObject(value) ? Reflect.get(value, name) : undefined;
  return Array.isArray(list) && list.every(is);
}

/** A path, and an object of which that is true. */
function isPair(value: unknown, is: (second: object) => boolean): boolean {
  return Array.isArray(value) && typeof value[0] === "string" && isObject(value[1]) && is(value[1]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
