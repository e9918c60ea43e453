/** Who may do an action: the question of `remit who-can`. */
import { intersect, interval } from "./intervals.ts";
import { inForce } from "./life.ts";
import { contains, intersects, matches } from "./pattern.ts";
import type { ActionPattern, Agent, Deny, Grant, Instant, IntervalSet, Policy } from "./policy.ts";
import { MAX_INSTANT } from "./policy.ts";

export interface Holder {
  readonly agent: Agent;
  readonly grants: readonly {
    readonly grant: Grant;
    /** From `at` on, without windows. */
    readonly times: IntervalSet;
    /** The agent's nevers that take away a part of it. */
    readonly except: readonly Deny[];
  }[];
}

/**
 * The agents that may do an action (a glob: any action it matches) at some instant from `at` on, on a resource (a
 * glob; absent: on any or none), sorted by name. A grant that a `never` takes away whole for this question is left out.
 */
export function whoCan(
  policy: Policy,
  action: string,
  resource: string | undefined,
  at: Instant,
): readonly Holder[] {
  const later = interval(at, MAX_INSTANT);
  return Object.values(policy.agents)
    .map((agent): Holder => {
      const life = intersect(inForce(policy, agent.name), later);
      const grants = agent.grants.flatMap((grant) => {
        const times = intersect(life, interval(grant.range.from, grant.range.until));
        const except = agent.denies.filter((deny) => touches(deny, action, resource));
        const gone = except.some((deny) => coversAll(deny, action, resource));
        return times.length > 0 && !gone && gives(grant, action, resource) ? [{ grant, times, except }] : [];
      });
      return { agent, grants };
    })
    .filter(({ grants }) => grants.length > 0)
    .sort((a, b) => (a.agent.name < b.agent.name ? -1 : 1));
}

/** A pattern that is no wildcard is one action to the letter, whatever characters it holds. */
const meets = (pattern: ActionPattern, action: string): boolean =>
  pattern.wildcard ? intersects(pattern.text, action) : matches(action, pattern.text);

const gives = (grant: Grant, action: string, resource: string | undefined): boolean =>
  grant.actions.some((pattern) => meets(pattern, action)) &&
  (resource === undefined || grant.resources.every((any) => any.some((glob) => intersects(glob, resource))));

const touches = (deny: Deny, action: string, resource: string | undefined): boolean =>
  deny.actions.some((pattern) => meets(pattern, action)) &&
  (resource === undefined || (deny.resources?.some((glob) => intersects(glob, resource)) ?? true));

const coversAll = (deny: Deny, action: string, resource: string | undefined): boolean =>
  deny.unless === undefined &&
  contains(
    deny.actions.map((pattern) => pattern.text),
    action,
  ) &&
  (deny.resources === undefined || (resource !== undefined && contains(deny.resources, resource)));
