/**
 * A supply with a cache in front of it. First looks of the last scan are kept together, by path, with the digest of the
 * bytes and the stamps that the host had for them: a file whose stamp is known is not even opened. Facts are kept by
 * path and digest, so that they serve whatever revision the file comes from.
 */
import type { FileFacts } from "./facts.ts";
import type { ListedFile, ScanHost } from "./host.ts";
import { factsVersion, isFacts, type Look, type Supply, treeSupply } from "./supply.ts";

/** Texts that were kept, by key. What is given back must be what was written: the cache sees to that. */
export interface FactCache {
  read(key: string): Promise<string | undefined>;
  write(key: string, text: string): Promise<void>;
}

interface KeptLook {
  readonly digest: string;
  /** The latest first; the same bytes may be seen in the tree and in a revision. */
  readonly stamps: readonly string[];
  readonly look: Look;
}

export interface KeptSupply extends Supply {
  /** Writes the looks of this scan for the next one. */
  keep(): Promise<void>;
}

export async function keptSupply(
  host: ScanHost,
  cache: FactCache,
  files: readonly ListedFile[],
): Promise<KeptSupply> {
  const plain = treeSupply(host);
  const looksKey = host.digest(`looks ${factsVersion}`);
  const before = await keptLooks(cache, looksKey);
  const now = new Map<string, KeptLook>();
  const stamps = new Map(files.map(({ path, stamp }) => [path, stamp]));
  let isChanged = false;

  const digestOf = async (path: string): Promise<string | undefined> => {
    const known = now.get(path)?.digest;
    if (known !== undefined) return known;
    const bytes = await host.read(path);
    return bytes === undefined ? undefined : host.digest(bytes);
  };
  return {
    text: plain.text,
    look: async (path) => {
      if (!plain.takes(path)) return { kind: "nothing" };
      const old = before.get(path);
      const stamp = stamps.get(path);
      if (old !== undefined && stamp !== undefined && old.stamps.includes(stamp)) {
        now.set(path, old);
        return old.look;
      }
      const bytes = await host.read(path);
      if (bytes === undefined) return plain.look(path);
      const digest = host.digest(bytes);
      const isSame = old?.digest === digest;
      const look = isSame ? old.look : plain.lookAt(path, bytes);
      const others = isSame ? old.stamps : [];
      const all = [...(stamp === undefined ? [] : [stamp]), ...others].slice(0, 3);
      now.set(path, { digest, stamps: all, look });
      isChanged = true;
      return look;
    },
    facts: async (path) => {
      if (!plain.takes(path)) return undefined;
      const digest = await digestOf(path);
      if (digest === undefined) return undefined;
      const kept = await cache.read(keyOf(host, path, digest));
      const known = kept === undefined ? undefined : parseFacts(kept, path);
      if (known !== undefined) return known;
      const bytes = await host.read(path);
      const facts = bytes === undefined ? undefined : await plain.factsOf(path, bytes);
      // The key is of the bytes that were read, whatever the stamp said.
      if (bytes !== undefined && facts !== undefined)
        await cache.write(keyOf(host, path, host.digest(bytes)), JSON.stringify(facts));
      return facts;
    },
    keep: async () => {
      if (isChanged || now.size !== before.size) await cache.write(looksKey, JSON.stringify([...now]));
    },
  };
}

function keyOf(host: ScanHost, path: string, digest: string): string {
  return host.digest(`${factsVersion}\n${path}\n${digest}`);
}

async function keptLooks(cache: FactCache, key: string): Promise<ReadonlyMap<string, KeptLook>> {
  const text = await cache.read(key);
  const value: unknown = text === undefined ? [] : parsed(text);
  return new Map(Array.isArray(value) ? value.filter(isEntry) : []);
}

/** The cache gives what this program wrote; what is checked is that it was written here. */
function isEntry(value: unknown): value is readonly [string, KeptLook] {
  if (!Array.isArray(value) || typeof value[0] !== "string") return false;
  const kept: unknown = value[1];
  return typeof kept === "object" && kept !== null && "look" in kept && "digest" in kept && "stamps" in kept;
}

/** Facts as they were written; `undefined` for anything else that stands in the cache. */
function parseFacts(text: string, path: string): FileFacts | undefined {
  const value = parsed(text);
  return isFacts(value) && value.path === path ? value : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
