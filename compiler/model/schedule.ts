/** The instants at which access changes (`remit schedule`); recurring windows are no changes. */
import { contains } from "./intervals.ts";
import { type Bound, boundsOf, inForce, lineage } from "./life.ts";
import {
  type Agent,
  type Instant,
  type IntervalSet,
  MAX_INSTANT,
  MIN_INSTANT,
  type Origin,
  type Policy,
} from "./policy.ts";

export interface AccessChange {
  readonly at: Instant;
  readonly agent: string;
  readonly what: "begins" | "ends";
  /** The reason in words, or the statement that begins or ends. */
  readonly why: string;
  readonly origin: Origin;
}

/** Every change after `at` (epoch seconds), by instant: agents that begin and end, and grants that do within their lives. */
export function accessChanges(policy: Policy, at: Instant): readonly AccessChange[] {
  return Object.values(policy.agents)
    .flatMap((agent) => {
      const life = inForce(policy, agent.name);
      return [...lifeChanges(policy, agent, life), ...grantChanges(agent, life)];
    })
    .filter((change) => change.at > at && change.at < MAX_INSTANT)
    .sort((a, b) => a.at - b.at || (a.agent < b.agent ? -1 : a.agent > b.agent ? 1 : 0));
}

function lifeChanges(policy: Policy, agent: Agent, life: IntervalSet): readonly AccessChange[] {
  return life.flatMap(({ from, until }): readonly AccessChange[] => [
    { at: from, agent: agent.name, what: "begins", ...reason(policy, agent, "from", from) },
    { at: until, agent: agent.name, what: "ends", ...reason(policy, agent, "until", until) },
  ]);
}

const WHY: Readonly<Record<Bound["kind"], { readonly from: string; readonly until: string }>> = {
  environment: { from: "it is of this environment", until: "it is of another environment" },
  life: { from: "it starts", until: "it expires" },
  suspended: { from: "it is resumed", until: "it is suspended" },
  retired: { from: "it is in service", until: "it is retired" },
  review: { from: "it is reviewed", until: "its review is due" },
  owner: { from: "somebody answers for it", until: "nobody answers for it any more" },
};

/** The bound of the agent or of an ancestor that has an edge there. */
function reason(
  policy: Policy,
  agent: Agent,
  edge: "from" | "until",
  at: Instant,
): { readonly why: string; readonly origin: Origin } {
  for (const { agent: holder } of lineage(policy, agent.name)) {
    if (holder === undefined) continue;
    const bound = boundsOf(policy, holder).find(({ times }) => times.some((range) => range[edge] === at));
    if (bound === undefined) continue;
    const who = holder === agent ? "" : `with ${holder.name}: `;
    return { why: `${who}${WHY[bound.kind][edge]}`, origin: originOf(holder, bound.kind) };
  }
  return { why: edge === "from" ? "it is in force" : "it is in force no more", origin: agent.origin };
}

function originOf(agent: Agent, kind: Bound["kind"]): Origin {
  if (kind === "life") return agent.expiresOrigin;
  if (kind === "suspended") return agent.suspended?.origin ?? agent.origin;
  if (kind === "review") return agent.review?.origin ?? agent.origin;
  return agent.origin;
}

/** Edges of grants at which the agent itself is in force, before and after. */
function grantChanges(agent: Agent, life: IntervalSet): readonly AccessChange[] {
  return agent.grants.flatMap(({ range, origin, scope }) => {
    const said = { agent: agent.name, why: (scope?.origin ?? origin).text, origin: scope?.origin ?? origin };
    const lives = (at: Instant): boolean => contains(life, at) && contains(life, at - 1);
    const changes: AccessChange[] = [];
    if (range.from > MIN_INSTANT && lives(range.from))
      changes.push({ at: range.from, what: "begins", ...said });
    if (range.until < MAX_INSTANT && lives(range.until))
      changes.push({ at: range.until, what: "ends", ...said });
    return changes;
  });
}
