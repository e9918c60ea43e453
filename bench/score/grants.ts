/**
 * Scores the findings about grants against labels: `tsx bench/score/grants.ts LABELS.jsonl CHECKOUTS [--labelled]
 * [--list]`. CHECKOUTS holds one folder for each repository, `owner__name` or `owner/name`. A label is
 * `{repo, path, line, rule, positive, why}`; a finding meets it when the rule is the same and the line within 3.
 * `--labelled` reads only the labelled files, `--list` prints every finding.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { lineTable, positionAt } from "../../compiler/source.ts";
import { checkGrants, type GrantFinding } from "../../rules/scan/check.ts";
import { scanRules } from "../../rules/scan/index.ts";
import type { Grant, Located } from "../../scan/grants/fact.ts";
import { mayHoldGrants } from "../../scan/grants/prefilter.ts";
import { readGrants } from "../../scan/grants/read.ts";
import { knowledgeOf, loadParsers } from "./grant-tools.ts";

interface Label {
  readonly repo: string;
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly positive: boolean;
  readonly why: string;
}

function isLabel(value: unknown): value is Label {
  if (typeof value !== "object" || value === null) return false;
  return "repo" in value && "path" in value && "line" in value && "rule" in value && "positive" in value;
}

const skipped = /^(?:node_modules|\.git|vendor|dist|build|\.venv|venv|__pycache__|\.next)$/;

function files(root: string, folder = ""): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.test(entry.name) ? [] : files(root, path);
    return entry.isFile() && statSync(join(root, path)).size < 2_000_000 ? [path] : [];
  });
}

const [labelFile, checkouts, ...flags] = process.argv.slice(2);
if (!labelFile || !checkouts) {
  console.error("usage: tsx bench/score/grants.ts LABELS.jsonl CHECKOUTS [--labelled] [--list]");
  process.exit(2);
}
const labels = readFileSync(labelFile, "utf8")
  .split("\n")
  .filter((line) => line.trim() !== "")
  .map((line): unknown => JSON.parse(line))
  .filter(isLabel);
const parsers = await loadParsers();

interface Placed extends GrantFinding {
  readonly line: number;
}

async function scan(root: string, paths: readonly string[]): Promise<readonly Placed[]> {
  const located: Located<Grant>[] = [];
  const texts = new Map<string, string>();
  for (const path of paths) {
    const text = readFileSync(join(root, path), "utf8");
    if (!mayHoldGrants(path, text)) continue;
    texts.set(path, text);
    const started = performance.now();
    const reading = readGrants(path, text, parsers);
    const took = performance.now() - started;
    if (took > 2000) console.log(`slow: ${path} took ${Math.round(took)} ms`);
    for (const trouble of reading.troubles)
      if (flags.includes("--list")) console.log(`trouble: ${path}: ${trouble}`);
    for (const grant of reading.grants) located.push({ ...grant, file: path });
  }
  const found = checkGrants(scanRules, located, await knowledgeOf(located));
  return found.map((finding) => {
    const line = positionAt(lineTable(texts.get(finding.file) ?? ""), finding.extent.at).line;
    return { ...finding, line };
  });
}

let hits = 0;
let misses = 0;
let silent = 0;
let flagged = 0;
const perRule = new Map<string, number>();
for (const repo of new Set(labels.map((label) => label.repo))) {
  const root = [repo.replace("/", "__"), repo].map((name) => join(checkouts, name)).find(existsSync);
  if (!root) {
    console.log(`no checkout of ${repo}`);
    continue;
  }
  const own = labels.filter((label) => label.repo === repo);
  const paths = flags.includes("--labelled")
    ? [...new Set(own.map((label) => label.path))].filter((path) => existsSync(join(root, path)))
    : files(root);
  const found = await scan(root, paths);
  for (const finding of found) {
    perRule.set(finding.rule, (perRule.get(finding.rule) ?? 0) + 1);
    if (flags.includes("--list"))
      console.log(
        `${repo} ${finding.file}:${finding.line} ${finding.severity} ${finding.rule}: ${finding.message}`,
      );
  }
  for (const label of own) {
    const met = found.some(
      (finding) =>
        finding.file === label.path &&
        finding.rule === label.rule &&
        Math.abs(finding.line - label.line) <= 3,
    );
    if (label.positive && met) hits++;
    else if (label.positive) misses++;
    else if (met) flagged++;
    else silent++;
    if (label.positive !== met)
      console.log(
        `${label.positive ? "missed" : "false alarm"}: ${repo} ${label.path}:${label.line} ${label.rule} (${label.why})`,
      );
  }
}
const share = (part: number, whole: number) => (whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`);
console.log(`positives found: ${hits} of ${hits + misses} (${share(hits, hits + misses)})`);
console.log(`negatives flagged: ${flagged} of ${flagged + silent} (${share(flagged, flagged + silent)})`);
if (!flags.includes("--labelled"))
  for (const [rule, count] of [...perRule].sort((a, b) => b[1] - a[1]))
    console.log(`${String(count).padStart(6)} ${rule}`);
