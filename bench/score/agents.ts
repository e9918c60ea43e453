/**
 * Scores the scan's agents against labels: `tsx bench/score/agents.ts ROOT LABELS [--json] [--all]`, or several pairs.
 * A label file is JSON lines: a header with `scope_paths` and `exclude`, then rows `agent`, `negative`, `mcp_server`.
 * Every miss and every false alarm is named. The trees and labels are no part of the project.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { scanHost } from "../../cli/scan-host.ts";
import { inventory } from "../../scan/result.ts";
import { scan } from "../../scan/scan.ts";
import { type Labels, parseLabels } from "./labels.ts";
import { type Score, score } from "./scoring.ts";

const args = process.argv.slice(2);
const flags = new Set(args.filter((arg) => arg.startsWith("--")));
const paths = args.filter((arg) => !arg.startsWith("--"));
const scores: Score[] = [];

for (let index = 0; index + 1 < paths.length; index += 2) {
  const root = resolve(paths[index] ?? ".");
  const labels: Labels = parseLabels(readFileSync(paths[index + 1] ?? "", "utf8"));
  const start = performance.now();
  const scanned = await scan(scanHost(root), {
    includeTests: true,
    inScope: () => true,
    everything: flags.has("--everything"),
  });
  const result = inventory(scanned, new Map());
  const found = score(labels, result);
  scores.push(found);
  console.log(
    `\n## ${labels.repo}  (${Math.round(performance.now() - start)} ms, ${result.files.parsed} parsed)`,
  );
  for (const line of found.notes) console.log(line);
  console.log(summary(found));
}

if (scores.length > 1) {
  console.log("\n## all");
  console.log(summary(sum(scores)));
  for (const [framework, counts] of [...frameworkCounts(scores)].sort())
    console.log(`  ${framework.padEnd(28)} ${counts.hit}/${counts.required}`);
  const means = [...frameworkCounts(scores).values()].map(({ hit, required }) => hit / required);
  console.log(
    `mean recall over frameworks ${percent(
      means.reduce((a, b) => a + b, 0),
      means.length,
    )}`,
  );
}

function summary(one: Score): string {
  return [
    `recall ${one.hit}/${one.required} ${percent(one.hit, one.required)}`,
    `precision ${percent(one.hit, one.hit + one.falseAlarms)} (${one.falseAlarms} false)`,
    `framework ${percent(one.frameworkRight, one.hit)}`,
    `name ${one.nameRight}/${one.named} ${percent(one.nameRight, one.named)}`,
    `tools ${one.toolsRight}/${one.tooled} ${percent(one.toolsRight, one.tooled)}`,
    `mcp ${one.serverHit}/${one.servers} recall ${percent(one.serverHit, one.servers)} precision ${percent(one.serverHit, one.serverHit + one.serverFalse)}`,
  ].join(" · ");
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`;
}

function sum(all: readonly Score[]): Score {
  const total = (pick: (one: Score) => number): number => all.reduce((count, one) => count + pick(one), 0);
  return {
    required: total((one) => one.required),
    hit: total((one) => one.hit),
    falseAlarms: total((one) => one.falseAlarms),
    frameworkRight: total((one) => one.frameworkRight),
    named: total((one) => one.named),
    nameRight: total((one) => one.nameRight),
    tooled: total((one) => one.tooled),
    toolsRight: total((one) => one.toolsRight),
    servers: total((one) => one.servers),
    serverHit: total((one) => one.serverHit),
    serverFalse: total((one) => one.serverFalse),
    byFramework: new Map(),
    notes: [],
  };
}

function frameworkCounts(all: readonly Score[]): ReadonlyMap<string, { hit: number; required: number }> {
  const counts = new Map<string, { hit: number; required: number }>();
  for (const one of all)
    for (const [framework, { hit, required }] of one.byFramework) {
      const before = counts.get(framework) ?? { hit: 0, required: 0 };
      counts.set(framework, { hit: before.hit + hit, required: before.required + required });
    }
  return counts;
}
