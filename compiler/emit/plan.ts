/**
 * The planner: what each target does with each permission (language reference, Soundness). Emitters receive what it
 * leaves and cannot emit more, so no emitter can forget a modifier.
 */
import { inForce } from "../model/life.ts";
import type {
  Agent,
  Constraint,
  Deny,
  Grant,
  Instant,
  IntervalSet,
  Policy,
  Range,
  Waive,
} from "../model/policy.ts";
import { MAX_INSTANT, MIN_INSTANT } from "../model/policy.ts";
import type { Target } from "../model/test-and-target.ts";
import type { Ability, Capabilities } from "./capabilities.ts";
import type { Enforced, Enforcement, Lack, Tail } from "./emission.ts";
import { overlapping, subtractActions } from "./subtract.ts";

export interface PlannedGrant {
  readonly source: Grant;
  /** What is emitted: only actions the platform knows, minus what a deny takes away; waived modifiers dropped. */
  readonly grant: Grant;
  /** False where a scheduled range does not hold at the compile's instant: then nothing is emitted now. */
  readonly active: boolean;
  readonly enforcement: Enforcement;
}

export interface PlannedAgent {
  readonly agent: Agent;
  /** When the agent may act at all. */
  readonly inForce: IntervalSet;
  /** Whether it may at the compile's instant; for platforms without expiry, minus the life of what they hand out. */
  readonly active: boolean;
  /** Seconds for which what it was handed may live on after issuing ends. */
  readonly lead: number;
  readonly grants: readonly PlannedGrant[];
  /** The denies that the platform can state; a grant that another one touches is left out, or a waive covers it. */
  readonly denies: readonly Deny[];
}

export interface Plan {
  readonly agents: readonly PlannedAgent[];
  readonly enforcement: readonly Enforced[];
}

/** Decides every (permission, target) pair at the instant `at` (epoch seconds). */
export function plan(policy: Policy, target: Target, table: Capabilities, at: Instant): Plan {
  const agents: PlannedAgent[] = [];
  const enforcement: Enforced[] = [];
  for (const name of target.agents) {
    const agent = policy.agents[name];
    if (agent === undefined) continue;
    const force = inForce(policy, name);
    const waives = agent.waives.filter((waive) => covers(waive, target) && at < waive.until);
    const lead = table.lead(agent.session);
    const life = table.range.kind === "scheduled" ? shorten(force, lead) : force;
    const grants: PlannedGrant[] = [];
    for (const grant of agent.grants) {
      const planned = planGrant({ grant, agent, table, waives, life, lead, at });
      enforcement.push({ agent: name, grant: grant.id, enforcement: planned?.enforcement ?? notApplicable });
      if (planned !== undefined) grants.push(planned);
    }
    const denies = agent.denies.filter((deny) => table.deny(deny).kind !== "cannot");
    if (grants.length > 0)
      agents.push({ agent, inForce: force, active: holds(life, at), lead, grants, denies });
  }
  return { agents, enforcement };
}

/** What lives on after a suspension where tokens are handed out: those of the last second before it. */
export function tailOf({ agents }: Plan, text: string): Tail {
  const byAgent = new Map(agents.map(({ agent, lead }) => [agent.name, lead]));
  return { text, seconds: Math.max(0, ...byAgent.values()), byAgent };
}

interface Question {
  readonly grant: Grant;
  readonly agent: Agent;
  readonly table: Capabilities;
  readonly waives: readonly Waive[];
  readonly life: IntervalSet;
  readonly lead: number;
  readonly at: Instant;
}

/** Most grants mean nothing to most platforms. */
const notApplicable: Enforcement = { kind: "not-applicable" };

/** `undefined` where the grant has no meaning at the platform. */
function planGrant(question: Question): PlannedGrant | undefined {
  const { grant, agent, table, waives, life, lead, at } = question;
  const known = grant.actions.filter((action) => table.action(action));
  if (known.length === 0) return undefined;
  const actions = known.length === grant.actions.length ? grant.actions : known;
  const kept = subtractActions({ ...grant, actions }, agent.denies);
  if (kept.actions.length === 0)
    return without(grant, leftOut({ constraint: "deny", why: "a never takes all of it away" }));
  const denies = agent.denies.filter((deny) => overlapping(deny, kept));
  let emitted = kept;
  const waived = new Set<Constraint>();
  const ends: Instant[] = [];
  const lacks: Lack[] = [];
  let why: string | undefined;
  for (const [constraint, ability, drop] of demands(kept, denies, agent, table)) {
    if (ability.kind === "native") continue;
    if (ability.kind === "scheduled") {
      why ??= ability.why;
      continue;
    }
    const waive = waives.find((candidate) => candidate.constraint === constraint);
    if (waive === undefined) {
      // Every one is told, so that mending the first does not bring up the next.
      lacks.push({ constraint, why: ability.why });
      continue;
    }
    waived.add(waive.constraint);
    ends.push(waive.until);
    emitted = drop(emitted);
  }
  const [first, ...others] = lacks;
  if (first !== undefined) return without(grant, leftOut(first, others, [...waived].sort()));
  // A waived permission ends with its waive, on the platform too.
  const end = Math.min(grant.range.until, ...ends);
  const range = { from: grant.range.from, until: end };
  if (end < grant.range.until) emitted = { ...emitted, range };
  const rangeScheduled = table.range.kind === "scheduled";
  if (table.range.kind === "scheduled") why ??= table.range.why;
  const reach = within(life, rangeScheduled ? cut(range, lead) : range);
  const active = rangeScheduled ? holds(reach, at) : true;
  const timing = why === undefined ? {} : { next: nextChange(reach, at), why };
  const enforcement: Enforcement =
    waived.size > 0
      ? { kind: "waived", constraints: [...waived].sort(), until: Math.min(...ends), ...timing }
      : why !== undefined
        ? { kind: "scheduled", next: nextChange(reach, at), why }
        : { kind: "native" };
  return { source: grant, grant: emitted, active, enforcement };
}

/** Every constraint of a grant with the platform's ability and what dropping it by a waive leaves. */
function demands(
  grant: Grant,
  denies: readonly Deny[],
  agent: Agent,
  table: Capabilities,
): readonly (readonly [string, Ability, (grant: Grant) => Grant])[] {
  const list: (readonly [string, Ability, (grant: Grant) => Grant])[] = [];
  const same = (kept: Grant): Grant => kept;
  list.push(["action", table.actions(grant.actions), same]);
  list.push(["session", table.session(agent.session), same]);
  for (const approval of grant.approvals)
    list.push(["approval", table.approval(approval), (kept) => ({ ...kept, approvals: [] })]);
  if (grant.subjects.length > 0)
    list.push([
      "subject",
      table.subject(grant.subjects, grant.actions),
      (kept) => ({ ...kept, subjects: [] }),
    ]);
  for (const window of grant.windows)
    list.push(["window", table.window(window), (kept) => ({ ...kept, windows: [] })]);
  if (grant.condition !== undefined)
    list.push([
      "condition",
      table.condition(grant.condition, grant.actions),
      (kept) => ({ ...kept, condition: undefined }),
    ]);
  if (grant.resources.length > 0)
    list.push(["resource", table.resource(grant.resources, grant.actions), same]);
  if (grant.range.from > MIN_INSTANT || grant.range.until < MAX_INSTANT)
    list.push(["range", table.range, same]);
  for (const deny of denies) list.push(["deny", table.deny(deny), same]);
  return list;
}

/** `idle` is what waives let go beside what is lacking. */
const leftOut = (
  first: Lack,
  others: readonly Lack[] = [],
  idle: readonly Constraint[] = [],
): Enforcement => ({ kind: "left-out", ...first, lacks: [first, ...others], idle });

const without = (grant: Grant, enforcement: Enforcement): PlannedGrant => ({
  source: grant,
  grant: { ...grant, actions: [] },
  active: false,
  enforcement,
});

const covers = (waive: Waive, target: Target): boolean =>
  waive.target === target.kind ||
  (target.name !== undefined && waive.target === `${target.kind}.${target.name}`);

const cut = (range: Range, seconds: number): Range =>
  range.until === MAX_INSTANT ? range : { from: range.from, until: range.until - seconds };

const shorten = (set: IntervalSet, seconds: number): IntervalSet =>
  set.map((range) => cut(range, seconds)).filter((range) => range.from < range.until);

const within = (set: IntervalSet, range: Range): IntervalSet =>
  set
    .map((part) => ({ from: Math.max(part.from, range.from), until: Math.min(part.until, range.until) }))
    .filter((part) => part.from < part.until);

const holds = (set: IntervalSet, at: Instant): boolean =>
  set.some((range) => range.from <= at && at < range.until);

/** The first edge after `at`, or MAX_INSTANT where nothing changes any more. */
function nextChange(set: IntervalSet, at: Instant): Instant {
  for (const range of set) {
    if (range.from > at) return range.from;
    if (range.until > at) return range.until;
  }
  return MAX_INSTANT;
}
