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

/** Tells which waives in force some grant needs: without them the planner would leave it out. */
export function judgeWaives(view: PolicyView, usage: Usage): void {
  for (const { agent } of view.agents)
    for (const waive of agent.waives) {
      if (waive.until <= view.at) continue;
      const { origin, target, constraint } = waive;
      if (agent.incomplete || isNeeded(view, agent, waive)) usage.needed(origin);
      else {
        const message = `This waive is not needed: '${target}' leaves nothing out for the ${constraint}. Remove it.`;
        usage.unneeded(origin, message, view.removal(origin.span));
      }
    }
}

/** Whether some target that the waive speaks of would leave a grant out without it. */
function isNeeded(view: PolicyView, agent: Agent, waive: Waive): boolean {
  const { policy, at } = view;
  return policy.targets.some((target) => {
    if (!covers(waive, target, at) || !target.agents.includes(agent.name)) return false;
    const limits = sessionLimits[target.kind];
    if (waive.constraint === "session" && limits) return agent.session < limits.least;
    const table = tables[target.kind]?.(policy, target);
    if (!table) return false;
    const planned = plan(policy, { ...target, agents: [agent.name] }, table, at);
    return planned.enforcement.some(
      ({ enforcement }) =>
        enforcement.kind === "waived" && enforcement.constraints.includes(waive.constraint),
    );
  });
}
