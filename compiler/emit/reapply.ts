/**
 * When the output of a platform without dates is another: the instants at which it must be compiled and applied again,
 * also for what has not begun yet. Only the planner is asked, so that no text is made.
 */
import { accountableAt, inForce, lineage } from "../model/life.ts";
import {
  type Agent,
  type Grant,
  type Instant,
  MAX_INSTANT,
  MIN_INSTANT,
  type Origin,
  type Policy,
} from "../model/policy.ts";
import type { Target } from "../model/test-and-target.ts";
import type { Capabilities } from "./capabilities.ts";
import { targetName } from "./enforcement.ts";
import { plan } from "./plan.ts";

export interface Reapply {
  readonly at: Instant;
  /** Qualified. */
  readonly agent: string;
  readonly what: "gains" | "loses";
  /** In words, without a full stop. */
  readonly why: string;
  readonly origin: Origin;
}

type Table = (policy: Policy, target: Target) => Capabilities;

/** Only what these emit depends on the compile's instant by more than the instant's own mention. */
const tables: { readonly [Kind in Target["kind"]]?: () => Promise<Table> } = {
  keycloak: async () => (await import("./keycloak/capabilities.ts")).capabilitiesFor,
  okta: async () => (await import("./okta/capabilities.ts")).capabilitiesFor,
};

/**
 * Every instant after `after` (epoch seconds) at which the target's output changes by itself, up to the end of time;
 * there are finitely many, since windows are nothing to such platforms. Nothing for a target that knows the time. Rounds
 * of an Okta certification, which go on for ever, are not among them.
 */
export async function reapplies(policy: Policy, target: Target, after: Instant): Promise<readonly Reapply[]> {
  const table = (await tables[target.kind]?.())?.(policy, target);
  if (table?.range.kind !== "scheduled") return [];
  const leaves = target.kind === "okta" ? leavesAfter(policy, after) : [];
  return target.agents.flatMap((name) => {
    const agent = policy.agents[name];
    if (agent === undefined) return [];
    const changes = agent.grants.flatMap((grant) =>
      changesOf({ policy, target, table, agent, grant, after }),
    );
    const isThere = agent.grants.some(({ actions }) => actions.some((action) => table.action(action)));
    return isThere ? [...changes, ...ownerChanges(policy, agent, leaves)] : changes;
  });
}

interface Question {
  readonly policy: Policy;
  readonly target: Target;
  readonly table: Capabilities;
  readonly agent: Agent;
  readonly grant: Grant;
  readonly after: Instant;
}

/** Of one grant, planned alone: what is emitted for it depends on no other once the table is there. */
function changesOf({ policy, target, table, agent, grant, after }: Question): readonly Reapply[] {
  if (!grant.actions.some((action) => table.action(action))) return [];
  const line = lineage(policy, agent.name).flatMap((one) => one.agent ?? []);
  const agents = Object.fromEntries(line.map((one) => [one.name, one]));
  const alone = { ...policy, agents: { ...agents, [agent.name]: { ...agent, grants: [grant] } } };
  const only = { ...target, agents: [agent.name] };
  const stateAt = (at: Instant): State => {
    const [planned] = plan(alone, only, table, at).agents;
    const [one] = planned?.grants ?? [];
    if (planned === undefined || one === undefined || one.grant.actions.length === 0) return gone;
    const { actions, subjects } = one.grant;
    const on = planned.active && one.active;
    // A client of Keycloak is switched off with its agent, though nothing be granted to it any more.
    const live = target.kind === "keycloak" ? planned.active : on;
    return { on, live, said: JSON.stringify([live, one.active && live, actions, subjects]) };
  };
  const waives = agent.waives.filter((waive) => [target.kind, targetName(target)].includes(waive.target));
  let before = stateAt(after);
  const changes: Reapply[] = [];
  for (const at of edgesOf(policy, agent, grant, table.lead(agent.session))) {
    if (at <= after) continue;
    const state = stateAt(at);
    if (state.said !== before.said) {
      const ended = waives.find(({ until }) => until === at);
      changes.push({
        at,
        agent: agent.name,
        what: (state.on && !before.on) || (state.live && !before.live) ? "gains" : "loses",
        why: ended === undefined ? reason(before, state) : waiveEnds(ended),
        origin: ended?.origin ?? agent.origin,
      });
    }
    before = state;
  }
  return changes;
}

/** What is emitted for a grant, to be compared, and whether tokens are handed out for it. */
interface State {
  readonly on: boolean;
  /** Whether what stands for the agent is switched on. */
  readonly live: boolean;
  readonly said: string;
}

const gone: State = { on: false, live: false, said: "" };

const waiveEnds = ({ constraint, target }: Agent["waives"][number]): string =>
  `waive ${constraint} on ${target} ends`;

function reason(before: State, after: State): string {
  if (before.on === after.on) return after.live ? "its client is switched on" : "its client is switched off";
  return after.on
    ? "tokens may be handed out from then on"
    : "no token may be handed out any more that would live past the end";
}

/** Every instant, sorted, at which the plan of the grant can change at all; `lead` as in the table. */
function edgesOf(policy: Policy, agent: Agent, grant: Grant, lead: number): readonly Instant[] {
  const ends = [
    ...inForce(policy, agent.name),
    grant.range,
    ...agent.waives.map(({ until }) => ({ from: until, until })),
  ];
  const edges = ends.flatMap(({ from, until }) => [from, until === MAX_INSTANT ? until : until - lead]);
  return [...new Set(edges)].filter((at) => at > MIN_INSTANT && at < MAX_INSTANT).sort((a, b) => a - b);
}

interface Leave {
  readonly at: Instant;
  readonly person: string;
}

function leavesAfter(policy: Policy, after: Instant): readonly Leave[] {
  return Object.values(policy.owners).flatMap(({ name, left }) =>
    left === undefined || left <= after ? [] : [{ at: left, person: name }],
  );
}

/** Okta is told who owns an agent: those who have not left by then. */
function ownerChanges(policy: Policy, agent: Agent, leaves: readonly Leave[]): readonly Reapply[] {
  return leaves.flatMap(({ at, person }): readonly Reapply[] => {
    if (person !== agent.deputy && accountableAt(policy, agent, at - 1) !== person) return [];
    const why = `${person} leaves, who is one of its owners there`;
    return [{ at, agent: agent.name, what: "loses", why, origin: agent.origin }];
  });
}
