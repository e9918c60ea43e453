/** What a policy's requests can be about: its names, edges in time, and resources. */

import { own } from "./json.ts";
import { inForce } from "./life.ts";
import type { Agent, Instant, Policy } from "./policy.ts";
import { MAX_INSTANT, MIN_INSTANT } from "./policy.ts";
import { DAY } from "./time.ts";

export interface Survey {
  readonly policy: Policy;
  readonly agents: readonly Agent[];
  /** Those that are in force at some instant and may do something. */
  readonly living: readonly Agent[];
  /** Instants at which something begins or ends, of any agent. */
  readonly edges: readonly Instant[];
  readonly people: readonly string[];
  readonly groups: readonly string[];
}

/** Throws nothing and leaves nothing out, whatever the policy. */
export function survey(policy: Policy): Survey {
  const agents = Object.values(policy.agents);
  const subjects = agents.flatMap((agent) => agent.grants.flatMap((grant) => grant.subjects.flat()));
  return {
    policy,
    agents,
    living: agents.filter(({ name, grants }) => grants.length > 0 && inForce(policy, name).length > 0),
    edges: unique([
      ...Object.values(policy.owners).flatMap(({ left }) => left ?? []),
      ...agents.flatMap((agent) => edgesOf(policy, agent)),
    ]),
    people: unique([
      ...Object.values(policy.owners).map(({ email }) => email),
      ...subjects.flatMap((subject) => (subject.kind === "group" ? [] : [subject.email])),
      "lin@acme.example",
    ]),
    groups: unique(subjects.flatMap((subject) => (subject.kind === "group" ? [subject.claim] : []))),
  };
}

/** The instants at which the agent's own life, its grants or its windows' offsets change, inside of what can be written. */
export function edgesOf(policy: Policy, agent: Agent): readonly Instant[] {
  const every = agent.review?.every ?? 0;
  const life = [
    agent.starts,
    agent.expires,
    agent.retired,
    agent.suspended?.since,
    own(policy.owners, agent.owner)?.left,
    ...agent.reviewed.flatMap(({ at }) => [at, at + every]),
    agent.starts === undefined ? undefined : agent.starts + every,
    ...agent.grants.flatMap(({ range }) => [range.from, range.until]),
  ].filter((at) => at !== undefined);
  const end = agent.expires;
  const changes = agent.grants
    .flatMap(({ windows }) => windows.flatMap(({ offsets }) => offsets))
    .map(({ at }) => at)
    .filter((at) => at < end && at > end - 800 * DAY);
  return unique([...life, ...changes].filter((at) => at > MIN_INSTANT && at < MAX_INSTANT));
}

function unique<T>(list: readonly T[]): readonly T[] {
  return [...new Set(list)];
}
