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
    /** The agent's nevers that take away a part of what it gives for this question. */
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
        if (times.length === 0 || !gives(grant, action, resource)) return [];
        const left = grant.actions.filter(
          (pattern) =>
            meets(pattern, action) &&
            !agent.denies.some((deny) => takesAway(deny, pattern, grant, action, resource)),
        );
        if (left.length === 0) return [];
        const except = agent.denies.filter((deny) => touches(deny, grant, left, action, resource));
        return [{ grant, times, except }];
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

/** It takes a part of one of the actions that are left, on a resource of both. */
const touches = (
  deny: Deny,
  grant: Grant,
  left: readonly ActionPattern[],
  action: string,
  resource: string | undefined,
): boolean =>
  deny.actions.some((pattern) => meets(pattern, action) && left.some((one) => meetEachOther(pattern, one))) &&
  (deny.resources?.some(
    (glob) =>
      (resource === undefined || intersects(glob, resource)) &&
      grant.resources.every((any) => any.some((one) => intersects(glob, one))),
  ) ??
    true);

const meetEachOther = (one: ActionPattern, other: ActionPattern): boolean =>
  one.wildcard
    ? meets(other, one.text)
    : other.wildcard
      ? matches(other.text, one.text)
      : one.text === other.text;

/** It takes all that the question asks of this action, or all that the grant gives of it. */
const takesAway = (
  deny: Deny,
  pattern: ActionPattern,
  grant: Grant,
  action: string,
  resource: string | undefined,
): boolean => {
  if (deny.unless !== undefined) return false;
  // An action that holds a star to the letter is no glob.
  const texts = deny.actions
    .filter(({ wildcard, text }) => wildcard || !/[*?]/.test(text))
    .map(({ text }) => text);
  if (!contains(texts, action) && !contains(texts, pattern.text)) return false;
  const { resources } = deny;
  return (
    resources === undefined ||
    (resource !== undefined && contains(resources, resource)) ||
    grant.resources.some((any) => any.every((glob) => contains(resources, glob)))
  );
};
