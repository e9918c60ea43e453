/** `remit usage` over a decision log of 1 GB, beside a plain pass of Node that reads each line and parses it. */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench } from "./bench.ts";
import { CLI, type Measured, runNode, writeFiles } from "./measure.ts";

const GIGABYTE = 1_000_000_000;

const plainPass = `
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
let count = 0;
for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) { JSON.parse(line); count++; }
console.log(count);
`;

const bench: Bench = async () => {
  const folder = writeFiles(
    new Map([
      [
        "a.remit",
        'owner jane { email "jane@acme.example" }\nagent helper { owner jane  expires 2027-03-31  may tool:search  may aws:s3:GetObject on "arn:aws:s3:::acme/*" }\n',
      ],
      ["plain.mjs", plainPass],
    ]),
  );
  const log = join(mkdtempSync(join(tmpdir(), "remit-bench-usage-")), "log.jsonl");
  writeLog(log);
  const plain = ran(runNode([join(folder, "plain.mjs"), log], folder));
  const usage = ran(
    runNode(
      [CLI, "usage", log, "--at", "2026-12-01", "--format", "json", "--out", join(folder, "usage.json")],
      folder,
    ),
  );
  rmSync(log);
  return [
    { what: "plain pass over 1 GB, readline and JSON.parse", value: shown(plain) },
    {
      what: "remit usage over the same",
      value: shown(usage),
      ratio: { is: usage.cpu / plain.cpu, atMost: 3, of: "the plain pass" },
    },
    {
      what: "peak memory of remit usage",
      value: `${usage.memory.toFixed(0)} MB`,
      ratio: { is: usage.memory, atMost: 300, of: "1 MB" },
    },
  ];
};

function writeLog(path: string): void {
  const file = openSync(path, "w");
  for (let written = 0, index = 0; written < GIGABYTE; ) {
    const lines: string[] = [];
    for (let line = 0; line < 2000; line++, index++) lines.push(event(index));
    written += writeSync(file, lines.join(""));
  }
  closeSync(file);
}

function event(index: number): string {
  const input =
    index % 3 === 0
      ? { agent: "helper", action: "tool:search", inputs: { text: `query ${index}` } }
      : { agent: "helper", action: "aws:s3:GetObject", resource: `arn:aws:s3:::acme/${index}.pdf` };
  return `${JSON.stringify({
    labels: { app: "gateway", id: "7f0d5c1e", version: "1.22.2" },
    decision_id: `4ca636c1-55e4-417a-b1d8-${String(index).padStart(12, "0")}`,
    bundles: { remit: { revision: "r1" } },
    path: "remit/decision",
    input,
    result: { allow: true, reasons: ["A 'may' of helper allows it."] },
    requested_by: "10.0.0.9:55111",
    timestamp: new Date(1_763_000_000_000 + index).toISOString(),
    metrics: { timer_rego_query_eval_ns: 120_000 + (index % 1000), timer_server_handler_ns: 310_000 },
  })}\n`;
}

function ran(measured: Measured): Measured {
  if (measured.code !== 0) throw new Error(measured.out.slice(0, 2000));
  return measured;
}

const shown = ({ cpu, wall, memory }: Measured): string =>
  `${cpu.toFixed(0)} ms CPU, ${wall.toFixed(0)} ms, ${memory.toFixed(0)} MB`;

export default bench;
