/** Where the scan gets its files from: a tree, a cache in front of it, or the facts of shards. */
import { lineTable } from "../compiler/source.ts";
import { decode, searchable } from "./decode.ts";
import type { FileFacts, Language } from "./facts.ts";
import { dataLanguage, readData } from "./formats/read.ts";
import type { GrantParsers } from "./grants/documents.ts";
import { mayHoldGrants } from "./grants/prefilter.ts";
import type { ScanHost } from "./host.ts";
import { isTooLong, mostGrants, tooHard, tooLarge } from "./limits.ts";
import type { FileLinks } from "./link/link.ts";
import { boundedParse, giveUpParsers, TooHard, treeSitter } from "./parsers.ts";
import { formatsFor, mayUseByWords, type Signs, signsOf } from "./prefilter.ts";
import { readerFor } from "./readers.ts";

/** A first look at a file. */
export type Look =
  /** Nothing that the scan reads, or nothing in it. */
  | { readonly kind: "nothing" }
  | { readonly kind: "unreadable"; readonly reason: string }
  /** To be parsed for what it says by itself. */
  | { readonly kind: "wanted" }
  /**
   * Code that may be needed for what others offer, or others for what it offers. `isRead`: it is parsed in any case,
   * for what it grants or ignores, but need not be linked.
   */
  | { readonly kind: "code"; readonly signs: Signs; readonly isRead?: true };

/** Whether a file is parsed whatever others say of it. */
export function isRead(look: Look): boolean {
  return look.kind === "wanted" || (look.kind === "code" && look.isRead === true);
}

export interface Supply {
  look(path: string): Promise<Look>;
  /** The facts of a file; `undefined` where it cannot be read, or nothing reads such files. */
  facts(path: string): Promise<FileFacts | undefined>;
  /** The text of a project file; empty where it cannot be read. */
  text(path: string): Promise<string>;
  /** What is left of the links of an earlier scan; asked for after all files in scope were looked at. */
  recall?(): Promise<Recalled>;
  /** Takes the links of this scan. */
  remember?(links: ReadonlyMap<string, FileLinks>): void;
}

/** Links of an earlier scan whose own files, and those that they rest on, are as they were. */
export interface Recalled {
  readonly links: ReadonlyMap<string, FileLinks>;
  /** The files that they rest on. */
  readonly files: readonly FileFacts[];
}

/** Changes whenever facts of the same bytes would be others; part of every key of the cache. */
export const factsVersion = 6;

/** A supply over a tree; its parts, for who has the bytes already. */
export interface TreeSupply extends Supply {
  /** Whether anything here reads such files. */
  takes(path: string): boolean;
  lookAt(path: string, bytes: Uint8Array): Look;
  factsOf(path: string, bytes: Uint8Array): Promise<FileFacts | undefined>;
}

/** `ahead` has looks that were taken before, if any. */
export function treeSupply(
  host: ScanHost,
  ahead: (path: string) => Look | undefined = () => undefined,
): TreeSupply {
  const factsOf = async (path: string, bytes: Uint8Array): Promise<FileFacts | undefined> => {
    const language = languageOf(path);
    return language === undefined ? undefined : safeFacts(host, path, language, bytes);
  };
  // What is looked at is often read next.
  let last: { readonly path: string; readonly bytes: Uint8Array } | undefined;
  const read = async (path: string): Promise<Uint8Array | undefined> => {
    const bytes = last?.path === path ? last.bytes : await host.read(path);
    last = undefined;
    return bytes;
  };
  return {
    takes: isSource,
    lookAt,
    factsOf,
    look: async (path) => {
      if (languageOf(path) === undefined) return { kind: "nothing" };
      const known = ahead(path);
      if (known !== undefined) return known;
      const bytes = await host.read(path);
      if (bytes === undefined) return { kind: "unreadable", reason: "It cannot be opened." };
      last = { path, bytes };
      return lookAt(path, bytes);
    },
    facts: async (path) => {
      const bytes = languageOf(path) === undefined ? undefined : await read(path);
      return bytes === undefined ? undefined : factsOf(path, bytes);
    },
    text: async (path) => {
      const bytes = await host.read(path);
      return bytes === undefined ? "" : (decode(bytes)?.text ?? "");
    },
  };
}

/** Whether anything here reads files of this name. */
export function isSource(path: string): boolean {
  return languageOf(path) !== undefined;
}

function languageOf(path: string): Language | undefined {
  return readerFor(path)?.language ?? dataLanguage(path);
}

/** The first look at a file by its bytes. */
export function lookAt(path: string, bytes: Uint8Array): Look {
  const language = languageOf(path);
  if (language === undefined) return { kind: "nothing" };
  const characters = searchable(bytes);
  if (characters.includes("\0")) return { kind: "unreadable", reason: "It is no text." };
  // An ignore is judged wherever it stands.
  const speaks = (): boolean => mayHoldGrants(path, characters) || characters.includes("remit-ignore");
  if (language === "python" || language === "typescript" || language === "javascript") {
    const signs = signsOf(path, language, characters);
    if (signs.isCandidate) return { kind: "wanted" };
    return speaks() ? { kind: "code", signs, isRead: true } : { kind: "code", signs };
  }
  if (speaks()) return { kind: "wanted" };
  const isWanted =
    readerFor(path) === undefined
      ? formatsFor(path, characters).length > 0
      : mayUseByWords(language, characters);
  return { kind: isWanted ? "wanted" : "nothing" };
}

/** One file never stops a scan: what no reader could read has no facts but its trouble. */
async function safeFacts(
  host: ScanHost,
  path: string,
  language: Language,
  bytes: Uint8Array,
): Promise<FileFacts | undefined> {
  try {
    const facts = await readFacts(host, path, language, bytes);
    if (facts === undefined || facts.grants.length <= mostGrants) return facts;
    const message = `It holds more than ${mostGrants} grants; the others are left out.`;
    return {
      ...facts,
      grants: facts.grants.slice(0, mostGrants),
      troubles: [...facts.troubles, { message, at: facts.grants[mostGrants]?.extent.at ?? 0 }],
    };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // Texts that no person writes exhaust the stack: ours, or that of the parsers in wasm, which are lost with it.
    const isTrap = error.name === "RuntimeError";
    if (isTrap) giveUpParsers();
    const message =
      isTrap || error instanceof TooHard
        ? tooHard
        : error instanceof RangeError
          ? "Nested too deeply to be read."
          : `${readerFailed} (${error.name}: ${error.message.split("\n")[0]?.slice(0, 200) ?? ""}).`;
    return { ...emptyFacts(path, language, decode(bytes)?.text ?? ""), troubles: [{ message }] };
  }
}

/** Whether facts may be others the next time, though the bytes are the same: another machine is faster. */
export function isPassing({ troubles }: FileFacts): boolean {
  return troubles.some(({ message }) => message === tooHard);
}

/** How the trouble of a file begins that showed a mistake of Remit's own. */
export const readerFailed = "Remit failed to read it, which is a bug in Remit: please report it";

function emptyFacts(path: string, language: Language, text: string): FileFacts {
  const nothing = { agents: [], mcpServers: [], grants: [], remarks: [], troubles: [] };
  return { path, language, lines: lineTable(text), ...nothing };
}

async function readFacts(
  host: ScanHost,
  path: string,
  language: Language,
  bytes: Uint8Array,
): Promise<FileFacts | undefined> {
  const decoded = decode(bytes);
  if (decoded === undefined) return undefined;
  const { text } = decoded;
  if (isTooLong(path, language, text))
    return { ...emptyFacts(path, language, text), troubles: [{ message: tooLarge }] };
  const reader = readerFor(path);
  if (reader !== undefined) return reader.read({ path, text }, host);
  return readData(
    path,
    text,
    language,
    formatsFor(path, searchable(bytes)),
    await parsersFor(host, language),
  );
}

async function parsersFor(host: ScanHost, language: Language): Promise<GrantParsers> {
  return language === "hcl" ? { hcl: boundedParse(host, await treeSitter(host, "tree-sitter-hcl")) } : {};
}

/** The cache and shards are written by this program; what is checked is that the file is one of them, and whole. */
export function isFacts(value: unknown): value is FileFacts {
  return (
    typeof value === "object" &&
    value !== null &&
    "path" in value &&
    typeof value.path === "string" &&
    "lines" in value &&
    Array.isArray(value.lines) &&
    "agents" in value &&
    Array.isArray(value.agents) &&
    "troubles" in value &&
    Array.isArray(value.troubles)
  );
}
