/** The built command line as a process of its own. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
export const CLI = join(root, "dist/cli/remit.js");

/** Brings `dist` up to date; call it before the first run. */
export function build(): void {
  const done = spawnSync(process.execPath, [join(root, "scripts/setup.mjs")], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stderr);
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** The user `nobody`, as whom a test of root's runs what has no privileges. */
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;

/** Runs to the end; over `seconds` it is killed, and `signal` says so. */
export function runBuilt(words: readonly string[], cwd: string, { input = "", seconds = 60 } = {}): Ended {
  return run(words, cwd, { input, seconds });
}

/** The same without root's privileges, which pass over every file's mode; the folder has to be `giveAway`'s. */
export function runUnprivileged(words: readonly string[], cwd: string): Ended {
  return run(words, cwd, { input: "", seconds: 60, ...(isRoot ? { uid: nobody, gid: nobody } : {}) });
}

/** Makes the folder and all in it the property of the one as whom `runUnprivileged` runs; the folder. */
export function giveAway(folder: string): string {
  if (!isRoot) return folder;
  chownSync(folder, nobody, nobody);
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    chownSync(join(folder, path), nobody, nobody);
  return folder;
}

interface RunAs {
  readonly input: string;
  readonly seconds: number;
  readonly uid?: number;
  readonly gid?: number;
}

function run(words: readonly string[], cwd: string, { input, seconds, ...user }: RunAs): Ended {
  const done = spawnSync(process.execPath, [CLI, ...words], {
    ...user,
    cwd,
    input,
    encoding: "utf8",
    timeout: seconds * 1000,
    killSignal: "SIGKILL",
    maxBuffer: 1 << 30,
    env: { ...process.env, NO_COLOR: "1" },
  });
  return { code: done.status, signal: done.signal, out: done.stdout, err: done.stderr };
}

export function startBuilt(words: readonly string[], cwd: string): ChildProcess {
  return spawn(process.execPath, [CLI, ...words], { cwd, stdio: ["ignore", "pipe", "pipe"] });
}

/** How a started process ends. */
export function ended(
  child: ChildProcess,
): Promise<{ readonly code: number | null; readonly signal: string | null }> {
  return new Promise((resolve) => child.on("exit", (code, signal) => resolve({ code, signal })));
}
