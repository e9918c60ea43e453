/** Waives that nothing needs. */
import { capabilities as aws } from "../../compiler/emit/aws/capabilities.ts";
import type { Capabilities } from "../../compiler/emit/capabilities.ts";
import { agentcoreCapabilities as agentcore } from "../../compiler/emit/cedar/agentcore-capabilities.ts";
import { capabilities as cedar } from "../../compiler/emit/cedar/capabilities.ts";
import { capabilitiesFor as keycloak } from "../../compiler/emit/keycloak/capabilities.ts";
import { capabilitiesFor as okta } from "../../compiler/emit/okta/capabilities.ts";
import { plan } from "../../compiler/emit/plan.ts";
import type { Agent, Policy, Waive } from "../../compiler/model/policy.ts";
import type { Target } from "../../compiler/model/test-and-target.ts";
import type { PolicyView } from "../rule.ts";
import { covers, sessionLimits } from "./targets.ts";
import type { Usage } from "./usage.ts";

/** The planner's tables by platform; `undefined` for OPA, which enforces everything itself. */
const tables: Readonly<
  Record<Target["kind"], ((policy: Policy, target: Target) => Capabilities) | undefined>
> = {
  opa: undefined,
  aws: () => aws,
  cedar: (policy, target) => (target.settings.profile === "agentcore" ? agentcore(policy) : cedar),
  keycloak,
  okta,
};

/** What a waive in force does: at `needed` it lets something go, at `idle` the rest of the grant is in the way. */
export type Effect =
  | { readonly kind: "needed" }
  /** What else the target cannot enforce of the grants that the waive speaks of. */
  | { readonly kind: "idle"; readonly others: readonly string[] }
  | { readonly kind: "none" };

/** Tells which waives in force some grant needs: without them the planner would leave it out. */
export function judgeWaives(view: PolicyView, usage: Usage): void {
  const effectOf = waiveEffects(view);
  for (const { agent } of view.agents)
    for (const waive of agent.waives) {
      if (waive.until <= view.at) continue;
      const { origin, target, constraint } = waive;
      const effect = effectOf(agent, waive);
      if (effect.kind === "needed") {
        usage.needed(origin);
        continue;
      }
      const message =
        effect.kind === "idle"
          ? `This waive has no effect: '${target}' leaves out what asks for the ${constraint} all the same, as it cannot enforce its ${effect.others.join(", ")} either. Remove it.`
          : `This waive is not needed: '${target}' leaves nothing out for the ${constraint}. Remove it.`;
      usage.unneeded(origin, message, view.removal(origin.span));
    }
}

/** The effect of each waive in force. An agent that did not check as a whole is taken to need all of its own. */
export function waiveEffects({ policy, at }: PolicyView): (agent: Agent, waive: Waive) => Effect {
  const made = new Map<Target, Capabilities | undefined>();
  const tableOf = (target: Target): Capabilities | undefined => {
    if (!made.has(target)) made.set(target, tables[target.kind]?.(policy, target));
    return made.get(target);
  };
  return (agent, waive) => {
    if (agent.incomplete) return { kind: "needed" };
    const others = new Set<string>();
    for (const target of policy.targets) {
      if (!covers(waive, target, at) || !target.agents.includes(agent.name)) continue;
      const limits = sessionLimits[target.kind];
      if (waive.constraint === "session" && limits) {
        if (agent.session < limits.least) return { kind: "needed" };
        continue;
      }
      const table = tableOf(target);
      if (!table) continue;
      for (const { enforcement } of plan(policy, { ...target, agents: [agent.name] }, table, at)
        .enforcement) {
        if (enforcement.kind === "waived" && enforcement.constraints.includes(waive.constraint))
          return { kind: "needed" };
        if (enforcement.kind === "left-out" && enforcement.idle.includes(waive.constraint))
          for (const { constraint } of enforcement.lacks) others.add(constraint);
      }
    }
    return others.size > 0 ? { kind: "idle", others: [...others] } : { kind: "none" };
  };
}
