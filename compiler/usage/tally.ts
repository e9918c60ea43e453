/** What the logs show of each agent and grant: how often, when last, how often refused, and what no policy covers. */

import { firstLack, matchesAction, matchesAny } from "../model/evaluate.ts";
import { own } from "../model/json.ts";
import type { Agent, Grant, Instant, Policy } from "../model/policy.ts";
import { readRequest } from "../model/read-request.ts";
import { DAY } from "../model/time.ts";
import type { UsageEvent } from "./event.ts";

export interface GrantUse {
  count: number;
  last?: Instant;
  /** Literal actions that were used through it. */
  readonly actions: Set<string>;
}

export interface AgentUse {
  count: number;
  denied: number;
  first?: Instant;
  last?: Instant;
  /** By grant id; only grants that were used. */
  readonly grants: Map<string, GrantUse>;
}

export interface Outside {
  readonly principal: string;
  readonly action: string;
  count: number;
  last: Instant;
}

export interface Stranger {
  readonly principal: string;
  readonly log: string;
  count: number;
  last: Instant;
}

/** Events that a log dates later than the clock. */
export interface AfterClock {
  readonly principal: string;
  count: number;
  last: Instant;
}

/** Distinct entries that are kept of what is outside and of strangers; a log of millions cannot fill the memory. */
const MAX_LISTED = 10_000;

export interface Tally {
  /** The clock: later events are not counted, since no log can tell of them. */
  readonly until: Instant;
  readonly since: Instant;
  events: number;
  first?: Instant;
  last?: Instant;
  readonly agents: Map<string, AgentUse>;
  readonly outside: Map<string, Outside>;
  readonly strangers: Map<string, Stranger>;
  /** Days of UTC, counted from 1970, between `since` and `until` on which the logs show something of the policy's agents. */
  readonly days: Set<number>;
  /** By the platform's name of who acted. */
  readonly afterClock: Map<string, AfterClock>;
  /** Entries beyond the limit, counted only. */
  beyond: number;
}

/** An empty tally at the clock `until`; of the time since `since` the days with events are noted. Epoch seconds. */
export function newTally(until: Instant, since: Instant): Tally {
  return {
    until,
    since,
    events: 0,
    agents: new Map(),
    outside: new Map(),
    strangers: new Map(),
    days: new Set(),
    afterClock: new Map(),
    beyond: 0,
  };
}

/** Adds one event, unless it is later than the clock, which is counted beside. Access counts as outside where the log says it was allowed and no grant of today's policy gives it. */
export function addEvent(tally: Tally, policy: Policy, event: UsageEvent): void {
  if (event.at > tally.until) {
    count(tally, tally.afterClock, event.principal, event, () => ({
      principal: event.principal,
      count: 0,
      last: event.at,
    }));
    return;
  }
  tally.events++;
  tally.first = Math.min(tally.first ?? event.at, event.at);
  tally.last = Math.max(tally.last ?? event.at, event.at);
  const agent = event.agent === undefined ? undefined : own(policy.agents, event.agent);
  if (agent === undefined) {
    if (event.agentLike)
      count(tally, tally.strangers, `${event.log} ${event.principal}`, event, () => ({
        principal: event.principal,
        log: event.log,
        count: 0,
        last: event.at,
      }));
    return;
  }
  if (event.at >= tally.since) tally.days.add(Math.floor(event.at / DAY));
  const use = useOf(tally, agent.name);
  if (event.denied) {
    use.denied++;
    return;
  }
  use.count++;
  use.first = Math.min(use.first ?? event.at, event.at);
  use.last = Math.max(use.last ?? event.at, event.at);
  for (const action of event.actions) {
    const grant = grantFor(policy, agent, action, event);
    if (grant === undefined) {
      count(tally, tally.outside, `${agent.name} ${action}`, event, () => ({
        principal: agent.name,
        action,
        count: 0,
        last: event.at,
      }));
      continue;
    }
    const mine = use.grants.get(grant.id) ?? { count: 0, actions: new Set<string>() };
    mine.count++;
    mine.last = Math.max(mine.last ?? event.at, event.at);
    mine.actions.add(action);
    use.grants.set(grant.id, mine);
  }
}

function useOf(tally: Tally, agent: string): AgentUse {
  const found = tally.agents.get(agent);
  if (found !== undefined) return found;
  const fresh: AgentUse = { count: 0, denied: 0, grants: new Map() };
  tally.agents.set(agent, fresh);
  return fresh;
}

function count<T extends { count: number; last: Instant }>(
  tally: Tally,
  map: Map<string, T>,
  key: string,
  event: UsageEvent,
  fresh: () => T,
): void {
  let entry = map.get(key);
  if (entry === undefined) {
    if (map.size >= MAX_LISTED) {
      tally.beyond++;
      return;
    }
    entry = fresh();
    map.set(key, entry);
  }
  entry.count++;
  entry.last = Math.max(entry.last, event.at);
}

/**
 * The grant that gave the access: the first that covers the whole request, where the log has it, at the log's time;
 * else the first that names action and resource. The agent's life is not asked: logs are older than reviews.
 */
function grantFor(policy: Policy, agent: Agent, action: string, event: UsageEvent): Grant | undefined {
  const candidates = agent.grants.filter((grant) => matchesAction(grant.actions, action));
  if (event.request === undefined)
    return candidates.find(
      (grant) =>
        event.resource === undefined ||
        grant.resources.every((globs) => matchesAny(globs, event.resource ?? "")),
    );
  if (candidates.length === 0) return undefined;
  const read = readRequest(policy, event.request, event.at);
  if ("malformed" in read) return undefined;
  // The served decision is made at the engine's clock, which the log's timestamp shows.
  const request = { ...read, at: event.at };
  return candidates.find((grant) => firstLack(policy, agent, grant, request) === undefined);
}
