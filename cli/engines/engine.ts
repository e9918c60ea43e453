/** Engines that decide a request: the reference evaluator, and what runs compiled output in this process. */
import { policyDocument } from "../../compiler/emit/opa/data.ts";
import type { Host } from "../../compiler/host.ts";
import { evaluate } from "../../compiler/model/evaluate.ts";
import { isObject } from "../../compiler/model/json.ts";
import type { Instant, Policy } from "../../compiler/model/policy.ts";
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
  opa: async (policy) => {
    const { openOpa } = await import("./opa.ts");
    const engine = await openOpa();
    engine.load(policyDocument(policy, Object.keys(policy.agents).sort()));
    const decide: Decide = async (request, at) => {
      // Without a time the served entry point answers, at the engine's clock.
      const timed = isObject(request) && Object.hasOwn(request, "time");
      const { allow, reasons } = timed ? engine.decideAt(request) : engine.decide(request, at);
      return { decision: allow ? "allow" : "deny", reason: reasons.join(" ") };
    };
    return [{ name: "opa", decide }];
  },
  cedar: async (policy, data) => openTargets((await import("./cedar.ts")).cedarRunner, policy, data),
  aws: async (policy, data) => openTargets((await import("./aws.ts")).awsRunner, policy, data),
} satisfies Readonly<Record<string, OpenEngine>>;

export type EngineName = keyof typeof engines;
export const engineNames: readonly EngineName[] = ["reference", "opa", "cedar", "aws"];
