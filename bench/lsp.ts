/**
 * Keystroke to diagnostics, and completion, over real stdio: a workspace of 1,000 agents in 100 files, and one file of
 * 10,000 lines. CPU is the server's own, from `/proc`.
 */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isObject } from "../compiler/model/json.ts";
import { startServer, type TestClient } from "../test/lsp/client.ts";
import type { Bench, Row } from "./bench.ts";
import { generatePolicy } from "./generate.ts";
import { CLI, writeFiles } from "./measure.ts";

const EDITS = 30;

const bench: Bench = async () => {
  const many = await measure(generatePolicy({ agents: 1000 }), "policy/agents/0050.remit");
  const large = await measure(generatePolicy({ agents: 200, perFile: 200 }), "policy/agents/0000.remit");
  return [
    ...rows("1,000 agents in 100 files, a file of 10", many, 50),
    ...rows(`200 agents in one file of ${large.lines.toLocaleString("en")} lines`, large, 100),
  ];
};

interface Measured {
  readonly lines: number;
  readonly edit: Time;
  readonly whole: Time;
  readonly completion: Time;
}

/** Milliseconds. */
interface Time {
  readonly cpu: number;
  readonly wall: number;
}

const rows = (what: string, { edit, whole, completion }: Measured, atMost: number): readonly Row[] => [
  {
    what: `${what}: keystroke to the file's diagnostics`,
    value: inWords(edit),
    ratio: { is: edit.cpu / atMost, atMost: 1, of: `${atMost} ms of CPU` },
  },
  { what: `${what}: the whole workspace again, when the typing stops`, value: inWords(whole) },
  {
    what: `${what}: completion of an AWS action`,
    value: inWords(completion),
    ratio: { is: completion.wall / 50, atMost: 1, of: "50 ms" },
  },
];

const inWords = ({ cpu, wall }: Time): string => `${cpu.toFixed(0)} ms CPU, ${wall.toFixed(0)} ms`;

async function measure(files: ReadonlyMap<string, string>, path: string): Promise<Measured> {
  const root = writeFiles(files);
  const uri = pathToFileURL(join(root, path)).href;
  const client = startServer([CLI, "lsp", "--stdio"], root);
  await client.request("initialize", {
    processId: null,
    rootUri: pathToFileURL(root).href,
    capabilities: {},
  });
  client.notify("initialized", {});
  const text = files.get(path) ?? "";
  client.notify("textDocument/didOpen", { textDocument: { uri, languageId: "remit", version: 1, text } });
  await shown(client, uri, 1);
  const line = text.split("\n").findIndex((one) => one.includes("may tool:summarise"));
  const edits: Time[] = [];
  const completions: Time[] = [];
  let version = 1;
  const type = (inserted: string, character: number, end: number): void => {
    version++;
    client.notify("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [
        { range: { start: { line, character }, end: { line, character: end } }, text: inserted },
      ],
    });
  };
  for (let count = 0; count < EDITS; count++) {
    edits.push(
      await timed(client, async () => {
        type("x", 15, 15);
        await shown(client, uri, version);
      }),
    );
    type("", 15, 16);
    await shown(client, uri, version);
  }
  const whole = await timed(client, () => new Promise((resolve) => setTimeout(resolve, 4000)));
  type("  may aws:s3:\n", 0, 0);
  for (let count = 0; count < EDITS; count++)
    completions.push(
      await timed(client, async () => {
        const { result } = await client.request("textDocument/completion", {
          textDocument: { uri },
          position: { line, character: 13 },
        });
        if (!isObject(result) || !Array.isArray(result.items) || result.items.length < 50)
          throw new Error("the server offered no actions");
      }),
    );
  client.child.kill();
  rmSync(root, { recursive: true, force: true });
  return {
    lines: text.split("\n").length,
    edit: typical(edits),
    whole,
    // The first reads the catalog.
    completion: typical(completions.slice(1)),
  };
}

/** The diagnostics of a version of a document. */
const shown = (client: TestClient, uri: string, version: number) =>
  client.next(
    ({ method, params }) =>
      method === "textDocument/publishDiagnostics" &&
      isObject(params) &&
      params.uri === uri &&
      params.version === version,
  );

async function timed(client: TestClient, work: () => Promise<unknown>): Promise<Time> {
  const [cpu, wall] = [cpuOf(client), performance.now()];
  await work();
  return { cpu: cpuOf(client) - cpu, wall: performance.now() - wall };
}

/** User and system time of the server so far, in milliseconds, in steps of ten. */
function cpuOf({ child }: TestClient): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** CPU as the mean, since the clock goes in steps; wall time as the median. */
const typical = (times: readonly Time[]): Time => ({
  cpu: times.map(({ cpu }) => cpu).reduce((sum, one) => sum + one, 0) / times.length,
  wall: times.map(({ wall }) => wall).sort((a, b) => a - b)[times.length >> 1] ?? 0,
});

export default bench;
