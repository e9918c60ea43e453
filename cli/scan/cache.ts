/** Kept facts in a folder: one file for each key, written beside its place and renamed into it. */

import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FactCache } from "../../scan/kept.ts";
import { buildName } from "../assets.ts";
import { sha256 } from "../digest.ts";
import { failure, systemReason } from "../failure.ts";
import { makeFolder } from "../make-folder.ts";

/**
 * `folder` is absolute; it is made if it is not there. What cannot be kept is worked out again next time, and so is
 * what was damaged. Builds of Remit keep their facts apart, because another one may read the same file otherwise.
 */
export function folderCache(folder: string): FactCache {
  try {
    makeFolder(folder);
  } catch (error) {
    const isFile = hasCode(error, "EEXIST") && statSync(folder, { throwIfNoEntry: false })?.isFile();
    const reason = isFile ? "it is a file" : systemReason(error);
    throw failure(
      `Cannot use '${folder}' as a cache: ${hasCode(error, "ENOENT") || reason === undefined ? "it cannot be made there" : reason}. Name another folder.`,
    );
  }
  refuseOther(folder);
  const own = join(folder, buildName());
  const place = (key: string): string => join(own, key.slice(0, 2), `${key.slice(2)}.json`);
  return {
    read: (key) => {
      try {
        const [seal = "", text] = halves(readFileSync(place(key), "utf8"));
        return seal === sha256(text) ? text : undefined;
      } catch {
        return undefined;
      }
    },
    write: (key, text) => {
      const path = place(key);
      try {
        makeFolder(join(own, key.slice(0, 2)));
        const fresh = `${path}.${process.pid}`;
        writeFileSync(fresh, `${sha256(text)}\n${text}`);
        renameSync(fresh, path);
      } catch {
        // A full or read-only disk costs time, not correctness.
      }
    },
  };
}

/** What tools that copy or look through folders know as a cache, and what keeps git and scans out of it. */
const marks: Readonly<Record<string, string>> = {
  "CACHEDIR.TAG":
    "Signature: 8a477f597d28d172789f06886806bc55\n# Facts of remit scan. They may be removed at any time.\n",
  ".gitignore": "*\n",
};

/** A folder of something else is left alone: what lies in a cache is not scanned. An empty one is marked. */
function refuseOther(folder: string): void {
  const names = readdirSync(folder);
  const other = names.find((name) => marks[name] === undefined && !/^(?:[0-9a-f]{16}|source)$/.test(name));
  if (other !== undefined)
    throw failure(
      `Cannot use '${folder}' as a cache: it holds other files ('${other}'). Name a folder that is empty or not there.`,
    );
  for (const [name, text] of Object.entries(marks))
    if (!names.includes(name))
      try {
        writeFileSync(join(folder, name), text);
      } catch {
        // A cache that takes no files is one that only gives.
      }
}

/** The system's word for what is wrong: `ENOENT` also of a folder whose own folder takes none. */
const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

/** The first line, and what follows. */
function halves(content: string): readonly [string, string] {
  const end = content.indexOf("\n");
  return [content.slice(0, Math.max(0, end)), content.slice(end + 1)];
}
