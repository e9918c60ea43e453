/** What an agent holds: its grants that are in force at some instant from the clock on, after `never`. */

import { intersect, interval } from "../../compiler/model/intervals.ts";
import { intersects, matches } from "../../compiler/model/pattern.ts";
import type { ActionPattern, Agent, Grant, IntervalSet, Policy } from "../../compiler/model/policy.ts";
import { isEmpty, type Region, regionWithin } from "../../compiler/model/region.ts";
import { allOpen } from "../../compiler/model/window.ts";

export interface Held {
  readonly grant: Grant;
  /** Those of the grant's actions that no `never` takes away whole. */
  readonly actions: readonly ActionPattern[];
  /** Instants of the agent's life inside of the grant's range; windows are not looked at. */
  readonly times: IntervalSet;
}

/** The grants that give anything within `life`. */
export function heldBy(policy: Policy, agent: Agent, life: IntervalSet): readonly Held[] {
  if (life.length === 0) return [];
  const region = regionWithin(policy, agent.name, life);
  return agent.grants.flatMap((grant): readonly Held[] => {
    const times = intersect(life, interval(grant.range.from, grant.range.until));
    const actions = times.length === 0 ? [] : remaining(region, grant);
    return actions.length === 0 ? [] : [{ grant, actions, times }];
  });
}

/** The instants at which a held grant's windows are open, too. */
export function openTimes({ grant, times }: Held): IntervalSet {
  return grant.windows.length === 0 ? times : allOpen(grant.windows, times);
}

/** The grant's actions of which the region's `never`s leave a request; a question that is too complex leaves one. */
function remaining(region: Region, grant: Grant): readonly ActionPattern[] {
  if (region.denies.length === 0) return grant.actions;
  return grant.actions.filter((action) => {
    const touching = region.denies.filter((deny) => deny.actions.some((pattern) => overlap(action, pattern)));
    if (touching.length === 0) return true;
    if (!action.wildcard && touching.some((deny) => !deny.resources && !deny.unless)) return false;
    const grants = [{ ...grant, actions: [action] }];
    return isEmpty({ ...region, grants, denies: touching }) !== true;
  });
}

/** Whether two patterns have an action in common. */
export function overlap(a: ActionPattern, b: ActionPattern): boolean {
  if (!a.wildcard) return b.wildcard ? matches(b.text, a.text) : a.text === b.text;
  return b.wildcard ? intersects(a.text, b.text) : matches(a.text, b.text);
}
