/** The compiler's `Host` over the file system: nothing outside of the workspace is read, links are not followed out. */
import { isUtf8 } from "node:buffer";
import { readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import fastGlob from "fast-glob";
import type { Host } from "../compiler/host.ts";
import { readAsset } from "./assets.ts";
import { failure, systemReason } from "./failure.ts";

/** Larger files are no policies; reading one would only exhaust the memory. */
const MAX_BYTES = 64 * 1024 * 1024;

const DATA_FOLDERS = ["compiler/catalog/generated", "compiler/model/generated", "compiler/emit"];

/** `root` is absolute; `now` is epoch seconds. A listed file that cannot be read is a `failure`, not an absent one. */
export function nodeHost(root: string, now: number): Host {
  const real = realpathSync.native(root);
  return {
    now: () => now,
    // Synchronous calls: for many small files the thread pool costs more than the reading.
    read: async (path) => {
      const full = join(root, path);
      if (!inside(root, full)) return undefined;
      try {
        const target = realpathSync.native(full);
        if (!inside(real, target)) return undefined;
        const found = statSync(target);
        if (!found.isFile()) return undefined;
        if (found.size > MAX_BYTES) throw failure(`'${path}' is larger than 64 MB; no policy is that large.`);
        const bytes = readFileSync(target);
        if (!isUtf8(bytes)) throw failure(`'${path}' is not UTF-8 text; save it as UTF-8.`);
        return bytes.toString("utf8");
      } catch (error) {
        if (
          error instanceof Error &&
          "code" in error &&
          (error.code === "ENOENT" || error.code === "ENOTDIR")
        )
          return undefined;
        const reason = systemReason(error);
        if (reason === undefined) throw error;
        throw failure(`Cannot read '${path}': ${reason}.`);
      }
    },
    list: async (globs) => {
      try {
        const found = await fastGlob([...globs], {
          cwd: root,
          dot: false,
          followSymbolicLinks: false,
          ignore: ["**/node_modules/**", "**/.git/**"],
        });
        return found.filter((path) => inside(root, join(root, path))).sort();
      } catch (error) {
        const reason = systemReason(error);
        if (reason === undefined) throw error;
        throw failure(`Cannot list the files of '${root}': ${reason}.`);
      }
    },
    data: async (name) => {
      for (const folder of DATA_FOLDERS) {
        const bytes = readAsset(`${folder}/${name}`);
        if (bytes === undefined) continue;
        if (name.endsWith(".json")) return JSON.parse(new TextDecoder().decode(bytes));
        return name.endsWith(".wasm") ? bytes : new TextDecoder().decode(bytes);
      }
      return undefined;
    },
  };
}

/** Whether `path` is `root` or below it; both absolute. */
export function inside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === "" || (!isAbsolute(way) && way !== ".." && !way.startsWith(`..${sep}`));
}
