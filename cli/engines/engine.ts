/** Engines that decide a request: the reference evaluator, and what runs compiled output in this process. */
import { targetName } from "../../compiler/emit/enforcement.ts";
import { policyDocument } from "../../compiler/emit/opa/data.ts";
import type { Host } from "../../compiler/host.ts";
import { evaluate } from "../../compiler/model/evaluate.ts";
import { isObject, own } from "../../compiler/model/json.ts";
import type { Instant, Policy } from "../../compiler/model/policy.ts";
import { readRequest } from "../../compiler/model/read-request.ts";
import { openTargets } from "./compiled.ts";

export interface EngineDecision {
  readonly decision: "allow" | "deny";
  readonly reason: string;
}

/**
 * Decides one request at its own `time`, or at `at` (epoch seconds) where it names none; `undefined` where the engine
 * cannot be asked this, or its answer says nothing of the policy (see `openTargets`).
 */
export type Decide = (request: unknown, at: Instant) => Promise<EngineDecision | undefined>;

export interface OpenedEngine {
  /** The engine's name, or that of the target whose output it runs (`aws`, `cedar.tools`). */
  readonly name: string;
  readonly decide: Decide;
}

/** Makes an engine decide by a policy; `data` is `Host.data`. */
export type OpenEngine = (policy: Policy, data: Host["data"]) => Promise<readonly OpenedEngine[]>;

export const engines = {
  reference: async (policy) => [
    { name: "reference", decide: async (request, at) => evaluate(policy, request, at) },
  ],
  opa: openOpaTargets,
  cedar: async (policy, data) => openTargets((await import("./cedar.ts")).cedarRunner, policy, data),
  aws: async (policy, data) => openTargets((await import("./aws.ts")).awsRunner, policy, data),
} satisfies Readonly<Record<string, OpenEngine>>;

export type EngineName = keyof typeof engines;
export const engineNames: readonly EngineName[] = ["reference", "opa", "cedar", "aws"];

/** The engines that the policies have targets for; OPA stands in where no target can be decided in this process. */
export function enginesFor(policies: readonly Policy[]): readonly EngineName[] {
  const kinds = new Set<string>(policies.flatMap(({ targets }) => targets.map(({ kind }) => kind)));
  const found = engineNames.filter((name) => kinds.has(name));
  return found.length > 0 ? found : ["opa"];
}

/** The names of targets that no engine can run here: they hand out tokens and never see a request. Sorted. */
export function notDecided(policies: readonly Policy[]): readonly string[] {
  const names = policies.flatMap(({ targets }) =>
    targets.filter(({ kind }) => !engineNames.some((name) => name === kind)).map(targetName),
  );
  return [...new Set(names)].sort();
}

/** One engine for each OPA target, with its agents; without one, all agents stand in. */
async function openOpaTargets(policy: Policy): Promise<readonly OpenedEngine[]> {
  const { openOpa } = await import("./opa.ts");
  const declared = policy.targets.filter(({ kind }) => kind === "opa");
  const standIn = [{ kind: "opa" as const, agents: Object.keys(policy.agents).sort() }];
  return Promise.all(
    (declared.length > 0 ? declared : standIn).map(async (target) => {
      const engine = await openOpa();
      engine.load(policyDocument(policy, target.agents));
      const decide: Decide = async (request, at) => {
        // Without a time the served entry point answers, at the engine's clock.
        const timed = isObject(request) && Object.hasOwn(request, "time");
        const { allow, reasons } = timed ? engine.decideAt(request) : engine.decide(request, at);
        if (!allow && isOutside(policy, target.agents, request, at)) return undefined;
        return { decision: allow ? "allow" : "deny", reason: reasons.join(" ") };
      };
      return { name: targetName(target), decide };
    }),
  );
}

/** Whether the request names an agent of the policy that the target leaves to others. */
function isOutside(policy: Policy, agents: readonly string[], request: unknown, at: Instant): boolean {
  const read = readRequest(policy, request, at);
  if ("malformed" in read) return false;
  return [read.agent, ...read.via].some((name) => own(policy.agents, name) && !agents.includes(name));
}
