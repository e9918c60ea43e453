/** From checked policies to the whole output: every target's files, the manifest, and what each target enforces. */
import type { Checked } from "../checked.ts";
import type { JsonObject } from "../model/json.ts";
import type { Instant, Policy } from "../model/policy.ts";
import type { Target } from "../model/test-and-target.ts";
import type { Problem } from "../problem.ts";
import { collisions } from "./collisions.ts";
import type { Compiled, EmittedFile } from "./emission.ts";
import { problemAt } from "./emit-problem.ts";
import { emitters } from "./emitters.ts";
import { enforcementFile, targetName } from "./enforcement.ts";
import {
  deletedAgents,
  earlierStops,
  lastOutput,
  lastRows,
  type ReadOutput,
  stoppedAgents,
} from "./last-output.ts";
import { lossProblems } from "./loss-problems.ts";
import { lossesOf } from "./losses.ts";
import { type GoneObject, goneObjects, type Manifest, manifestOf, notMade, objectsOf } from "./manifest.ts";
import { withWaived } from "./waived-page.ts";

export interface CompileOptions {
  /** Of the compiler, for the manifest. */
  readonly version: string;
  /**
   * Only these targets: `KIND` all of the kind, `KIND.NAME` the one of that name, `KIND.` the one without. Only what
   * concerns them is said; what the others enforce is still taken into account.
   */
  readonly only?: string;
  /** What is left out or unenforced is an error. */
  readonly strict?: boolean;
  readonly onlySuspensions?: boolean;
  /** The manifest that the output folder holds. */
  readonly previous?: Manifest;
  /** Files of the output folder, which suspensions alone are added to. */
  readonly read?: ReadOutput;
}

export interface Output {
  /** All files, with the targets' folders, `manifest.json` and `enforcement.json`; sorted by path. */
  readonly files: readonly EmittedFile[];
  readonly targets: readonly Compiled[];
  /** Objects of earlier compiles that are not made any more, by target; `fresh` where the last one still made it. */
  readonly gone: readonly (GoneObject & { readonly fresh: boolean })[];
  /** With an error among them, the output is not to be written. */
  readonly problems: readonly Problem[];
}

type Data = (name: string) => Promise<unknown>;

/** Compiles every target of the policies; `data` is `Host.data`. Deterministic in its arguments. */
export async function compileTargets(checked: Checked, options: CompileOptions, data: Data): Promise<Output> {
  const { at, policies } = checked;
  const problems: Problem[] = [];
  const all: Compiled[] = [];
  const stopped = options.onlySuspensions === true ? stoppedAgents(policies, at) : [];
  const granted = options.onlySuspensions === true && options.read ? lastRows(options.read) : [];
  for (const { policy, target } of pairs(policies, problems))
    all.push(...(await emit(policy, target, { at, stopped, granted, options }, data, problems)));
  const { only } = options;
  const isChosen = (target: Target): boolean => only === undefined || isNamed(targetName(target), only);
  const chosen = all.filter(({ target }) => isChosen(target));
  problems.push(...chosen.flatMap(({ emission }) => emission.problems), ...collisions(all));
  const losses = options.onlySuspensions === true ? [] : lossesOf(policies, all, at);
  if (options.onlySuspensions !== true)
    problems.push(
      ...lossProblems(
        policies,
        losses,
        at,
        options.strict ?? false,
        only === undefined ? undefined : isChosen,
      ),
    );
  const files = chosen.flatMap((one) =>
    withWaived(one).map((file) => ({ ...file, path: `${targetName(one.target)}/${file.path}` })),
  );
  if (options.onlySuspensions !== true) files.push(enforcementFile(chosen, losses, at));
  const made = chosen.map(({ target, emission }) => ({
    target: targetName(target),
    objects: emission.objects ?? [],
  }));
  const gone = goneObjects(options.previous, made).filter(
    ({ target }) => only === undefined || isNamed(target, only),
  );
  const manifest = manifestOf(checked, chosen, files, gone, options.version);
  return {
    files: [...files, manifest].sort((one, other) => (one.path < other.path ? -1 : 1)),
    targets: chosen,
    gone,
    problems: unique(problems),
  };
}

/** Whether `--target only` means the target of that name. */
const isNamed = (name: string, only: string): boolean =>
  name === only || `${name}.` === only || name.startsWith(`${only}.`);

interface World {
  readonly at: Instant;
  /** Names of the agents that suspensions alone stop. */
  readonly stopped: readonly string[];
  /** For suspensions alone: what the last output enforces. */
  readonly granted: readonly JsonObject[];
  readonly options: CompileOptions;
}

async function emit(
  policy: Policy,
  target: Target,
  { at, stopped, granted, options }: World,
  data: Data,
  problems: Problem[],
): Promise<readonly Compiled[]> {
  const load = emitters[target.kind];
  if (load === undefined) {
    const known = Object.keys(emitters).join(", ");
    problems.push(
      problemAt(
        "unknown-name",
        target.origin,
        `This version cannot compile for '${target.kind}'; it can for ${known}.`,
      ),
    );
    return [];
  }
  const emitter = await load();
  const name = targetName(target);
  const { previous, onlySuspensions, read = () => undefined } = options;
  const input = { policy, target, at, previous: objectsOf(previous, name) };
  if (onlySuspensions !== true) return [{ policy, target, emission: await emitter(input, data) }];
  const made = previous?.targets.find((one) => one.target === name)?.objects ?? [];
  const before = earlierStops(previous, name, read);
  const known = granted.flatMap(({ target: where, agent }) =>
    where === name && typeof agent === "string" ? [agent] : [],
  );
  const stops = {
    agents: stopped,
    last: lastOutput(previous, name, read),
    before,
    made,
    known: [...new Set(known)],
  };
  const emission = await emitter({ ...input, onlySuspensions, stops }, data);
  const remarks = [...(emission.remarks ?? []), ...deletedAgents(policy, name, granted, emission.stopped)];
  // What is granted stays as the last output has it, so nothing is said of it.
  const objects = [...made, ...notMade(emission.objects ?? [], made)];
  return [{ policy, target, emission: { ...emission, objects, enforcement: [], remarks } }];
}

/** Each target with the one policy that is meant; one that could mean several is a problem. */
function pairs(
  policies: readonly Policy[],
  problems: Problem[],
): readonly { policy: Policy; target: Target }[] {
  const found = new Map<string, { policy: Policy; target: Target }>();
  for (const policy of policies) {
    for (const target of policy.targets) {
      const name = targetName(target);
      if (found.has(name))
        problems.push(
          problemAt(
            "missing-member",
            target.origin,
            `The target '${name}' does not say for which environment it is; add 'environment ${policy.environment}' or compile with --environment ${policy.environment}.`,
          ),
        );
      else found.set(name, { policy, target });
    }
  }
  return [...found.values()].sort((one, other) =>
    targetName(one.target) < targetName(other.target) ? -1 : 1,
  );
}

function unique(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Map<string, Problem>();
  for (const problem of problems) {
    const { code, span, message } = problem;
    const key = JSON.stringify([code, span.file, span.start, span.end, message]);
    if (!seen.has(key)) seen.set(key, problem);
  }
  return [...seen.values()].sort(
    (one, other) =>
      compare(one.span.file, other.span.file) ||
      one.span.start - other.span.start ||
      compare(one.code, other.code),
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
