/** Engines that decide a request: the reference evaluator, and what runs compiled output in this process. */
import { policyDocument } from "../../compiler/emit/opa/data.ts";
import { evaluate } from "../../compiler/model/evaluate.ts";
import { isObject } from "../../compiler/model/json.ts";
import type { Instant, Policy } from "../../compiler/model/policy.ts";

export interface EngineDecision {
  readonly decision: "allow" | "deny";
  readonly reason: string;
  /** The target leaves out what it cannot enforce for this agent and action, so a deny of it contradicts nothing. */
  readonly bound?: boolean;
}

/**
 * Decides one request at its own `time`, or at `at` (epoch seconds) where it names none; `undefined` where the engine
 * cannot be asked this.
 */
export type Decide = (request: unknown, at: Instant) => EngineDecision | undefined;

/** Makes an engine decide by a policy. */
export type OpenEngine = (policy: Policy) => Promise<Decide>;

export const engines = {
  reference: async (policy) => (request, at) => evaluate(policy, request, at),
  opa: async (policy) => {
    const { openOpa } = await import("./opa.ts");
    const engine = await openOpa();
    engine.load(policyDocument(policy, Object.keys(policy.agents).sort()));
    return (request, at) => {
      // Without a time the served entry point answers, at the engine's clock.
      const timed = isObject(request) && Object.hasOwn(request, "time");
      const { allow, reasons } = timed ? engine.decideAt(request) : engine.decide(request, at);
      return { decision: allow ? "allow" : "deny", reason: reasons.join(" ") };
    };
  },
} satisfies Readonly<Record<string, OpenEngine>>;

export type EngineName = keyof typeof engines;
export const engineNames: readonly EngineName[] = ["reference", "opa"];
