/** When an agent may act at all (language reference, Meaning 1 and 2). */
import { ALWAYS, intersect, interval, NEVER, union } from "./intervals.ts";
import { own } from "./json.ts";
import {
  type Agent,
  type Instant,
  type IntervalSet,
  MAX_INSTANT,
  MIN_INSTANT,
  type Policy,
} from "./policy.ts";

/** One thing that an agent's life is bounded by. Its parent's bounds are the parent's. */
export interface Bound {
  readonly kind: "environment" | "life" | "suspended" | "retired" | "review" | "owner";
  readonly times: IntervalSet;
}

/** The instants at which the agent is in force: inside of every bound, its own and its ancestors'. Unknown: never. */
export function inForce(policy: Policy, agentName: string): IntervalSet {
  let times = ALWAYS;
  for (const { agent } of lineage(policy, agentName)) {
    if (!agent) return NEVER;
    for (const bound of boundsOf(policy, agent)) times = intersect(times, bound.times);
  }
  return times;
}

/**
 * The agent, its parent, and so on upwards. A name without an agent, or an agent that is its own ancestor, ends the
 * line with no agent: such an agent is never in force.
 */
export function lineage(
  policy: Policy,
  agentName: string,
): readonly { readonly name: string; readonly agent?: Agent }[] {
  const line: { name: string; agent?: Agent }[] = [];
  const seen = new Set<string>();
  for (let name: string | undefined = agentName; name !== undefined; ) {
    const agent: Agent | undefined = seen.has(name) ? undefined : own(policy.agents, name);
    seen.add(name);
    line.push(agent ? { name, agent } : { name });
    name = agent?.parent;
  }
  return line;
}

/** The agent's own bounds, in the order in which they are explained. */
export function boundsOf(policy: Policy, agent: Agent): readonly Bound[] {
  const { environment } = policy;
  const here = !agent.environments || environment === undefined || agent.environments.includes(environment);
  return [
    { kind: "environment", times: here ? ALWAYS : NEVER },
    { kind: "suspended", times: before(agent.suspended?.since) },
    { kind: "retired", times: before(agent.retired) },
    { kind: "life", times: interval(agent.starts ?? MIN_INSTANT, agent.expires) },
    { kind: "review", times: reviewTimes(agent) },
    { kind: "owner", times: before(accountableUntil(policy, agent)) },
  ];
}

function before(end: Instant | undefined): IntervalSet {
  return interval(MIN_INSTANT, end ?? MAX_INSTANT);
}

/**
 * With `or suspend`: for `every` seconds from each review. `starts` counts as one until the first review. Reviews that
 * nobody entitled made are not in the model.
 */
function reviewTimes({ review, reviewed, starts }: Agent): IntervalSet {
  if (!review?.suspend) return ALWAYS;
  const first = Math.min(...reviewed.map(({ at }) => at), MAX_INSTANT);
  const afterStart = starts === undefined ? NEVER : interval(starts, Math.min(first, starts + review.every));
  return union(afterStart, ...reviewed.map(({ at }) => interval(at, at + review.every)));
}

/** When the last of owner, deputy and the owner's managers has left; `undefined`: not in sight. */
export function accountableUntil(policy: Policy, agent: Agent): Instant | undefined {
  const people = [...managerLine(policy, agent.owner), agent.deputy].filter((name) => name !== undefined);
  let last = MIN_INSTANT;
  for (const name of people) {
    const person = own(policy.owners, name);
    if (person && person.left === undefined) return undefined;
    last = Math.max(last, person?.left ?? MIN_INSTANT);
  }
  return last;
}

/** Who answers for the agent at an instant: owner, else deputy, else the first manager upwards who is there. */
export function accountableAt(policy: Policy, agent: Agent, at: Instant): string | undefined {
  const [owner, ...managers] = managerLine(policy, agent.owner);
  return [owner, agent.deputy, ...managers].find((name) => {
    const person = name === undefined ? undefined : own(policy.owners, name);
    return person !== undefined && (person.left === undefined || at < person.left);
  });
}

/** The owner, their manager and so on upwards, each once; who is in error is the end of it. */
export function managerLine(policy: Policy, owner: string): readonly string[] {
  const line = new Set<string>();
  for (let name: string | undefined = owner; name !== undefined && !line.has(name); ) {
    line.add(name);
    name = own(policy.owners, name)?.manager;
  }
  return [...line];
}
