/** Which targets a compile makes, and the whole folder that comes out: `manifest.json`, `enforcement.json`, a folder a target. */
import { createHash } from "node:crypto";
import type { Emission, Enforcement } from "../compiler/emit/emission.ts";
import type { Checked } from "../compiler/index.ts";
import type { Instant, Policy } from "../compiler/model/policy.ts";
import { statementsOf } from "../compiler/model/reason.ts";
import type { Target } from "../compiler/model/test-and-target.ts";
import { formatInstant } from "../compiler/model/time.ts";
import { failure } from "./failure.ts";
import type { Tree } from "./tree.ts";
import { version } from "./version.ts";

export interface Job {
  readonly policy: Policy;
  readonly target: Target;
  /** `opa`, `opa.prod`: also the folder. */
  readonly name: string;
}

export const targetName = ({ kind, name }: Target): string => (name === undefined ? kind : `${kind}.${name}`);

/**
 * The targets to compile, each with the policy of its environment. `only` is `KIND` or `KIND.NAME`. Throws a `failure`
 * where there is none, or where a target's environment is nowhere said.
 */
export function jobs(
  checked: Checked,
  environment: string | undefined,
  only: string | undefined,
): readonly Job[] {
  const found = checked.policies.flatMap((policy) =>
    policy.targets
      .filter((target) => target.environment === undefined || target.environment === policy.environment)
      .map((target): Job => ({ policy, target, name: targetName(target) })),
  );
  const asked = found.filter(
    ({ target, name }) => only === undefined || only === name || only === target.kind,
  );
  if (found.length === 0) throw failure(noTarget(checked, environment));
  if (asked.length === 0)
    throw failure(
      `There is no target '${only}'; there are ${[...new Set(found.map(({ name }) => name))].join(", ")}.`,
    );
  for (const { name } of asked) {
    const several = asked.filter((job) => job.name === name);
    if (several.length > 1)
      throw failure(
        `The target '${name}' names no environment. Compile for one: ${several.map(({ policy }) => `--environment ${policy.environment}`).join(" or ")}.`,
      );
  }
  return [...asked].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function noTarget(checked: Checked, environment: string | undefined): string {
  const where = environment === undefined ? "" : ` for the environment '${environment}'`;
  const known = checked.policies.flatMap((policy) => policy.environment ?? []);
  if (environment !== undefined && !known.includes(environment))
    return known.length === 0
      ? `No environments are declared, so there is none named '${environment}'.`
      : `There is no environment '${environment}'; there are ${known.join(", ")}.`;
  return `The policy has no target${where}. Declare one, such as 'target opa {}'.`;
}

export interface Compiled {
  readonly job: Job;
  readonly emission: Emission;
}

/** Every file of the output by its path in the output folder. */
export function outputTree(checked: Checked, compiled: readonly Compiled[]): Tree {
  const tree = new Map<string, string | Uint8Array>();
  for (const { job, emission } of compiled)
    for (const { path, content } of emission.files) tree.set(`${job.name}/${path}`, content);
  tree.set("enforcement.json", json(enforcementOf(checked.at, compiled)));
  tree.set("manifest.json", json(manifestOf(checked, compiled, tree)));
  return new Map([...tree].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const sha256 = (content: string | Uint8Array): string =>
  createHash("sha256").update(content).digest("hex");

/** The document `manifest.json` (docs/schemas/manifest.schema.json). */
function manifestOf(checked: Checked, compiled: readonly Compiled[], tree: Tree): unknown {
  const source = createHash("sha256");
  for (const { path, text } of [...checked.files].sort((a, b) => (a.path < b.path ? -1 : 1)))
    source.update(`${path}\0${text.length}\0${text}\0`);
  return {
    version: 1,
    compiler: version,
    workspace: compiled[0]?.job.policy.workspace ?? "",
    at: formatInstant(checked.at),
    source: source.digest("hex"),
    targets: compiled.map(({ job }) => ({ name: job.name, environment: job.policy.environment ?? null })),
    files: Object.fromEntries(
      [...tree].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, content]) => [path, sha256(content)]),
    ),
  };
}

/** The document `enforcement.json` (docs/schemas/enforcement.schema.json): every grant at every target. */
export function enforcementOf(at: Instant, compiled: readonly Compiled[]): unknown {
  return {
    version: 1,
    at: formatInstant(at),
    targets: compiled.map(({ job, emission }) => ({
      name: job.name,
      environment: job.policy.environment ?? null,
      tail: emission.tail,
    })),
    grants: compiled.flatMap(({ job, emission }) =>
      emission.enforcement.map(({ agent, grant, enforcement }) => {
        const found = job.policy.agents[agent]?.grants.find(({ id }) => id === grant);
        return {
          target: job.name,
          agent,
          grant,
          ...enforcementJson(enforcement),
          statements: found === undefined ? [] : statementsOf(found),
        };
      }),
    ),
  };
}

function enforcementJson(enforcement: Enforcement): object {
  switch (enforcement.kind) {
    case "scheduled":
      return { enforcement: "scheduled", next: formatInstant(enforcement.next), why: enforcement.why };
    case "left-out":
      return { enforcement: "left-out", constraint: enforcement.constraint, why: enforcement.why };
    case "waived":
      return {
        enforcement: "waived",
        constraints: enforcement.constraints,
        until: formatInstant(enforcement.until),
      };
    default:
      return { enforcement: enforcement.kind };
  }
}
