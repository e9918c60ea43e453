/** Kept facts in a folder: one file for each key, written beside its place and renamed into it. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FactCache } from "../../scan/supply.ts";
import { failure, systemReason } from "../failure.ts";

/** `folder` is absolute; it is made if it is not there. What cannot be kept is worked out again next time. */
export function folderCache(folder: string): FactCache {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw failure(`Cannot use '${folder}' as a cache: ${systemReason(error) ?? "it cannot be made"}.`);
  }
  const place = (key: string): string => join(folder, key.slice(0, 2), `${key.slice(2)}.json`);
  return {
    read: async (key) => {
      try {
        return readFileSync(place(key), "utf8");
      } catch {
        return undefined;
      }
    },
    write: async (key, text) => {
      const path = place(key);
      try {
        mkdirSync(join(folder, key.slice(0, 2)), { recursive: true });
        const fresh = `${path}.${process.pid}`;
        writeFileSync(fresh, text);
        renameSync(fresh, path);
      } catch {
        // A full or read-only disk costs time, not correctness.
      }
    },
  };
}
