/** Taking a `never` away from a grant before anything is emitted, where that is exact. */
import { intersects, matches } from "../model/pattern.ts";
import type { ActionPattern, Deny, Grant } from "../model/policy.ts";

/** The grant without those literal actions that an unconditional `never` on every resource denies. */
export function subtractActions(grant: Grant, denies: readonly Deny[]): Grant {
  const total = denies.filter((deny) => deny.unless === undefined && deny.resources === undefined);
  if (total.length === 0) return grant;
  const kept = grant.actions.filter(
    (action) => !total.some((deny) => deny.actions.some((pattern) => includes(pattern, action))),
  );
  return kept.length === grant.actions.length ? grant : { ...grant, actions: kept };
}

/** Whether some request that the grant could allow is one that the deny could cover. Conditions are not looked at. */
export function overlapping(deny: Deny, grant: Grant): boolean {
  if (!deny.actions.some((pattern) => grant.actions.some((action) => meets(pattern, action)))) return false;
  const { resources } = deny;
  if (resources === undefined || grant.resources.length === 0) return true;
  return grant.resources.every((any) =>
    any.some((mine) => resources.some((theirs) => intersects(mine, theirs))),
  );
}

/** Whether every action of `inner` is one of `outer`; exact for literals, and for equal or universal patterns. */
function includes(outer: ActionPattern, inner: ActionPattern): boolean {
  if (!inner.wildcard) return covers(outer, inner.text);
  return outer.wildcard && outer.text === inner.text;
}

function meets(left: ActionPattern, right: ActionPattern): boolean {
  if (!left.wildcard) return covers(right, left.text);
  if (!right.wildcard) return covers(left, right.text);
  return intersects(left.text, right.text);
}

/** Whether a pattern takes in an action named to the letter. */
export const covers = (pattern: ActionPattern, action: string): boolean =>
  pattern.wildcard ? matches(pattern.text, action) : pattern.text === action;
