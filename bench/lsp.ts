/**
 * Keystroke to diagnostics, and completion, over real stdio: a workspace of 1,000 agents in 100 files, and one file of
 * 10,000 lines. CPU is the server's own, from `/proc`.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isObject } from "../compiler/model/json.ts";
import { startServer, type TestClient } from "../test/lsp/client.ts";
import type { Bench, Row } from "./bench.ts";
import { generatePolicy } from "./generate.ts";
import { measurePeer, PEER } from "./lsp-peer.ts";
import { median, type Time, timed } from "./lsp-time.ts";
import { CLI, writeFiles } from "./measure.ts";

const EDITS = 30;

const bench: Bench = async () => {
  const many = await measure(generatePolicy({ agents: 1000 }), "policy/agents/0050.remit");
  const large = await measure(generatePolicy({ agents: 200, perFile: 200 }), "policy/agents/0000.remit");
  const inMany = "1,000 agents in 100 files, a file of 10";
  const inLarge = `200 agents in one file of ${large.lines.toLocaleString("en")} lines`;
  return [
    ...rows(inMany, many, 50),
    ...peerRows(inMany, many, await measurePeer(1000, 10)),
    ...rows(inLarge, large, 100),
    ...peerRows(inLarge, large, await measurePeer(200, 200)),
  ];
};

/** A server that is as quick is a ratio of 1. */
function peerRows(what: string, { edit, whole }: Measured, peer: Time | undefined): readonly Row[] {
  if (peer === undefined)
    return [{ what: `${what}: ${PEER}`, value: "not set up: node scripts/engines.mjs typespec" }];
  return [
    {
      what: `${what}: ${PEER}, as many lines and files`,
      value: inWords(peer),
      ratio: { is: edit.cpu / peer.cpu, atMost: 1, of: `${PEER}'s CPU` },
    },
    {
      what: `${what}: the same with the whole workspace`,
      value: `${(edit.cpu + whole.cpu).toFixed(0)} ms CPU`,
      ratio: { is: (edit.cpu + whole.cpu) / peer.cpu, atMost: 2, of: `${PEER}'s CPU` },
    },
  ];
}

interface Measured {
  readonly lines: number;
  readonly edit: Time;
  readonly whole: Time;
  readonly completion: Time;
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
  // What stays edited is compared with the saved files too.
  type("x", 15, 15);
  await shown(client, uri, version);
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
    edit: median(edits),
    whole,
    // The first reads the catalog.
    completion: median(completions.slice(1)),
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

export default bench;
