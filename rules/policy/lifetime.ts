/** An agent's own life as written, which neither the clock nor reviews nor suspensions change. */
import { ALWAYS, intersect, interval, NEVER } from "../../compiler/model/intervals.ts";
import { boundsOf } from "../../compiler/model/life.ts";
import {
  type Agent,
  type Instant,
  type IntervalSet,
  MAX_INSTANT,
  MIN_INSTANT,
  type Policy,
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

/**
 * When each agent is in force, as `inForce` of the model says it; each ancestor is looked at once, however many are
 * under it.
 */
export function livesOf(policy: Policy): (name: string) => IntervalSet {
  const known = new Map<string, IntervalSet>();
  return (name) => {
    const line: Agent[] = [];
    const seen = new Set<string>();
    let above: IntervalSet = ALWAYS;
    for (let next: string | undefined = name; next !== undefined; ) {
      const found = known.get(next);
      const agent: Agent | undefined =
        seen.has(next) || !Object.hasOwn(policy.agents, next) ? undefined : policy.agents[next];
      if (found || !agent) {
        above = found ?? NEVER;
        break;
      }
      seen.add(next);
      line.push(agent);
      next = agent.parent;
    }
    for (const agent of line.reverse()) {
      for (const { times } of boundsOf(policy, agent)) above = intersect(above, times);
      known.set(agent.name, above);
    }
    return above;
  };
}
