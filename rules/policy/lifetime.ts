/** An agent's own life as written, which neither the clock nor reviews nor suspensions change. */
import { intersect, interval } from "../../compiler/model/intervals.ts";
import {
  type Agent,
  type Instant,
  type IntervalSet,
  MAX_INSTANT,
  MIN_INSTANT,
} from "../../compiler/model/policy.ts";

export function lifeOf(agent: Agent): IntervalSet {
  return interval(agent.starts ?? MIN_INSTANT, Math.min(agent.expires, agent.retired ?? MAX_INSTANT));
}

/** The life that a child and its parent share. */
export function sharedLife(child: Agent, parent: Agent): IntervalSet {
  return intersect(lifeOf(child), lifeOf(parent));
}

/** Whether it has ended: by its end, or retired. */
export function isOver(agent: Agent, at: Instant): boolean {
  return agent.expires <= at || (agent.retired !== undefined && agent.retired <= at);
}
