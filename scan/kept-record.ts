/** What a scan knows of all files in one text, for the next scan. */
import type { FileFacts } from "./facts.ts";
import type { ScanHost } from "./host.ts";
import type { FileLinks } from "./link/link.ts";
import type { Rest } from "./link/rests.ts";
import { factsVersion, type Look } from "./supply.ts";

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
  readonly facts: Omit<FileFacts, "code">;
  /** Whether there is code too. */
  readonly isCode: boolean;
}

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
  readonly facts: ReadonlyMap<string, { readonly digest: string; readonly facts: FileFacts }>;
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
    facts: [...record.facts].map(([path, { digest, facts }]) => [path, kept(digest, facts)]),
    links,
    rests: [...numbers.keys()],
  };
  return JSON.stringify(written);
}

function kept(digest: string, facts: FileFacts): KeptFacts {
  // Taking facts apart would read the code.
  const { path, language, lines, agents, mcpServers, grants, remarks, troubles, cells } = facts;
  return {
    digest,
    isCode: "code" in facts,
    facts: {
      path,
      language,
      lines,
      agents,
      mcpServers,
      grants,
      remarks,
      troubles,
      ...(cells === undefined ? {} : { cells }),
    },
  };
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

/** The cache gives what this program wrote; what is checked is that it is such a record. */
function isWritten(value: unknown): value is Written {
  return (
    typeof value === "object" &&
    value !== null &&
    ["looks", "facts", "rests", "links"].every(
      (name) => name in value && Array.isArray(Reflect.get(value, name)),
    )
  );
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
