/** The same tree read by every way gives the same bytes: prefiltered or whole, from a cache, in parts. */
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { scanHost } from "../../cli/scan-host.ts";
import type { ScanHost } from "../../scan/host.ts";
import type { FactCache } from "../../scan/kept.ts";
import { inventory } from "../../scan/result.ts";
import { type Scanned, type ScanOptions, scan, scanWith } from "../../scan/scan.ts";
import { joinShards, makeShard, parseShard, type Shard, shardText } from "../../scan/shard.ts";
import { treeSupply } from "../../scan/supply.ts";
import { memoryHost } from "./memory-host.ts";
import { mutated, randoms, seeds } from "./mutations.ts";

const everywhere: ScanOptions = { includeTests: true, inScope: () => true };

/** All that a report is made of: the inventory with its coverage, grants with their places, remarks. */
function shown(scanned: Scanned): string {
  const remarks = [...scanned.facts.values()].flatMap(({ path, remarks: own }) =>
    own.length === 0 ? [] : [[path, own] as const],
  );
  remarks.sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([inventory(scanned, new Map()), scanned.grants, remarks], null, 1);
}

/** How many files were parsed is the one thing that the prefilter changes. */
function withoutCounts(text: string): string {
  return text.replace(/"(?:parsed|skipped)": \d+/g, "");
}

async function inParts(host: ScanHost, count: number): Promise<Scanned> {
  const parts: Shard[] = [];
  for (let part = 1; part <= count; part++) {
    const made = await makeShard(host, treeSupply(host), everywhere, [part, count]);
    const read = parseShard(shardText(made, host.digest), host.digest);
    if (read === undefined) throw new Error(`part ${part} cannot be read back`);
    parts.push(read);
  }
  const joined = await joinShards(parts);
  if ("trouble" in joined) throw new Error(joined.trouble);
  return scanWith(joined.supply, joined.discovered);
}

function memoryCache(): FactCache & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    read: (key) => kept.get(key),
    write: (key, text) => {
      kept.set(key, text);
    },
  };
}

const root = join(import.meta.dirname, "../..");
const random = randoms(20_261_124);
const all = seeds();
const broken = Object.fromEntries(
  Array.from({ length: 150 }, (_, index) => {
    const { path, bytes } = mutated(all, random);
    return [`${index}/${path}`, bytes] as const;
  }),
);

describe.each([
  ["the scan's fixtures", () => scanHost(join(root, "test/scan/fixtures"))],
  ["the examples", () => scanHost(join(root, "examples"))],
  ["files mutated at random", () => memoryHost(broken)],
] as const)("%s", (_, hostOf) => {
  const host = hostOf();
  let whole: string;
  beforeAll(async () => {
    whole = shown(await scan(host, everywhere));
  });

  test("give the same without the prefilter", async () => {
    const everything = shown(await scan(host, { ...everywhere, everything: true }));
    expect(withoutCounts(everything)).toBe(withoutCounts(whole));
  });

  test("give the same with a cold cache and a warm one", async () => {
    const cache = memoryCache();
    expect(shown(await scan(host, { ...everywhere, cache }))).toBe(whole);
    const size = cache.kept.size;
    expect(size).toBeGreaterThan(0);
    expect(shown(await scan(host, { ...everywhere, cache }))).toBe(whole);
    expect(cache.kept.size).toBe(size);
  });

  test.each([1, 8])("give the same in %i parts", async (count) => {
    expect(shown(await inParts(host, count))).toBe(whole);
  });
});

test("a byte order mark, or line ends of old machines, hide nothing from the prefilter", async () => {
  const text = '"""A desk."""\rfrom agents import Agent\rAgent(name="desk")\r';
  for (const written of [text, `\ufeff${text.slice(text.indexOf("from"))}`]) {
    const { agents } = await scan(memoryHost({ "a.py": written }), everywhere);
    expect(agents.map(({ name }) => name)).toEqual(["desk"]);
  }
});

test("an ignore is judged in a file that has nothing else to look at", async () => {
  const text = "# remit-ignore aws-full-admin until 2027-01-31: gone\nx = 1\n";
  const { facts } = await scan(memoryHost({ "a.py": text }), everywhere);
  expect(facts.get("a.py")?.remarks).toHaveLength(1);
});
