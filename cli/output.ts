/** Where a result goes. A file is written beside its place and renamed into it, so it is never half there. */
import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { failure, systemReason } from "./failure.ts";
import { onInterrupt } from "./interrupt.ts";
import type { Io } from "./io.ts";

export interface Output {
  readonly write: (text: string) => Promise<void>;
  /** Makes the result visible. */
  readonly commit: () => void;
  /** Forgets it; the old file stays. */
  readonly abandon: () => void;
}

/** Standard output, or a file; throws a `failure` when the file cannot be written. */
export function openOutput(io: Io, path: string | undefined): Output {
  if (path === undefined) return { write: io.stdout, commit: () => {}, abandon: () => {} };
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) throw failure(`'${path}' is a folder; --out takes a file.`);
  // A device or a pipe is written to as it is: it cannot be renamed over.
  const direct = stat !== undefined && !stat.isFile();
  const fresh = direct ? path : `${path}.new-${process.pid}`;
  const descriptor = attempt(path, () => openSync(fresh, "w"));
  const abandon = (): void => {
    if (!direct) rmSync(fresh, { force: true });
  };
  const forget = onInterrupt(abandon);
  return {
    write: async (text) => {
      attempt(path, () => writeSync(descriptor, text));
    },
    commit: () => {
      closeSync(descriptor);
      if (!direct) attempt(path, () => renameSync(fresh, path));
      forget();
    },
    abandon: () => {
      closeSync(descriptor);
      abandon();
      forget();
    },
  };
}

function attempt<Value>(path: string, act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    const reason = systemReason(error);
    if (reason === undefined) throw error;
    throw failure(`Cannot write '${path}': ${reason}.`);
  }
}
