/** Files that ship with Remit and are read at run time: in `dist/data` of a build, at their own place in a checkout. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds the assets under their paths in the project. */
export const assetRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)));

/** A built program stands in `dist/cli`; a checkout has `package.json` with the sources beside it. */
function findRoot(from: string): string {
  if (existsSync(join(from, "built.json"))) return join(from, "data");
  if (existsSync(join(from, "package-lock.json")) || dirname(from) === from) return from;
  return findRoot(dirname(from));
}

/** The bytes of an asset, by its path in the project (`docs/diagnostics/syntax.md`); `undefined` where there is none. */
export function readAsset(path: string): Uint8Array | undefined {
  try {
    return readFileSync(join(assetRoot, path));
  } catch {
    return undefined;
  }
}

/** A name for this build that another build does not have; `source` for a checkout. */
export function buildName(): string {
  try {
    const built: unknown = JSON.parse(readFileSync(join(dirname(assetRoot), "built.json"), "utf8"));
    if (typeof built === "object" && built !== null && "name" in built && typeof built.name === "string")
      return built.name;
  } catch {
    // A checkout has no build.
  }
  return "source";
}
