/** How long the command line takes to start, beside Node itself. */
import type { Bench } from "./bench.ts";
import { CLI, medianRun, runNode } from "./measure.ts";

const RUNS = 21;

const bench: Bench = async () => {
  const bare = medianRun(RUNS, () => runNode(["-e", "0"]));
  const version = medianRun(RUNS, () => runNode([CLI, "--version"]));
  const help = medianRun(RUNS, () => runNode([CLI, "--help"]));
  return [
    { what: "node -e 0", value: `${bare.cpu.toFixed(0)} ms CPU` },
    {
      what: "remit --version",
      value: `${version.cpu.toFixed(0)} ms CPU`,
      ratio: { is: version.cpu / bare.cpu, atMost: 1.6, of: "node -e 0" },
    },
    {
      what: "remit --help",
      value: `${help.cpu.toFixed(0)} ms CPU`,
      ratio: { is: help.cpu / bare.cpu, atMost: 3, of: "node -e 0" },
    },
  ];
};

export default bench;
