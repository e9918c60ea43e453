/** What has to be applied, in order, to stop an agent everywhere, and the access that remains meanwhile. */
import type { Agent, Instant, Policy } from "../model/policy.ts";
import type { Target } from "../model/test-and-target.ts";
import type { Compiled } from "./emission.ts";
import { targetName } from "./enforcement.ts";

export interface StopStep {
  /** A target's name, or a platform that no target covers. */
  readonly where: string;
  /** One sentence. */
  readonly does: string;
  /** What a suspension does not recall there. */
  readonly remains: { readonly text: string; readonly seconds: number; readonly until: Instant };
}

export interface StopPlan {
  /** The agent and all under it, which stop with it. */
  readonly agents: readonly string[];
  readonly steps: readonly StopStep[];
}

/** Targets in the order in which they stop access: engines that decide each call first, then issuers of tokens. */
const order: readonly Target["kind"][] = ["opa", "aws", "cedar", "keycloak", "okta"];

/** What to do with a target's folder, which is named in the folder of the output. */
const doings: Readonly<Record<Target["kind"], (folder: string, target: Target) => string>> = {
  opa: (folder) =>
    `Build and serve the bundle ${folder}/stop again; each engine denies as soon as it has loaded it.`,
  aws: (folder, target) => {
    const { format } = target.settings;
    const how =
      format === "terraform"
        ? `Run terraform apply in ${folder}`
        : format === "json"
          ? `Put the documents of ${folder} in place, permissions-1.json first`
          : `Deploy the templates of ${folder}`;
    return `${how}: the roles are denied everything, in open sessions too.`;
  },
  cedar: (folder) => `Put the policies of ${folder} into the store; each request is denied from then on.`,
  keycloak: (folder) =>
    `Apply the plan of ${folder}: the clients are disabled, no token is issued any more and introspection answers inactive.`,
  okta: (folder) => `Run the plan of ${folder}: the agents are deactivated and no token is issued any more.`,
};

/** Platforms on which an agent can have an identity without a target that governs it. */
const byHand: Readonly<Record<string, string>> = {
  kubernetes: "Delete the role bindings of the service account, or scale the workload to zero.",
  github: "Suspend the installation of the GitHub App.",
  spiffe: "Remove the registration entry of the workload.",
};

/** The plan for an agent of a policy, from the compiled targets. `since` is when the suspension begins, epoch seconds. */
export function stopPlan(
  policy: Policy,
  agent: Agent,
  compiled: readonly Compiled[],
  since: Instant,
): StopPlan {
  const agents = family(policy, agent.name);
  const concerned = compiled
    .filter((one) => one.policy === policy && one.target.agents.some((name) => agents.includes(name)))
    .sort((a, b) => order.indexOf(a.target.kind) - order.indexOf(b.target.kind));
  const steps = concerned.map(({ target, emission }): StopStep => {
    const seconds = Math.max(0, ...agents.map((name) => emission.tail.byAgent?.get(name) ?? 0));
    return {
      where: targetName(target),
      does: doings[target.kind](targetName(target), target),
      remains: { text: emission.tail.text, seconds, until: since + seconds },
    };
  });
  const platforms = new Set(
    agents.flatMap((name) => (policy.agents[name]?.identities ?? []).map((one) => one.kind)),
  );
  for (const [platform, does] of Object.entries(byHand))
    if ([...platforms].some((kind) => kind === platform))
      steps.push({
        where: platform,
        does: `By hand, no target governs it: ${does}`,
        remains: { text: "All of its access, until that is done.", seconds: 0, until: since },
      });
  return { agents, steps };
}

/** The agent and its descendants, in name order after itself. */
function family(policy: Policy, name: string): readonly string[] {
  const found = [name];
  for (const parent of found)
    for (const agent of Object.values(policy.agents))
      if (agent.parent === parent && !found.includes(agent.name)) found.push(agent.name);
  return [name, ...found.slice(1).sort()];
}
