/**
 * A folder of output, replaced as a whole: the new one is written beside it and takes its place by renaming, so a
 * failure or a kill at any instant leaves the old output whole (at the last instant under its other name, from which
 * the next run brings it back).
 */
import {
  accessSync,
  chmodSync,
  constants,
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
  restoreTree(path);
  const there = existsSync(path);
  refuseFixed(path);
  const forget = onInterrupt(() => rmSync(fresh, { recursive: true, force: true }));
  try {
    makeFolder(fresh);
    for (const file of filesBelow(path))
      if (!owned.has(file) && !tree.has(file)) carryOver(path, fresh, file);
    for (const [file, content] of tree) {
      const to = join(fresh, ...file.split("/"));
      makeFolder(dirname(to));
      writeFileSync(to, content);
    }
    if (there) renameSync(path, old);
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    restoreTree(path);
    const reason = systemReason(error);
    const state = there ? "The old output is as it was" : "Nothing is written";
    throw reason === undefined ? error : failure(`Cannot write '${path}': ${reason}. ${state}.`);
  } finally {
    forget();
  }
  discard(old, `The new output is in '${path}', but`);
}

/**
 * Brings back a folder whose replacement was killed between the two renamings; after the second one, takes away what
 * was replaced. Throws a `failure` where the system refuses.
 */
export function restoreTree(path: string): void {
  const old = sibling(path, "old");
  if (!existsSync(old)) return;
  try {
    if (existsSync(path)) discard(old, "An earlier run has left a folder behind, and");
    else renameSync(old, path);
  } catch (error) {
    const reason = systemReason(error);
    throw reason === undefined
      ? error
      : failure(`The output of an earlier run is in '${old}' and cannot be moved to '${path}': ${reason}.`);
  }
}

/** Removes a replaced output, which is Remit's own to change. */
function discard(old: string, lead: string): void {
  try {
    unlock(old);
    rmSync(old, { recursive: true, force: true });
  } catch (error) {
    const reason = systemReason(error);
    throw reason === undefined
      ? error
      : failure(`${lead} '${old}' cannot be removed: ${reason}. Remove it by hand.`);
  }
}

/** Lets every folder in a folder, and itself, be emptied. */
function unlock(path: string): void {
  if (!existsSync(path)) return;
  if (!isOpen(path)) chmodSync(path, 0o700);
  for (const entry of readdirSync(path, { withFileTypes: true }))
    if (entry.isDirectory()) unlock(join(path, entry.name));
}

/**
 * Throws a `failure` where a part of the folder cannot be taken away, before anything is written: the renaming would
 * succeed all the same, and the removal after it would not.
 */
function refuseFixed(path: string): void {
  const refused = existsSync(path) ? fixedIn(path) : undefined;
  if (refused !== undefined)
    throw failure(
      `Cannot write '${path}': '${refused}' is write-protected. Allow writing there, or choose another folder with --out. The old output is as it was.`,
    );
}

/** The first thing in a folder, or itself, that cannot be removed. */
function fixedIn(path: string): string | undefined {
  if (!isOpen(path)) return path;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    const found = entry.isDirectory() ? fixedIn(inner) : entry.isFile() && isFixed(inner) ? inner : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a folder can be listed, and something be put into it and taken out of it. */
const isOpen = (folder: string): boolean =>
  refusal(folder, constants.R_OK | constants.W_OK | constants.X_OK) === undefined;

/** Whether nobody may change or remove a file. One whose mode forbids writing (EACCES) can be removed. */
const isFixed = (path: string): boolean => refusal(path, constants.W_OK) === "EPERM";

/** The system's code for why not; `undefined` where it allows it. */
function refusal(path: string, mode: number): string | undefined {
  try {
    accessSync(path, mode);
    return undefined;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "";
  }
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

/** A file's bytes; `undefined` where there is none. One that cannot be read ends the run with its name. */
export function readFrom(path: string, file: string): Uint8Array | undefined {
  const full = join(path, ...file.split("/"));
  try {
    return statSync(full, { throwIfNoEntry: false })?.isFile() ? readFileSync(full) : undefined;
  } catch (error) {
    const reason = systemReason(error);
    throw reason === undefined ? error : failure(`Cannot read '${full}': ${reason}.`);
  }
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
