/** The front end around its pure core: lists, reads and parses the files, loads what they need, checks. */
import type { Checked, CheckOptions, ParseCache, ParsedFile } from "../checked.ts";
import type { Config } from "../config.ts";
import type { Host } from "../host.ts";
import type { Problem } from "../problem.ts";
import { problem } from "../problems.ts";
import { parse } from "../syntax/parser.ts";
import { checkAll } from "./check-all.ts";
import type { World } from "./context.ts";
import { damageOf } from "./damage.ts";
import { environmentLabel } from "./environments.ts";
import { type Findings, newFindings, reportAt } from "./findings.ts";
import { currentLock, LOCK_FILE, type Lock, readLock } from "./lock.ts";
import { bindNames } from "./names.ts";
import { load } from "./needs.ts";

/** Checks every policy file of a workspace, in each environment or in the one asked for. */
export async function checkWorkspace(
  host: Host,
  config: Config,
  options: CheckOptions = {},
): Promise<Checked> {
  const findings = newFindings();
  const paths = [...(await host.list(config.policies))].sort();
  const parsed: ParsedFile[] = [];
  for (const path of paths) parsed.push(await readFile(host, path, options.cache));
  const files = parsed.map(({ file }) => file);
  const names = bindNames(files, findings, damageOf(parsed));
  const frozen = await loadLock(host, findings);
  const at = options.at ?? host.now();
  const lock = frozen ? { lock: frozen } : {};
  const world: World = { workspace: config.workspace, at, ...lock, ...(await load(host, names)) };
  // A half-written file may yet use what seems unused.
  const whole = parsed.every(({ problems }) => problems.length === 0);
  const run = checkAll(world, names, findings, { ...options, whole });
  return {
    at,
    files,
    environments: names.environments.map((entry) => environmentLabel(names, entry)),
    policies: run.policies,
    problems: sorted([...parsed.flatMap(({ problems }) => problems), ...findings.list], paths),
    names,
    references: run.references,
    lock: { ...(frozen ? { frozen } : {}), current: currentLock(world, run.expansions) },
  };
}

async function readFile(host: Host, path: string, cache: ParseCache | undefined): Promise<ParsedFile> {
  const text = await host.read(path);
  const before = cache?.get(path);
  if (before && before.file.text === text) return before;
  const parsed = parse(path, text ?? "");
  cache?.set(path, parsed);
  if (text !== undefined) return parsed;
  // Leaving a file out in silence could leave a `never` out.
  const span = { file: path, start: 0, end: 0 };
  return {
    ...parsed,
    problems: [problem("syntax", span, `'${path}' cannot be read; check its permissions.`)],
  };
}

async function loadLock(host: Host, findings: Findings): Promise<Lock | undefined> {
  const text = await host.read(LOCK_FILE);
  if (text === undefined) return undefined;
  const reading = readLock(text);
  if (reading.kind === "lock") return reading.lock;
  const message = `${LOCK_FILE} cannot be read, since ${reading.why}; 'remit lock --update' writes it anew.`;
  reportAt(findings, { file: LOCK_FILE, start: 0, end: 0 }, "lock-outdated", message, { severity: "error" });
  return undefined;
}

/** By file order, then by place. */
function sorted(problems: readonly Problem[], paths: readonly string[]): readonly Problem[] {
  const order = new Map(paths.map((path, index) => [path, index]));
  const rank = ({ span }: Problem): number => order.get(span.file) ?? paths.length;
  return [...problems].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      a.span.start - b.span.start ||
      a.span.end - b.span.end ||
      (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
}
