/**
 * A folder of output, replaced as a whole: the new one is written beside it and takes its place by renaming, so a
 * failure or a kill at any instant leaves the old output whole (at the last instant under its other name, from which
 * the next run brings it back).
 */
import {
  copyFileSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { failure, systemReason } from "./failure.ts";
import { onInterrupt } from "./interrupt.ts";
import { makeFolder } from "./make-folder.ts";

/** Contents by path relative to the folder, with `/`. */
export type Tree = ReadonlyMap<string, string | Uint8Array>;

/**
 * Makes the folder `path` (absolute) hold the tree. Files in it that are not in `owned` (what Remit wrote there
 * before) are kept. Throws a `failure` when it cannot be written.
 */
export function replaceTree(path: string, tree: Tree, owned: ReadonlySet<string>): void {
  const fresh = sibling(path, `new-${process.pid}`);
  const old = sibling(path, "old");
  const forget = onInterrupt(() => rmSync(fresh, { recursive: true, force: true }));
  try {
    restoreTree(path);
    makeFolder(fresh);
    for (const file of filesBelow(path))
      if (!owned.has(file) && !tree.has(file)) carryOver(path, fresh, file);
    for (const [file, content] of tree) {
      const to = join(fresh, ...file.split("/"));
      makeFolder(dirname(to));
      writeFileSync(to, content);
    }
    if (existsSync(path)) renameSync(path, old);
    renameSync(fresh, path);
    rmSync(old, { recursive: true, force: true });
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    restoreTree(path);
    const reason = systemReason(error);
    throw reason === undefined
      ? error
      : failure(`Cannot write '${path}': ${reason}. The old output is as it was.`);
  } finally {
    forget();
  }
}

/** Brings back a folder whose replacement was killed between the two renamings. */
export function restoreTree(path: string): void {
  const old = sibling(path, "old");
  if (!existsSync(old)) return;
  if (existsSync(path)) rmSync(old, { recursive: true, force: true });
  else renameSync(old, path);
}

/** Paths of the files in a folder, relative, sorted; none where there is no such folder. */
export function filesBelow(path: string, prefix = ""): readonly string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory()
        ? filesBelow(join(path, entry.name), `${prefix}${entry.name}/`)
        : [`${prefix}${entry.name}`],
    );
}

/** A file's bytes; `undefined` where there is none. */
export function readFrom(path: string, file: string): Uint8Array | undefined {
  const full = join(path, ...file.split("/"));
  return statSync(full, { throwIfNoEntry: false })?.isFile() ? readFileSync(full) : undefined;
}

const sibling = (path: string, suffix: string): string =>
  join(dirname(path), `.${basename(path)}.remit-${suffix}`);

function carryOver(from: string, to: string, file: string): void {
  const [source, target] = [join(from, file), join(to, file)];
  makeFolder(dirname(target));
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target);
  }
}
