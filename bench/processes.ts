/** Measuring whole families of processes, whatever they are written in: wall time, CPU time, memory summed over them. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Used {
  /** Milliseconds; CPU is user and system of the process and of all that it waited for. */
  readonly wall: number;
  readonly cpu: number;
  /** Megabytes: the highest sum of the peaks of processes that lived at the same time. 0 where there is no `/proc`. */
  readonly memory: number;
  readonly code: number;
  /** It was ended at the limit: it takes longer than `wall`. */
  readonly isCut: boolean;
}

const EVERY = 20;

/** Runs a program to its end, or for `limit` milliseconds; its output is dropped. */
export function runProgram(
  program: string,
  args: readonly string[],
  cwd: string,
  limit = Number.POSITIVE_INFINITY,
): Promise<Used> {
  const folder = mkdtempSync(join(tmpdir(), "remit-bench-"));
  const times = join(folder, "times");
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    // The shell tells what its children used.
    const script = '"$@" >/dev/null 2>&1; code=$?; times >"$TIMES"; exit $code';
    const shell = spawn("sh", ["-c", script, "sh", program, ...args], {
      cwd,
      stdio: "ignore",
      // A group of its own, so that all of it can be ended.
      detached: true,
      env: { ...process.env, TIMES: times, NODE_OPTIONS: "" },
    });
    let memory = 0;
    let isCut = false;
    const timer = setInterval(() => {
      memory = Math.max(memory, memoryBelow(shell.pid ?? 0));
      if (isCut || shell.pid === undefined || performance.now() - begun < limit) return;
      isCut = true;
      process.kill(-shell.pid, "SIGKILL");
    }, EVERY);
    shell.on("error", reject);
    shell.on("exit", (code) => {
      const wall = performance.now() - begun;
      clearInterval(timer);
      const cpu = cpuOf(contents(times));
      rmSync(folder, { recursive: true, force: true });
      resolve({ wall, cpu, memory, code: code ?? -1, isCut });
    });
  });
}

/** What `times` of POSIX says of the children, in its second line: `0m1.23s 0m0.45s`. */
function cpuOf(text: string): number {
  const [, children = ""] = text.split("\n");
  let total = 0;
  for (const [, minutes, seconds] of children.matchAll(/(\d+)m([\d.]+)s/g))
    total += Number(minutes) * 60_000 + Number(seconds) * 1000;
  return total;
}

/** Peaks of the processes below this one, in megabytes. */
function memoryBelow(pid: number): number {
  let total = 0;
  for (const child of childrenOf(pid)) {
    const peak = /^VmHWM:\s+(\d+) kB/m.exec(contents(`/proc/${child}/status`))?.[1];
    total += Number(peak ?? 0) / 1024 + memoryBelow(child);
  }
  return total;
}

function childrenOf(pid: number): readonly number[] {
  let threads: readonly string[] = [];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
  return threads.flatMap((thread) =>
    (contents(`/proc/${pid}/task/${thread}/children`).match(/\d+/g) ?? []).map(Number),
  );
}

/** A process may end while it is looked at. */
function contents(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Runs each of them in turn, several rounds, so that all suffer alike from whatever else the machine does; medians. */
export async function inTurn<Name extends string>(
  rounds: number,
  runs: Readonly<Record<Name, (() => Promise<Used>) | undefined>>,
): Promise<Partial<Record<Name, Used>>> {
  const used = new Map<string, Used[]>();
  for (let round = 0; round < rounds; round++)
    for (const name in runs) {
      const run = runs[name];
      if (run !== undefined) used.set(name, [...(used.get(name) ?? []), await run()]);
    }
  const found: Partial<Record<Name, Used>> = {};
  for (const name in runs) {
    const all = used.get(name);
    if (all !== undefined) found[name] = medianOf(all);
  }
  return found;
}

/** The median of each number by itself; the memory is the highest. */
function medianOf(all: readonly Used[]): Used {
  const middle = (pick: (used: Used) => number): number =>
    all.map(pick).sort((one, other) => one - other)[all.length >> 1] ?? 0;
  return {
    wall: middle((used) => used.wall),
    cpu: middle((used) => used.cpu),
    memory: Math.max(...all.map((used) => used.memory)),
    code: all[0]?.code ?? -1,
    isCut: all.some((used) => used.isCut),
  };
}
