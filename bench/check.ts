/** Checking and compiling policies of 1,000 and 10,000 agents, from a cold start. */
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench, Row } from "./bench.ts";
import { generatePolicy } from "./generate.ts";
import { CLI, type Measured, medianRun, runNode, writeFiles } from "./measure.ts";

const AT = "2026-12-01";

/** A target of each kind, beside the generated policy's own. */
const EVERY_TARGET = `remit 1
namespace bench

target cedar { }

target aws { account "123456789012" }

target keycloak { realm "bench" }

target okta { org "https://bench.okta.example"  server "bench" }
`;

/** Compiles a thousand agents for every target, each time into a folder of its own. */
function compileForAll(folder: string): Measured {
  const out = mkdtempSync(join(folder, "out-"));
  return run(["compile", "--at", AT, "--quiet", "--out", out], folder);
}

/** Throws where two compiles of the same policy differ in a byte: the manifest holds the digest of every other file. */
function assertSame(folder: string): void {
  const manifests = readdirSync(folder)
    .filter((name) => name.startsWith("out-"))
    .map((name) => readFileSync(join(folder, name, "manifest.json"), "utf8"));
  if (manifests.length < 2 || new Set(manifests).size !== 1)
    throw new Error("Two compiles of the same policy gave different output.");
}

const bench: Bench = async () => {
  const small = generatePolicy({ agents: 1000 });
  const lines = [...small.values()].reduce((sum, text) => sum + text.split("\n").length - 1, 0);
  const thousand = writeFiles(small);
  const tenThousand = writeFiles(generatePolicy({ agents: 10_000 }));
  const size = `1,000 agents, ${lines.toLocaleString("en")} lines`;
  const check = medianRun(3, () => run(["check", "--at", AT, "--quiet"], thousand));
  const checkLarge = medianRun(1, () => run(["check", "--at", AT, "--quiet"], tenThousand));
  const compile = medianRun(3, () => run(["compile", "--at", AT, "--quiet"], thousand));
  const everyTarget = (policy: ReadonlyMap<string, string>): string =>
    writeFiles(new Map([...policy, ["policy/every-target.remit", EVERY_TARGET]]));
  const allTargets = everyTarget(small);
  const compileAll = medianRun(3, () => compileForAll(allTargets));
  assertSame(allTargets);
  const withTokens = everyTarget(generatePolicy({ agents: 1000, tokens: true }));
  const compileTokens = medianRun(3, () => compileForAll(withTokens));
  assertSame(withTokens);
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
      ...row("compile of 1,000 agents for every target", compileAll),
      ratio: { is: compileAll.cpu / 1000, atMost: 4, of: "a second of CPU" },
    },
    {
      ...row("the same, each agent with two scopes of Keycloak and Okta", compileTokens),
      ratio: { is: compileTokens.cpu / 1000, atMost: 4, of: "a second of CPU" },
    },
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
