/** `remit diff` over 1,000 agents, from a cold start: nothing changed, ten agents changed, a hundred, all of them. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench } from "./bench.ts";
import { generatePolicy } from "./generate.ts";
import { CLI, type Measured, medianRun, runNode, writeFiles } from "./measure.ts";

const bench: Bench = async () => {
  const old = writeFiles(generatePolicy({ agents: 1000 }));
  const same = medianRun(3, () => diff(old, changed(old, 0)));
  const ten = medianRun(3, () => diff(old, changed(old, 10)));
  const hundred = medianRun(3, () => diff(old, changed(old, 100)));
  const all = medianRun(3, () => diff(old, changed(old, 1000)));
  const extra = Math.max(ten.cpu - same.cpu, 1);
  return [
    {
      what: "diff of 1,000 agents, none changed",
      value: shown(same),
      ratio: { is: same.cpu / 1000, atMost: 3, of: "a second of CPU" },
    },
    {
      what: "diff of 1,000 agents, 10 changed",
      value: shown(ten),
      ratio: { is: ten.cpu / 1000, atMost: 3, of: "a second of CPU" },
    },
    {
      what: "diff of 1,000 agents, 100 changed",
      value: shown(hundred),
      ratio: {
        is: Math.max(hundred.cpu - same.cpu, 0) / Math.max(extra, same.cpu / 20),
        atMost: 12,
        of: "10 changed",
      },
    },
    {
      what: "diff of 1,000 agents, all changed",
      value: shown(all),
      ratio: { is: all.cpu / 1000, atMost: 3, of: "a second of CPU" },
    },
    {
      what: "what 900 more changed agents cost",
      value: `${Math.max(all.cpu - hundred.cpu, 0).toFixed(0)} ms CPU`,
      ratio: {
        is: Math.max(all.cpu - same.cpu, 0) / Math.max(hundred.cpu - same.cpu, same.cpu / 20),
        atMost: 12,
        of: "100 changed",
      },
    },
  ];
};

/** A copy in which so many agents end a day later. */
function changed(folder: string, count: number): string {
  const copy = mkdtempSync(join(tmpdir(), "remit-bench-diff-"));
  cpSync(folder, copy, { recursive: true });
  let left = count;
  for (const name of readdirSync(copy, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".remit"),
  )) {
    const path = join(copy, name);
    const text = readFileSync(path, "utf8").replace(/expires +(\d{4}-\d{2}-\d{2})/g, (whole, day: string) =>
      left-- > 0 ? whole.replace(day, nextDay(day)) : whole,
    );
    writeFileSync(path, text);
    if (left <= 0) break;
  }
  return copy;
}

const nextDay = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

function diff(old: string, fresh: string): Measured {
  const measured = runNode(
    [CLI, "diff", old, fresh, "--at", "2026-12-01", "--fail-on", "none", "--out", "/dev/null"],
    old,
  );
  if (measured.code !== 0) throw new Error(`remit diff failed:\n${measured.out.slice(0, 2000)}`);
  return measured;
}

const shown = ({ cpu, wall, memory }: Measured): string =>
  `${cpu.toFixed(0)} ms CPU, ${wall.toFixed(0)} ms, ${memory.toFixed(0)} MB`;

export default bench;
