/**
 * 2,000 mutated files, each scanned by itself: what the slowest takes, and the most memory. The large ones have a
 * process each, because the parsers' memory never shrinks; the small ones share one.
 */
import { fileURLToPath } from "node:url";
import type { Bench } from "./bench.ts";
import { runNode } from "./measure.ts";

const child = fileURLToPath(new URL("hostile-child.ts", import.meta.url));
const seed = 20_261_124;
const small = 1960;
const large = 40;

interface Told {
  readonly slowest: { readonly cpu: number; readonly what: string };
  readonly failed: readonly string[];
  readonly memory: number;
}

/** The engine takes what memory it is given before it collects any, so it is given what a scan may have. */
function told(...args: readonly (string | number)[]): Told {
  const run = runNode(["--max-old-space-size=320", "--import", "tsx", child, ...args.map(String)]);
  if (run.code !== 0) throw new Error(run.out.slice(-2000));
  const line = run.out.split("\n").find((each) => each.startsWith("{")) ?? "";
  const read: Omit<Told, "memory"> = JSON.parse(line);
  return { ...read, memory: run.memory };
}

const bench: Bench = async () => {
  const runs = [told(seed, "small", small)];
  for (let index = 1; index <= large; index++) runs.push(told(seed + index, "filling", 1));
  const failed = runs.flatMap((run) => run.failed);
  const slowest = runs.map((run) => run.slowest).reduce((one, other) => (other.cpu > one.cpu ? other : one));
  const hungriest = runs.reduce((one, other) => (other.memory > one.memory ? other : one));
  return [
    {
      what: "mutated files that end in a mistake of ours",
      value: failed.length === 0 ? `none of ${small + large}` : failed.join("; ").slice(0, 500),
      ratio: { is: failed.length, atMost: 0, of: "1 file" },
    },
    {
      what: "the slowest of them",
      value: `${slowest.cpu.toFixed(0)} ms CPU (${slowest.what})`,
      ratio: { is: slowest.cpu / 1000, atMost: 5, of: "1 s" },
    },
    {
      what: "the most memory",
      value: `${hungriest.memory.toFixed(0)} MB (${hungriest.slowest.what})`,
      ratio: { is: hungriest.memory, atMost: 512, of: "1 MB" },
    },
  ];
};

export default bench;
