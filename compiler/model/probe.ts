/**
 * Requests that try a policy at its edges: of every pattern, interval and comparison, with hostile names and missing
 * parts. Whoever implements the language must answer each of them as `evaluate` does.
 */

import { matchesAny } from "./evaluate.ts";
import { intersect, interval } from "./intervals.ts";
import { inForce } from "./life.ts";
import type { Agent, Atom, Grant, Instant, Policy } from "./policy.ts";
import { clamp, type Draft, timeText } from "./probe-draft.ts";
import { disturb } from "./probe-mutations.ts";
import { edgesOf, type Survey, survey } from "./probe-survey.ts";
import { HOSTILE, sample, valueFor } from "./probe-values.ts";
import { type Random, seeded } from "./random.ts";
import { DAY } from "./time.ts";
import { allOpen } from "./window.ts";

export interface Probe {
  readonly request: unknown;
  /** The engine's clock, epoch seconds: the time of a request that names none. */
  readonly at: Instant;
}

/** `count` requests; the same for the same policy and seed. About a third of them are allowed. */
export function* probes(
  policy: Policy,
  { seed, count }: { readonly seed: number; readonly count: number },
): Generator<Probe> {
  const random = seeded(seed);
  const known = survey(policy);
  for (let made = 0; made < count; made++) {
    const agent = random.pick(random.chance(0.7) ? known.living : known.agents) ?? random.pick(known.agents);
    const grant = agent && random.pick(agent.grants);
    const at = pickInstant(known, agent, grant, random);
    let draft = agent && grant ? aimed(known, agent, grant, at, random) : wild(known, random);
    for (let step = random.one(0, 0, 0, 0, 1, 1, 1, 2, 3); step > 0; step--)
      draft = disturb(draft, known, at, random);
    if (random.chance(0.8)) draft = { ...draft, ...("time" in draft ? {} : { time: timeText(at, random) }) };
    yield { request: draft, at };
  }
}

/** An instant at which the grant is open or just not, if there is any; now and then any other edge. */
function pickInstant(
  known: Survey,
  agent: Agent | undefined,
  grant: Grant | undefined,
  random: Random,
): Instant {
  const edge = random.pick(known.edges) ?? 1_800_000_000 + random.below(400) * DAY;
  const beside = clamp(edge + random.one(-1, 0, 1));
  if (agent === undefined || grant === undefined || random.chance(0.15)) return beside;
  const life = intersect(interval(grant.range.from, grant.range.until), inForce(known.policy, agent.name));
  const part = random.pick(life);
  if (part === undefined) return beside;
  const marks = edgesOf(known.policy, agent).filter((at) => at >= part.from && at <= part.until);
  const mark = random.pick(marks) ?? Math.min(Math.max(edge, part.from), part.until);
  const near = intersect(life, interval(mark - 20 * DAY, mark + 20 * DAY));
  const open = random.pick(allOpen(grant.windows, near));
  if (open === undefined) return beside;
  const inside = open.from + random.below(open.until - open.from);
  return clamp(random.one(inside, inside, open.from, open.until - 1, open.until, open.from - 1));
}

/** A request that the grant allows, as far as one can be found by simple means. */
function aimed(known: Survey, agent: Agent, grant: Grant, at: Instant, random: Random): Draft {
  const action = random.pick(grant.actions);
  const draft: Draft = {
    agent: agent.name,
    action: action === undefined ? "tool:none" : action.wildcard ? sample(action.text, random) : action.text,
    ...resourceFor(grant, random),
    ...subjectFor(grant, known, random),
    ...valuesFor(grant, at, random),
  };
  if (random.chance(0.15)) draft.via = [random.pick(known.agents)?.name ?? agent.name];
  return withApprovals(draft, known, agent, grant, at, random);
}

function resourceFor({ resources }: Grant, random: Random): Draft {
  if (resources.length === 0)
    return random.chance(0.6) ? {} : { resource: random.one("invoice/1", "a", "b/c") };
  const samples = resources.flat().map((glob) => sample(glob, random));
  const fitting = samples.filter((text) => text !== "" && resources.every((any) => matchesAny(any, text)));
  return { resource: random.pick(fitting) ?? random.pick(samples) };
}

function subjectFor({ subjects }: Grant, known: Survey, random: Random): Draft {
  if (subjects.length === 0) return {};
  const chosen = subjects.map((any) => random.pick(any));
  const groups = chosen.flatMap((subject) => (subject?.kind === "group" ? [subject.claim] : []));
  const users = chosen.flatMap((subject) => (subject && subject.kind !== "group" ? [subject.email] : []));
  const user = users[0] ?? random.pick(known.people) ?? "lin@acme.example";
  return { on_behalf_of: { user, ...(groups.length === 0 && random.chance(0.5) ? {} : { groups }) } };
}

/** Inputs, context and facts that make one conjunction true, where that can be. */
function valuesFor(grant: Grant, at: Instant, random: Random): Draft {
  const byVariable = new Map<string, Atom[]>();
  for (const atom of random.pick(grant.condition ?? []) ?? []) {
    const key = `${atom.variable.kind} ${atom.variable.name}`;
    byVariable.set(key, [...(byVariable.get(key) ?? []), atom]);
  }
  const inputs: Draft = {};
  const context: Draft = {};
  const facts: Draft = {};
  for (const atoms of byVariable.values()) {
    const variable = atoms[0]?.variable;
    const value = valueFor(atoms, true, random);
    if (variable?.kind === "input") inputs[variable.name] = value;
    if (variable?.kind === "context") context[variable.name] = value;
    if (variable?.kind === "fact")
      facts[variable.name] = { value, at: timeText(clamp(at - random.one(0, 1, 60)), random) };
  }
  if (random.chance(0.2))
    inputs[random.pick(HOSTILE) ?? "x"] = random.one<unknown>(1, "1", null, [1, { a: 1.5 }]);
  const part = (name: string, values: Draft): Draft =>
    Object.keys(values).length > 0 ? { [name]: values } : {};
  return { ...part("inputs", inputs), ...part("context", context), ...part("facts", facts) };
}

/** Gives what the grant demands, for the agent itself and for each one in `via`. */
function withApprovals(
  draft: Draft,
  known: Survey,
  agent: Agent,
  grant: Grant,
  at: Instant,
  random: Random,
): Draft {
  if (grant.approvals.length === 0 && random.chance(0.9)) return draft;
  const { action, resource, inputs } = draft;
  const demands = grant.approvals.map(({ approvers, within }) => ({
    by: random.pick(approvers)?.email,
    within,
  }));
  const all = demands.length > 0 ? demands : [{ by: random.pick(known.people), within: 60 }];
  const judged = [agent.name, ...(Array.isArray(draft.via) ? draft.via : [])];
  const approvals = judged.flatMap((name) =>
    all.map(({ by, within }) => ({
      by,
      at: timeText(clamp(at - random.one(0, within, Math.floor(within / 2))), random),
      agent: name,
      action,
      ...(resource === undefined ? {} : { resource }),
      ...(inputs === undefined ? {} : { inputs }),
    })),
  );
  return { ...draft, approvals };
}

/** A request about anything. */
function wild(known: Survey, random: Random): Draft {
  return {
    agent: random.pick(known.agents)?.name ?? random.pick(HOSTILE),
    action: random.one(
      "tool:send",
      "aws:s3:GetObject",
      "tool:",
      ":",
      "x",
      "constructor:x",
      random.pick(HOSTILE) ?? "",
    ),
  };
}
