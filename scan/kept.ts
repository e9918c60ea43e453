/**
 * A supply with a cache in front of it. One record holds what the last scan knew of all files: first looks by path, with
 * the digest of the bytes and the stamps that the host had for them, so that a file whose stamp is known is not even
 * opened; facts without the code that they are of; and links. The facts with their code, which are much more, are kept
 * by path and digest, so that they serve whatever revision the file comes from, and are read when they are asked for.
 */
import type { FileFacts } from "./facts.ts";
import type { ListedFile, ScanHost } from "./host.ts";
import {
  type FactsAround,
  factsText,
  type KeptFacts,
  type KeptLook,
  type KeptRecord,
  readFactsText,
  readRecord,
  recordKey,
  writtenRecord,
} from "./kept-record.ts";
import type { FileLinks } from "./link/link.ts";
import { factsVersion, isPassing, type Recalled, type Supply, treeSupply } from "./supply.ts";

/** Texts that were kept, by key. What is given back must be what was written: the cache sees to that. */
export interface FactCache {
  read(key: string): string | undefined;
  write(key: string, text: string): void;
}

export interface KeptSupply extends Supply {
  /** Writes what this scan knows for the next one. */
  keep(): void;
}

/** Kept code was gone when it was asked for. */
export class LostFacts extends Error {}

export interface KeptOptions {
  /** Reads whole facts at once, for who needs the code of all of them. */
  readonly whole?: true;
  /** Trusts nothing of the record, only facts that are there whole. */
  readonly afresh?: true;
}

export function keptSupply(
  host: ScanHost,
  cache: FactCache,
  files: readonly ListedFile[],
  options: KeptOptions = {},
): KeptSupply {
  const plain = treeSupply(host);
  const before = readRecord(options.afresh ? undefined : cache.read(recordKey(host)));
  const looks = new Map<string, KeptLook>();
  const facts = new Map<string, KeptFacts & { readonly facts: FileFacts }>();
  /** What may be otherwise in the next scan, though the bytes are the same. */
  const passing = new Map<string, FileFacts>();
  const digests = new Map<string, string>();
  const stamps = new Map(files.map(({ path, stamp }) => [path, stamp]));
  // Links that were not compared with the files of this scan are not kept.
  let links: KeptRecord["links"] = new Map();
  let isChanged = false;

  const digestOf = async (path: string): Promise<string | undefined> => {
    const known = looks.get(path)?.digest ?? digests.get(path);
    if (known !== undefined) return known;
    const bytes = await host.read(path);
    if (bytes === undefined) return undefined;
    const digest = host.digest(bytes);
    digests.set(path, digest);
    return digest;
  };
  const codeDigest = (code: string): { readonly code?: string } =>
    code === "" ? {} : { code: host.digest(code) };
  const wholeFacts = (path: string, digest: string): FileFacts | undefined => {
    const text = cache.read(keyOf(host, path, digest));
    const kept = text === undefined ? undefined : readFactsText(text, path);
    if (kept === undefined) return undefined;
    facts.set(path, { digest, ...codeDigest(kept.code), facts: kept.facts });
    return kept.facts;
  };
  const readAnew = async (path: string): Promise<FileFacts | undefined> => {
    const bytes = await host.read(path);
    const found = bytes === undefined ? undefined : await plain.factsOf(path, bytes);
    if (bytes === undefined || found === undefined) return found;
    // The key is of the bytes that were read, whatever the stamp said.
    const digest = host.digest(bytes);
    if (isPassing(found)) {
      passing.set(path, found);
      return found;
    }
    const { text, code } = factsText(found);
    cache.write(keyOf(host, path, digest), text);
    facts.set(path, { digest, ...codeDigest(code), facts: found });
    return found;
  };
  const factsOf = async (path: string): Promise<FileFacts | undefined> => {
    if (!plain.takes(path)) return undefined;
    const digest = await digestOf(path);
    if (digest === undefined) return undefined;
    const ready = facts.get(path);
    if (ready?.digest === digest) return ready.facts;
    const given = passing.get(path);
    if (given !== undefined) return given;
    const old = before.facts.get(path);
    if (options.whole === undefined && old?.digest === digest) {
      const found =
        old.code === undefined ? old.facts : withCode(old.facts, () => wholeFacts(path, digest)?.code);
      facts.set(path, { ...old, facts: found });
      return found;
    }
    isChanged = true;
    return wholeFacts(path, digest) ?? readAnew(path);
  };
  /** Whether a file says to others what it said before. */
  const isSame = async (path: string): Promise<boolean> => {
    const old = before.facts.get(path);
    if (old === undefined) return false;
    if ((await digestOf(path)) === old.digest) return true;
    return (
      old.code !== undefined && (await factsOf(path)) !== undefined && facts.get(path)?.code === old.code
    );
  };
  return {
    text: plain.text,
    look: async (path) => {
      if (!plain.takes(path)) return { kind: "nothing" };
      const old = before.looks.get(path);
      const stamp = stamps.get(path);
      if (old !== undefined && stamp !== undefined && old.stamps.includes(stamp)) {
        looks.set(path, old);
        return old.look;
      }
      const bytes = await host.read(path);
      if (bytes === undefined) return plain.look(path);
      const digest = host.digest(bytes);
      const isSame = old?.digest === digest;
      const look = isSame ? old.look : plain.lookAt(path, bytes);
      const others = isSame ? old.stamps : [];
      const all = [...(stamp === undefined ? [] : [stamp]), ...others].slice(0, 3);
      looks.set(path, { digest, stamps: all, look });
      isChanged = true;
      return look;
    },
    facts: factsOf,
    recall: () => recallFrom(before, isSame, factsOf),
    remember: (found) => {
      links = found;
    },
    keep: () => {
      if (!isChanged && looks.size === before.looks.size && facts.size === before.facts.size) return;
      cache.write(recordKey(host), writtenRecord({ looks, facts, links }));
    },
  };
}

/** Links of which the file, and every file that they rest on, says what it said. */
async function recallFrom(
  before: KeptRecord,
  compare: (path: string) => Promise<boolean>,
  factsOf: (path: string) => Promise<FileFacts | undefined>,
): Promise<Recalled> {
  const same = new Map<string, boolean>();
  const isSame = async (path: string): Promise<boolean> => {
    const known = same.get(path) ?? (await compare(path));
    same.set(path, known);
    return known;
  };
  const links = new Map<string, FileLinks>();
  const files = new Map<string, FileFacts>();
  for (const [path, own] of before.links) {
    const missing = new Set(own.missing);
    const rested = [path];
    for (const rest of own.rests) if (rest.kind === "file" && !missing.has(rest.path)) rested.push(rest.path);
    let isHeld = true;
    for (const each of rested) isHeld = isHeld && (await isSame(each));
    if (!isHeld) continue;
    links.set(path, own);
    for (const each of rested) {
      const found = files.has(each) ? undefined : await factsOf(each);
      if (found !== undefined) files.set(each, found);
    }
  }
  return { links, files: [...files.values()] };
}

/** Facts whose code is read when it is asked for. */
function withCode(facts: FactsAround, read: () => FileFacts["code"]): FileFacts {
  let code: FileFacts["code"];
  return {
    ...facts,
    get code() {
      code ??= read();
      if (code === undefined) throw new LostFacts(`The kept facts of '${facts.path}' are gone.`);
      return code;
    },
  };
}

function keyOf(host: ScanHost, path: string, digest: string): string {
  return host.digest(`${factsVersion}\n${path}\n${digest}`);
}
