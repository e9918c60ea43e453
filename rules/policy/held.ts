/** What an agent holds: its grants that are in force at some instant from the clock on, after `never`. */

import { variablesOf } from "../../compiler/model/grant-cubes.ts";
import { intersect, interval } from "../../compiler/model/intervals.ts";
import { intersects, matches } from "../../compiler/model/pattern.ts";
import {
  type ActionPattern,
  type Agent,
  type Deny,
  type Grant,
  type IntervalSet,
  MAX_INSTANT,
  MIN_INSTANT,
  type Policy,
} from "../../compiler/model/policy.ts";
import { isEmpty, type Region, regionWithin } from "../../compiler/model/region.ts";
import { isEmptyValues } from "../../compiler/model/value-set.ts";
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

/** The grant's actions of which the region's `never`s leave a request. */
function remaining(region: Region, grant: Grant): readonly ActionPattern[] {
  if (region.denies.length === 0) return grant.actions;
  return grant.actions.filter((action) => isLeft(region, grant, action));
}

/**
 * Whether the region's `never`s leave some request for one action of a grant that is not empty itself; where that is
 * too complex, yes. A `never` speaks of actions, resources and values alone, so the grant's times, subjects and
 * approvals cannot matter.
 */
export function isLeft(region: Region, grant: Grant, action: ActionPattern): boolean {
  const touching = region.denies.filter((deny) => deny.actions.some((pattern) => overlap(action, pattern)));
  if (touching.length === 0 && isOrdinary(grant)) return true;
  if (!action.wildcard && touching.some((deny) => !deny.resources && !deny.unless)) return false;
  const [list = ["*"], ...more] = grant.resources;
  if (more.length === 0)
    for (const example of list.flatMap((glob) => exampleOf(glob) ?? [])) {
      const [first, ...others] = touching.filter((deny) => names(deny, example));
      if (!first || (others.length === 0 && spares(first, grant))) return true;
    }
  const free: Grant = { ...grant, actions: [action], windows: [], subjects: [], approvals: [], range: EVER };
  return isEmpty({ ...region, times: [EVER], grants: [free], denies: touching }) !== true;
}

/** Whether the condition of the `never` is false for some values of the grant. */
function spares({ unless = [] }: Deny, { condition = [[]] }: Grant): boolean {
  return condition.some((mine) =>
    unless.some((theirs) => {
      const values = [...variablesOf([...mine, ...theirs]).values()];
      return values.every(({ known }) => known && isEmptyValues(known, new Map()) === false);
    }),
  );
}

const EVER = { from: MIN_INSTANT, until: MAX_INSTANT };

const names = ({ resources }: Deny, resource: string): boolean =>
  !resources || resources.some((glob) => matches(glob, resource));

/**
 * Some resource that the glob matches, of letters that hardly anybody writes; `undefined` where it might be one that
 * is denied outright (language reference, Requests).
 */
export function exampleOf(glob: string): string | undefined {
  const example = glob.replaceAll("*", "zqx").replaceAll("?", "z");
  return example === "" || /[\p{Cc}%]|(?:^|\/)\.\.?(?:\/|$)/u.test(example) ? undefined : example;
}

/** Whether each `on` has a pattern that not only matches what is denied outright. */
export function isOrdinary({ resources }: Grant): boolean {
  return resources.every((any) => any.some((glob) => exampleOf(glob) !== undefined));
}

/** Whether two patterns have an action in common. */
export function overlap(a: ActionPattern, b: ActionPattern): boolean {
  if (!a.wildcard) return b.wildcard ? matches(b.text, a.text) : a.text === b.text;
  return b.wildcard ? intersects(a.text, b.text) : matches(a.text, b.text);
}
