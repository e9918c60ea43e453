/** A `Host` over texts in memory; the compiler's own generated data comes from the repository. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import ignore from "ignore";
import type { Host } from "../../compiler/host.ts";
import { readInstant } from "../../compiler/literals.ts";

export interface MemoryHost extends Host {
  /** Paths and names that were asked for, in order: what a check reads is part of its contract. */
  readonly asked: readonly string[];
}

/** The clock of tests that say nothing else. */
export const NOON = "2026-11-15T12:00:00Z";

/**
 * `files` maps paths to texts, `at` is an instant as policies write it, `data` comes before the generated data of the
 * repository (`null` hides a name).
 */
export function memoryHost(
  files: Readonly<Record<string, string>>,
  { at = NOON, data = {} }: { readonly at?: string; readonly data?: Readonly<Record<string, unknown>> } = {},
): MemoryHost {
  const texts = new Map(Object.entries(files));
  const now = readInstant(at)?.seconds;
  if (now === undefined) throw new Error(`'${at}' is no instant`);
  const asked: string[] = [];
  return {
    asked,
    now: () => now,
    async read(path) {
      asked.push(path);
      return texts.get(path);
    },
    async list(globs) {
      const matcher = ignore().add(globs.map((glob) => `/${glob}`));
      return [...texts.keys()].filter((path) => matcher.ignores(path)).sort();
    },
    async data(name) {
      asked.push(name);
      return Object.hasOwn(data, name) ? (data[name] ?? undefined) : generated(name);
    },
  };
}

const folders = [
  "../../compiler/catalog/generated/",
  "../../compiler/model/generated/",
  "../../compiler/emit/",
];

async function generated(name: string): Promise<unknown> {
  for (const folder of folders) {
    const path = fileURLToPath(new URL(folder + name, import.meta.url));
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text !== undefined) return name.endsWith(".json") ? JSON.parse(text) : text;
  }
  return undefined;
}
