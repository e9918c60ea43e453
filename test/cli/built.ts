/** The built command line as a process of its own. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
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

/** Runs to the end; over `seconds` it is killed, and `signal` says so. */
export function runBuilt(words: readonly string[], cwd: string, { input = "", seconds = 60 } = {}): Ended {
  const done = spawnSync(process.execPath, [CLI, ...words], {
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
