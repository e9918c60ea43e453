/**
 * `remit scan` beside tools that read the same files: `ast-grep` with patterns for the constructors of agents, which is
 * about what reading costs at all, and two scanners for agents. The repositories that are compared are named on the
 * command line (`npm run bench scan ../checkout …`); without one, a generated tree is. Further, always: a tree without
 * any agent, a second run with a cache, and trees of growing size.
 *
 * The limits on wall time are meant for idle machines: `ast-grep` uses every core and `remit scan` one. With
 * `--include-tests` the scan reads about twice as much of these repositories, and takes about twice as long.
 */
import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, extname, join, resolve } from "node:path";
import { enginePath } from "../scripts/engines.mjs";
import type { Bench, Row } from "./bench.ts";
import { CLI, writeFiles } from "./measure.ts";
import { agentPatterns } from "./patterns.ts";
import { inTurn, runProgram, type Used } from "./processes.ts";
import { generateTree } from "./tree.ts";

const ROUNDS = 3;
const SCAN = [CLI, "scan", "--no-policy", "--format", "json"];

/** What `ast-grep` may be exceeded by, by the language that most of the code is in. */
const BESIDE_AST_GREP = { script: 2.3, python: 3.2 };

const bench: Bench = async (folders) => {
  const rows: Row[] = [];
  const generated =
    folders.length === 0 ? writeFiles(generateTree({ files: 2000, agents: true })) : undefined;
  for (const folder of generated === undefined ? folders : [generated]) {
    const root = resolve(folder);
    const name = generated === undefined ? basename(root) : "generated, 2,000 files";
    rows.push(...(await besideOthers(name, root)), ...(await twice(name, root)));
  }
  if (generated !== undefined) rmSync(generated, { recursive: true });
  rows.push(...(await withoutAgents()), ...(await doubled()));
  return rows;
};

const scanOf =
  (root: string, ...more: readonly string[]) =>
  (): Promise<Used> =>
    runProgram(process.execPath, [...SCAN, ...more], root);

async function besideOthers(name: string, root: string): Promise<readonly Row[]> {
  const { files, megabytes, python, script } = sizeOf(root);
  const rules = writeFiles(new Map([["rules.yml", agentPatterns]]));
  const other = (program: string | undefined, ...args: readonly string[]) =>
    program === undefined ? undefined : (): Promise<Used> => runProgram(program, args, root);
  const used = await inTurn(ROUNDS, {
    scan: scanOf(root),
    withTests: scanOf(root, "--include-tests"),
    astGrep: other(enginePath("ast-grep"), "scan", "--rule", join(rules, "rules.yml"), "--json=stream", "."),
    scopesafe: other(enginePath("scopesafe-aibom"), "--json", "."),
  });
  rmSync(rules, { recursive: true });
  const { scan, withTests, astGrep, scopesafe } = used;
  if (scan === undefined || withTests === undefined) return [];
  // It takes minutes: once is enough, and no longer than tells whether it is slow enough.
  const aiBomProgram = enginePath("ai-bom");
  const aiBom =
    aiBomProgram === undefined
      ? undefined
      : await runProgram(aiBomProgram, ["scan", ".", "--json", "--no-telemetry"], root, scan.wall * 20);
  const beside = (what: string, peer: Used | undefined, engine: string, atMost: number): Row =>
    peer === undefined
      ? { what: `${name}: ${what}`, value: `not there: run 'node scripts/engines.mjs ${engine}'` }
      : {
          what: `${name}: ${what}`,
          value: shown(peer),
          ratio: { is: scan.wall / peer.wall, atMost, of: "its wall time is remit scan's" },
        };
  return [
    {
      what: `${name}: remit scan`,
      value: shown(scan),
      ratio: { is: scan.memory, atMost: 400, of: "1 MB" },
    },
    {
      what: `${name}: with tests`,
      value: shown(withTests),
      ratio: { is: withTests.memory, atMost: 400, of: "1 MB" },
    },
    { what: `${name}: files`, value: `${files}, ${megabytes.toFixed(1)} MB` },
    beside("ast-grep", astGrep, "ast-grep", BESIDE_AST_GREP[python > script ? "python" : "script"]),
    beside("scopesafe-aibom", scopesafe, "scopesafe-aibom", 0.6),
    beside("ai-bom", aiBom, "ai-bom", 0.1),
  ];
}

/** With a cache, and again after a line is added to fifty files. */
async function twice(name: string, root: string): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "remit-bench-"));
  const copy = join(folder, "tree");
  cpSync(root, copy, { recursive: true, verbatimSymlinks: true });
  const cached = scanOf(copy, "--cache", join(folder, "cache"));
  const first = await cached();
  const again: Used[] = [];
  const code = filesBelow(copy).filter((path) => comments.has(extname(path)));
  for (let round = 0; round < ROUNDS; round++) {
    const every = Math.max(1, Math.floor(code.length / 50));
    for (const path of code.filter((_, index) => index % every === round % every).slice(0, 50))
      appendFileSync(path, `\n${comments.get(extname(path))} changed ${round}\n`);
    again.push(await cached());
  }
  const [, second = first] = again.sort((one, other) => one.wall - other.wall);
  rmSync(folder, { recursive: true });
  return [
    { what: `${name}: with an empty cache`, value: shown(first) },
    {
      what: `${name}: again, 50 files changed`,
      value: shown(second),
      ratio: { is: second.wall / first.wall, atMost: 0.25, of: "the first run's wall time" },
    },
  ];
}

const comments: ReadonlyMap<string, string> = new Map([
  [".ts", "//"],
  [".tsx", "//"],
  [".js", "//"],
  [".py", "#"],
]);

async function withoutAgents(): Promise<readonly Row[]> {
  const root = writeFiles(generateTree({ files: 1000, agents: false }));
  const { scan } = await inTurn(5, { scan: scanOf(root) });
  rmSync(root, { recursive: true });
  return scan === undefined
    ? []
    : [
        {
          what: "1,000 files without an agent",
          value: shown(scan),
          ratio: { is: scan.cpu / 1000, atMost: 0.4, of: "1 s CPU" },
        },
      ];
}

/** Twice the files may take twice the time, and a little for chance. */
async function doubled(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let before: Used | undefined;
  for (const files of [1000, 2000, 4000, 8000]) {
    const root = writeFiles(generateTree({ files, agents: true }));
    const { scan } = await inTurn(ROUNDS, { scan: scanOf(root) });
    rmSync(root, { recursive: true });
    if (scan === undefined) continue;
    const ratio =
      before === undefined ? {} : { ratio: { is: scan.cpu / before.cpu, atMost: 2.2, of: "half the files" } };
    rows.push({
      what: `${files.toLocaleString("en")} files, a tenth of them with agents`,
      value: shown(scan),
      ...ratio,
    });
    before = scan;
  }
  return rows;
}

const shown = ({ wall, cpu, memory, isCut }: Used): string =>
  isCut
    ? `more than ${(wall / 1000).toFixed(0)} s, ended there`
    : `${(wall / 1000).toFixed(2)} s, ${(cpu / 1000).toFixed(2)} s CPU, ${memory.toFixed(0)} MB`;

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return entry.name === ".git" || entry.name === "node_modules" ? [] : filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

/** How much there is, and how much of it in which language; megabytes. */
function sizeOf(root: string): {
  readonly files: number;
  readonly megabytes: number;
  readonly python: number;
  readonly script: number;
} {
  const size = { files: 0, megabytes: 0, python: 0, script: 0 };
  for (const path of filesBelow(root)) {
    const megabytes = statSync(path).size / 1e6;
    size.files++;
    size.megabytes += megabytes;
    if (/\.pyi?$/.test(path)) size.python += megabytes;
    if (/\.[cm]?[jt]sx?$/.test(path)) size.script += megabytes;
  }
  return size;
}

export default bench;
