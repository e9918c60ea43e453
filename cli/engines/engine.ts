/** Engines that decide a request: the reference evaluator, and what runs compiled output in this process. */
import { policyDocument } from "../../compiler/emit/opa/data.ts";
import { evaluate } from "../../compiler/model/evaluate.ts";
import type { Instant, Policy } from "../../compiler/model/policy.ts";

export interface EngineDecision {
  readonly decision: "allow" | "deny";
  readonly reason: string;
}

/** Decides one request at its own `time`; `undefined` where the engine cannot be asked this. */
export type Decide = (request: unknown) => EngineDecision | undefined;

/** Makes an engine decide by a policy. `at` is the clock (epoch seconds): the time of requests that name none. */
export type OpenEngine = (policy: Policy, at: Instant) => Promise<Decide>;

export const engines = {
  reference: async (policy, at) => (request) => evaluate(policy, request, at),
  opa: async (policy, _at) => {
    const { openOpa } = await import("./opa.ts");
    const engine = await openOpa();
    engine.load(policyDocument(policy, Object.keys(policy.agents).sort()));
    return (request) => {
      const { allow, reasons } = engine.decideAt(request);
      return { decision: allow ? "allow" : "deny", reason: reasons.join(" ") };
    };
  },
} satisfies Readonly<Record<string, OpenEngine>>;

export type EngineName = keyof typeof engines;
export const engineNames: readonly EngineName[] = ["reference", "opa"];
