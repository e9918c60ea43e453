/** What the rules know of the targets. */
import { capabilities as aws, sessionLimits as awsSession } from "../../compiler/emit/aws/capabilities.ts";
import { sessionLimits as oktaSession } from "../../compiler/emit/okta/capabilities.ts";
import { isOauthAction } from "../../compiler/emit/okta/scope-names.ts";
import type { Agent, Instant, Waive } from "../../compiler/model/policy.ts";
import type { Target } from "../../compiler/model/test-and-target.ts";
import type { AgentView, PolicyView } from "../rule.ts";

/** Shortest and longest credentials, seconds; targets that are not here take any. */
export const sessionLimits: Partial<
  Readonly<Record<Target["kind"], { readonly least: number; readonly most: number }>>
> = {
  aws: { least: awsSession.min, most: awsSession.max },
  okta: { least: oktaSession.min, most: oktaSession.max },
};

export const targetLabel = ({ kind, name }: Target): string =>
  name === undefined ? `the target '${kind}'` : `the target '${kind} ${name}'`;

/** Each target with the agents that appear in it: those of which one grant has a meaning there. */
export function* appearances(view: PolicyView): Iterable<readonly [AgentView, Target]> {
  for (const target of view.policy.targets)
    for (const name of target.agents) {
      const agentView = view.byName.get(name);
      if (agentView && appears(view, agentView.agent, target)) yield [agentView, target];
    }
}

function appears(view: PolicyView, agent: Agent, target: Target): boolean {
  switch (target.kind) {
    case "aws":
      return agent.grants.some((grant) => grant.actions.some((action) => aws.action(action)));
    case "okta":
      return agent.grants.some((grant) => grant.actions.some(({ text }) => isOauthAction(view.policy, text)));
    default:
      return true;
  }
}

/** Whether a waive speaks of the target and is in force. */
export function covers(waive: Waive, target: Target, at: Instant): boolean {
  const full = target.name === undefined ? target.kind : `${target.kind}.${target.name}`;
  return at < waive.until && (waive.target === target.kind || waive.target === full);
}
