/** Writes a file of the workspace anew: beside its place first, then renamed, so that nobody sees half of it. */
import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { failure, systemReason } from "./failure.ts";
import { onInterrupt } from "./interrupt.ts";
import { makeFolder } from "./make-folder.ts";

/** `path` is absolute. Mode and link stay as they are; throws a `failure` when it cannot be written. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const old = statSync(path, { throwIfNoEntry: false });
  const real = old === undefined ? path : realpathSync(path);
  const fresh = `${real}.new-${process.pid}`;
  const forget = onInterrupt(() => rmSync(fresh, { force: true }));
  try {
    // A file that forbids writing keeps doing so, though its folder would allow the renaming.
    if (old !== undefined) writeFileSync(real, "", { flag: "a" });
    writeFileSync(fresh, content);
    if (old !== undefined) chmodSync(fresh, old.mode);
    renameSync(fresh, real);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw cannotWrite(path, error);
  } finally {
    forget();
  }
}

/** The same; the folders above it are made where they are not there. */
export function writeWholeWithFolder(path: string, content: string | Uint8Array): void {
  try {
    makeFolder(dirname(path));
  } catch (error) {
    throw cannotWrite(path, error);
  }
  writeWhole(path, content);
}

function cannotWrite(path: string, error: unknown): unknown {
  const reason = systemReason(error);
  return reason === undefined ? error : failure(`Cannot write '${path}': ${reason}.`);
}
