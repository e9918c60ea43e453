/** The instants at which access changes by itself, windows aside. */
import { contains, intersect, interval } from "./intervals.ts";
import { accountableUntil, boundsOf, inForce, lineage } from "./life.ts";
import {
  type Agent,
  type Grant,
  type Instant,
  type IntervalSet,
  MAX_INSTANT,
  MIN_INSTANT,
  type Origin,
  type Policy,
} from "./policy.ts";

export interface AccessChange {
  readonly at: Instant;
  /** Qualified. */
  readonly agent: string;
  /** The agent as a whole begins or ends; or it gains or loses what a grant gives, or a person of a grant. */
  readonly what: "begins" | "ends" | "gains" | "loses";
  /** In words, without a full stop. */
  readonly why: string;
  /** The statement that says so. */
  readonly origin: Origin;
  /** The grant's id, where it is one grant that changes. */
  readonly grant?: string;
}

/** All changes after `at`, in order of time, then of agents; those of one agent in the order written. */
export function accessChanges(policy: Policy, at: Instant): readonly AccessChange[] {
  const later = interval(at + 1, MAX_INSTANT);
  const isLater = (instant: Instant) => contains(later, instant);
  return Object.values(policy.agents)
    .flatMap((agent) => changesOf(policy, agent))
    .filter((change) => isLater(change.at))
    .sort((a, b) => a.at - b.at || (a.agent < b.agent ? -1 : a.agent > b.agent ? 1 : 0));
}

function changesOf(policy: Policy, agent: Agent): readonly AccessChange[] {
  const life = inForce(policy, agent.name);
  const changes: AccessChange[] = edgesOf(life).map(({ at, begins }) => {
    const { why, origin } = reason(policy, agent, at, begins);
    return { at, agent: agent.name, what: begins ? "begins" : "ends", why, origin };
  });
  for (const grant of agent.grants) {
    const held = intersect(life, interval(grant.range.from, grant.range.until));
    for (const { at, begins } of edgesOf(held))
      if (!changes.some((change) => change.at === at && change.grant === undefined))
        changes.push({
          at,
          agent: agent.name,
          what: begins ? "gains" : "loses",
          why: grant.origin.text,
          origin: grant.origin,
          grant: grant.id,
        });
    for (const { at, why } of leavesOf(grant))
      if (contains(held, at) && contains(held, at - 1))
        changes.push({ at, agent: agent.name, what: "loses", why, origin: grant.origin, grant: grant.id });
  }
  return changes;
}

interface Edge {
  readonly at: Instant;
  readonly begins: boolean;
}

function edgesOf(times: IntervalSet): readonly Edge[] {
  return times
    .flatMap(({ from, until }): readonly Edge[] => [
      { at: from, begins: true },
      { at: until, begins: false },
    ])
    .filter(({ at }) => at > MIN_INSTANT && at < MAX_INSTANT);
}

/** People of a grant who leave: approvers, and owners on whose behalf it is. */
function leavesOf(grant: Grant): readonly { readonly at: Instant; readonly why: string }[] {
  const people = [
    ...grant.approvals.flatMap(({ approvers }) =>
      approvers.map(({ owner, left }) => ({ owner, left, role: "an approver" })),
    ),
    ...grant.subjects.flat().flatMap((one) => (one.kind === "owner" ? [{ ...one, role: "a subject" }] : [])),
  ];
  const leaving = people.flatMap(({ owner, left, role }) =>
    left === undefined ? [] : [{ at: left, why: `${owner} leaves, ${role} of ${grant.origin.text}` }],
  );
  return [...new Map(leaving.map((leave) => [`${leave.at} ${leave.why}`, leave])).values()];
}

/** The bound that begins or ends there, the agent's own before its ancestors'. */
function reason(
  policy: Policy,
  agent: Agent,
  at: Instant,
  begins: boolean,
): Pick<AccessChange, "why" | "origin"> {
  for (const { agent: holder } of lineage(policy, agent.name)) {
    if (!holder) continue;
    const who = holder === agent ? "it" : `${holder.name}, which it is under,`;
    for (const { kind, times } of boundsOf(policy, holder)) {
      const [before, after] = [contains(times, at - 1), contains(times, at)];
      if (before === after || after !== begins) continue;
      const { verb, origin } = wording(policy, holder, kind, begins);
      return { why: `${who} ${verb}`, origin };
    }
  }
  return { why: begins ? "it begins" : "it ends", origin: agent.origin };
}

function wording(
  policy: Policy,
  agent: Agent,
  kind: ReturnType<typeof boundsOf>[number]["kind"],
  begins: boolean,
): { readonly verb: string; readonly origin: Origin } {
  switch (kind) {
    case "life":
      return begins
        ? { verb: "starts", origin: agent.origin }
        : { verb: "expires", origin: agent.expiresOrigin };
    case "suspended":
      return { verb: "is suspended", origin: agent.suspended?.origin ?? agent.origin };
    case "retired":
      return { verb: "is retired", origin: agent.origin };
    case "review":
      return {
        verb: begins ? "is reviewed" : "is suspended unless it is reviewed",
        origin: agent.review?.origin ?? agent.origin,
      };
    case "owner": {
      const last = accountableUntil(policy, agent);
      const leaver = Object.values(policy.owners).find(({ left }) => left === last);
      return { verb: "has nobody left who answers for it", origin: leaver?.origin ?? agent.origin };
    }
    case "environment":
      return { verb: "is not of this environment", origin: agent.origin };
  }
}
