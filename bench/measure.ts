/** Measuring child processes: CPU time (user and system) and wall time, medians of several runs. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The built command line. */
export const CLI = fileURLToPath(new URL("../dist/cli/remit.js", import.meta.url));

export interface Measured {
  /** Milliseconds. */
  readonly cpu: number;
  readonly wall: number;
  /** Megabytes, the most that was resident. */
  readonly memory: number;
  readonly code: number;
  readonly out: string;
}

/** Tells at its end what the process used. */
const REPORT = `process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  const { maxRSS } = process.resourceUsage();
  require("node:fs").writeFileSync(process.env.REMIT_BENCH_REPORT, JSON.stringify({ cpu: (user + system) / 1000, memory: maxRSS / 1024 }));
});`;

/** Runs Node once with these arguments. */
export function runNode(args: readonly string[], cwd: string = process.cwd()): Measured {
  const folder = mkdtempSync(join(tmpdir(), "remit-bench-"));
  const hook = join(folder, "report.cjs");
  const report = join(folder, "report.json");
  writeFileSync(hook, REPORT);
  const begun = performance.now();
  const done = spawnSync(process.execPath, ["--require", hook, ...args], {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 30,
    env: { ...process.env, REMIT_BENCH_REPORT: report, NODE_OPTIONS: "" },
  });
  const wall = performance.now() - begun;
  const used: { readonly cpu: number; readonly memory: number } = JSON.parse(readFileSync(report, "utf8"));
  rmSync(folder, { recursive: true, force: true });
  return { ...used, wall, code: done.status ?? -1, out: done.stdout + done.stderr };
}

/** The run with the median CPU time. */
export function medianRun(times: number, run: () => Measured): Measured {
  const runs = Array.from({ length: times }, run).sort((a, b) => a.cpu - b.cpu);
  const middle = runs[Math.floor(runs.length / 2)];
  if (middle === undefined) throw new Error("a median of no runs");
  return middle;
}

/** A fresh folder with these files. */
export function writeFiles(files: ReadonlyMap<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), "remit-bench-"));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
