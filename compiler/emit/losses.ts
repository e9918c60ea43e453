/** What the targets together do not enforce (language reference, Soundness). */
import type { Agent, Grant, Instant, Policy } from "../model/policy.ts";
import type { Target } from "../model/test-and-target.ts";
import type { Compiled, Enforcement } from "./emission.ts";

/** A grant that some target leaves out, or that no target enforces. */
export interface Loss {
  readonly policy: Policy;
  readonly agent: Agent;
  readonly grant: Grant;
  readonly leftOut: readonly {
    readonly target: Target;
    readonly enforcement: Extract<Enforcement, { readonly kind: "left-out" }>;
  }[];
  /** No target enforces it; `outside` is who does, where the policy says so. */
  readonly unenforced: boolean;
  readonly outside?: Agent["enforcedOutside"];
}

/** In the order of the policies. `compiled` are all targets, not only those that are asked for. */
export function lossesOf(
  policies: readonly Policy[],
  compiled: readonly Compiled[],
  at: Instant,
): readonly Loss[] {
  return policies.flatMap((policy) => {
    const mine = compiled.filter((one) => one.policy === policy);
    // Without a target nothing is compiled, and nothing can be lost by it.
    if (mine.length === 0) return [];
    const fates = fatesByGrant(mine);
    return Object.values(policy.agents)
      .filter((agent) => at < agent.expires)
      .flatMap((agent) =>
        agent.grants.flatMap((grant) => {
          const loss = lossOf(policy, agent, grant, fates.get(keyOf(agent.name, grant.id)) ?? [], at);
          return loss.leftOut.length > 0 || loss.unenforced ? [loss] : [];
        }),
      );
  });
}

interface Fate {
  readonly target: Target;
  readonly enforcement: Enforcement;
}

/** What becomes of each grant at each target. One pass, since a policy may hold very many. */
function fatesByGrant(compiled: readonly Compiled[]): ReadonlyMap<string, readonly Fate[]> {
  const fates = new Map<string, Fate[]>();
  for (const { target, emission } of compiled) {
    for (const { agent, grant, enforcement } of emission.enforcement) {
      const key = keyOf(agent, grant);
      const list = fates.get(key) ?? [];
      list.push({ target, enforcement });
      fates.set(key, list);
    }
  }
  return fates;
}

function keyOf(agent: string, grant: string): string {
  return `${agent}\0${grant}`;
}

const ENFORCED: ReadonlySet<Enforcement["kind"]> = new Set(["native", "scheduled", "waived"]);

function lossOf(policy: Policy, agent: Agent, grant: Grant, fates: readonly Fate[], at: Instant): Loss {
  const outside = agent.enforcedOutside;
  return {
    policy,
    agent,
    grant,
    leftOut: fates.flatMap(({ target, enforcement }) =>
      enforcement.kind === "left-out" ? [{ target, enforcement }] : [],
    ),
    unenforced: !fates.some(({ enforcement }) => ENFORCED.has(enforcement.kind)),
    ...(outside !== undefined && at < outside.until ? { outside } : {}),
  };
}
