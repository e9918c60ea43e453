/** What the last compile wrote for a target, which a compile of suspensions alone adds its stops to. */
import { createHash } from "node:crypto";
import { isObject, type JsonObject, own } from "../model/json.ts";
import { lineage } from "../model/life.ts";
import type { Instant, Policy } from "../model/policy.ts";
import type { EmittedFile, LastOutput, Stops } from "./emission.ts";
import type { Manifest } from "./manifest.ts";

/** A file of the output folder, by its path there; `undefined` where there is none. */
export type ReadOutput = (path: string) => Uint8Array | undefined;

/**
 * The files of the target `name` as the manifest has them. A page for people may be another; any other file that is not
 * what was written makes the output one that was changed by hand, as it may grant what no policy does.
 */
export function lastOutput(manifest: Manifest | undefined, name: string, read: ReadOutput): LastOutput {
  const files = new Map<string, string>();
  for (const [path, digest] of Object.entries(manifest?.files ?? {})) {
    if (!path.startsWith(`${name}/`)) continue;
    const inner = path.slice(name.length + 1);
    if (inner === "README.md" || inner.startsWith("stop/")) continue;
    const content = read(path);
    if (content === undefined || createHash("sha256").update(content).digest("hex") !== digest)
      return { kind: "changed", file: path };
    files.set(inner, new TextDecoder().decode(content));
  }
  return files.size === 0 ? { kind: "absent" } : { kind: "whole", files };
}

/**
 * The files of the target's `stop/` folder, by their path in the target's folder, whoever wrote them last: they stop
 * agents, and grant nothing.
 */
export function earlierStops(
  manifest: Manifest | undefined,
  name: string,
  read: ReadOutput,
): ReadonlyMap<string, string> {
  const paths = Object.keys(manifest?.files ?? {}).filter((path) => path.startsWith(`${name}/stop/`));
  return new Map(
    paths.map((path) => [
      path.slice(name.length + 1),
      new TextDecoder().decode(read(path) ?? new Uint8Array()),
    ]),
  );
}

/** Where nobody is stopped. */
export const noStops: Stops = { agents: [], last: { kind: "absent" } };

/** Names of the agents that are suspended or retired by then (epoch seconds), themselves or above; sorted. */
export function stoppedAgents(policies: readonly Policy[], at: Instant): readonly string[] {
  const names = policies.flatMap((policy) =>
    Object.keys(policy.agents).filter((name) =>
      lineage(policy, name).some(
        ({ agent }) => Math.min(agent?.suspended?.since ?? Infinity, agent?.retired ?? Infinity) <= at,
      ),
    ),
  );
  return [...new Set(names)].sort();
}

/** What a compile of suspensions alone makes for one target. */
export interface Stop {
  /** The files to write; every other one of the last output stays. */
  readonly files: readonly EmittedFile[];
  readonly remarks: readonly string[];
  /** Agents of the last output that are stopped in this one, now or by an earlier stop. Absent: none. */
  readonly stopped?: readonly string[];
}

/** One sentence for each agent of which the last output has nothing. */
export const notThere = (names: readonly string[]): readonly string[] =>
  names.map((name) => `${name} is not in the last output, so nothing of it is stopped there`);

/**
 * One sentence on the agents that the last output has at the target `name` and the policy has no more: a compile of
 * suspensions alone does not end what they were granted, a whole one does. `rows` are those of `lastRows`; those of
 * `stopped` stay stopped all the same.
 */
export function deletedAgents(
  policy: Policy,
  name: string,
  rows: readonly JsonObject[],
  stopped: readonly string[] = [],
): readonly string[] {
  const gone = new Set(
    rows.flatMap(({ target, environment, agent, enforcement }) =>
      target === name &&
      environment === (policy.environment ?? null) &&
      typeof agent === "string" &&
      (enforcement === "native" || enforcement === "scheduled" || enforcement === "waived") &&
      own(policy.agents, agent) === undefined &&
      !stopped.includes(agent)
        ? [agent]
        : [],
    ),
  );
  if (gone.size === 0) return [];
  const [first, ...more] = [...gone].sort();
  const rest = more.length === 0 ? " is" : ` and ${more.length} more are`;
  return [
    `${first}${rest} in the last output and not in the policy, and not stopped by this: compile the whole, or suspend instead of deleting`,
  ];
}

/** What the last output enforced: the rows of its `enforcement.json`; none where there is no such file. */
export function lastRows(read: ReadOutput): readonly JsonObject[] {
  const content = read("enforcement.json");
  if (content === undefined) return [];
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(content));
    const rows: unknown = isObject(value) ? value.permissions : undefined;
    return Array.isArray(rows) ? rows.filter(isObject) : [];
  } catch {
    return [];
  }
}

/** One sentence on why only denies are made; `where` is the page that says how they are applied. */
export function onlyDenies(last: Exclude<LastOutput, { kind: "whole" }>, where: string): string {
  const why =
    last.kind === "absent"
      ? "no output of an earlier compile is there"
      : `${last.file} is not what the last compile wrote, and stays as it is`;
  return `${why}, so only denies are made: ${where} says how they are applied`;
}
