/** Checking and compiling policies of 1,000 and 10,000 agents, from a cold start. */
import type { Bench, Row } from "./bench.ts";
import { generatePolicy } from "./generate.ts";
import { CLI, type Measured, medianRun, runNode, writeFiles } from "./measure.ts";

const AT = "2026-12-01";

const bench: Bench = async () => {
  const small = generatePolicy({ agents: 1000 });
  const lines = [...small.values()].reduce((sum, text) => sum + text.split("\n").length - 1, 0);
  const thousand = writeFiles(small);
  const tenThousand = writeFiles(generatePolicy({ agents: 10_000 }));
  const size = `1,000 agents, ${lines.toLocaleString("en")} lines`;
  const check = medianRun(3, () => run(["check", "--at", AT, "--quiet"], thousand));
  const checkLarge = medianRun(1, () => run(["check", "--at", AT, "--quiet"], tenThousand));
  const compile = medianRun(3, () => run(["compile", "--at", AT, "--quiet"], thousand));
  const compileLarge = medianRun(1, () => run(["compile", "--at", AT, "--quiet"], tenThousand));
  return [
    {
      ...row(`check of ${size}`, check),
      ratio: { is: check.cpu / 1000, atMost: 1.5, of: "a second of CPU" },
    },
    {
      ...row("check of 10,000 agents", checkLarge),
      ratio: { is: checkLarge.cpu / check.cpu, atMost: 12, of: "1,000 agents" },
    },
    row(`compile of ${size}`, compile),
    {
      ...row("compile of 10,000 agents", compileLarge),
      ratio: { is: compileLarge.cpu / compile.cpu, atMost: 12, of: "1,000 agents" },
    },
  ];
};

function run(words: readonly string[], cwd: string): Measured {
  const measured = runNode([CLI, ...words], cwd);
  if (measured.code !== 0)
    throw new Error(`remit ${words.join(" ")} failed:\n${measured.out.slice(0, 2000)}`);
  return measured;
}

const row = (what: string, { cpu, wall, memory }: Measured): Row => ({
  what,
  value: `${cpu.toFixed(0)} ms CPU, ${wall.toFixed(0)} ms, ${memory.toFixed(0)} MB`,
});

export default bench;
