/**
 * What a new policy allows that an old one did not, and the other way round: exactly, with a request as witness
 * (language reference, Soundness). Text does not count: "same" is a proof over all requests from an instant on.
 */
import { evaluate } from "./evaluate.ts";
import { type StaleFact, staleFacts, withoutFact, withStaleFact } from "./fact-ages.ts";
import { intersect, interval, union } from "./intervals.ts";
import { own } from "./json.ts";
import { inForce } from "./life.ts";
import { type Agent, type Grant, type Instant, MAX_INSTANT, type Policy } from "./policy.ts";
import { difference, grantRegion, type Region, regionWithin } from "./region.ts";
import type { Request } from "./request.ts";
import { denyText, grantText, sameStatements } from "./same.ts";

/** More facts of changed age than these are not compared in every combination. */
const MAX_STALE_FACTS = 6;

export type Verdict = "wider" | "narrower" | "both" | "same" | "new" | "gone";

/** One thing that one side allows and the other does not. */
export interface Change {
  readonly witness: Request;
  /** The first instant is the witness's own: before it the two agree on this request. */
  readonly starts: boolean;
  /** The grant that gives it on the side that allows. */
  readonly grant: Grant;
}

export interface AgentDiff {
  readonly agent: string;
  /** The agent's name in the old policy, where it was renamed. */
  readonly was?: string;
  readonly verdict: Verdict;
  readonly wider: readonly Change[];
  readonly narrower: readonly Change[];
  /** Only the agent's life changed, and what it may do in it is the same. */
  readonly renewal: boolean;
  /** The comparison passed a stated limit: what is listed is right, and there may be more. */
  readonly incomplete: boolean;
}

/** Compares two policies (of the same environment) from `at` on; agents in name order, the same ones included. */
export function diffPolicies(old: Policy, fresh: Policy, at: Instant): readonly AgentDiff[] {
  const renamed = renamings(old, fresh);
  const taken = new Set(renamed.values());
  const names = new Set([
    ...Object.keys(fresh.agents),
    ...Object.keys(old.agents).filter((name) => !taken.has(name)),
  ]);
  return [...names].sort().map((name) => diffAgent(old, fresh, renamed.get(name) ?? name, name, at));
}

/** Compares one agent; `was` is its name in the old policy. */
export function diffAgent(old: Policy, fresh: Policy, was: string, name: string, at: Instant): AgentDiff {
  const before = own(old.agents, was);
  const after = own(fresh.agents, name);
  const base = { agent: name, ...(was === name ? {} : { was }) };
  if (before !== undefined && after !== undefined && unchanged(old, fresh, before, after, at))
    return {
      ...base,
      verdict: "same",
      wider: [],
      narrower: [],
      renewal: renewed(before, after),
      incomplete: false,
    };
  const wider = extra({ policy: fresh, agent: name }, { policy: old, agent: was }, at);
  const narrower = extra({ policy: old, agent: was }, { policy: fresh, agent: name }, at);
  const verdict: Verdict =
    before === undefined
      ? "new"
      : after === undefined
        ? "gone"
        : wider.changes.length > 0
          ? narrower.changes.length > 0
            ? "both"
            : "wider"
          : narrower.changes.length > 0
            ? "narrower"
            : "same";
  return {
    ...base,
    verdict,
    wider: wider.changes,
    narrower: narrower.changes,
    renewal:
      before !== undefined &&
      after !== undefined &&
      renewed(before, after) &&
      sameRights(old, fresh, before, after, at),
    incomplete: wider.incomplete || narrower.incomplete,
  };
}

interface Side {
  readonly policy: Policy;
  readonly agent: string;
}

/** What `mine` allows and `theirs` does not: at most one witness for each grant. */
function extra(
  mine: Side,
  theirs: Side,
  at: Instant,
): { readonly changes: readonly Change[]; readonly incomplete: boolean } {
  const changes: Change[] = [];
  const { list: regions, all } = pairs(mine, theirs, at);
  let incomplete = !all;
  for (const grant of own(mine.policy.agents, mine.agent)?.grants ?? []) {
    for (const { a, b, confirm } of regions) {
      const kept = a.grants.find((candidate) => candidate.id === grant.id);
      if (kept === undefined) continue;
      const answer = difference(grantRegion(a, [kept]), b);
      if (answer.kind === "too-complex") incomplete = true;
      if (answer.kind !== "witness") continue;
      const witness = confirm(answer.request);
      // An input that changed its type is two values to the algebra and one in a request.
      if (!allows(mine, witness) || allows(theirs, witness)) {
        incomplete = true;
        continue;
      }
      const clearest = fromNowOn(mine, theirs, witness, at);
      changes.push({ witness: clearest, grant, starts: startsThere(mine, theirs, clearest, at) });
      break;
    }
  }
  return { changes: distinct(changes), incomplete };
}

interface Pair {
  readonly a: Region;
  readonly b: Region;
  /** Makes the witness one that shows this pair's difference. */
  readonly confirm: (request: Request) => Request;
}

/**
 * The regions to compare. Where a fact may be older on one side, a fact of an age between is known to that side and
 * unknown to the other: for each set of such facts a pair more, in which the other side does not know them.
 */
function pairs(
  mine: Side,
  theirs: Side,
  at: Instant,
): { readonly list: readonly Pair[]; readonly all: boolean } {
  const stale = staleFacts(mine.policy, theirs.policy);
  const first: Pair = { a: regionFrom(mine, at), b: regionFrom(theirs, at), confirm: (request) => request };
  let list: readonly Pair[] = [first];
  for (const fact of stale.slice(0, MAX_STALE_FACTS))
    list = list.flatMap((pair) => [pair, withStale(pair, fact)]);
  return { list, all: stale.length <= MAX_STALE_FACTS };
}

function withStale({ a, b, confirm }: Pair, fact: StaleFact): Pair {
  const mine = fact.knownTo === "mine";
  return {
    a: mine ? a : withoutFact(a, fact.name),
    b: mine ? withoutFact(b, fact.name) : b,
    confirm: (request) => withStaleFact(confirm(request), fact),
  };
}

function regionFrom({ policy, agent }: Side, at: Instant): Region {
  const life = own(policy.agents, agent) === undefined ? [] : inForce(policy, agent);
  return regionWithin(policy, agent, intersect(life, interval(at, MAX_INSTANT)));
}

/** The same request at the comparison's clock where the two differ on it then; a later time would say that it begins later. */
function fromNowOn(mine: Side, theirs: Side, witness: Request, at: Instant): Request {
  if (witness.time === undefined || Math.floor(Date.parse(witness.time) / 1000) <= at) return witness;
  const now = shifted(witness, at);
  return allows(mine, now) && !allows(theirs, now) ? now : witness;
}

/** Whether the difference begins at the witness's time: a second before, or before the comparison's clock, there is none. */
function startsThere(mine: Side, theirs: Side, witness: Request, at: Instant): boolean {
  const time = witness.time === undefined ? at : Math.floor(Date.parse(witness.time) / 1000);
  if (time <= at) return true;
  const earlier = shifted(witness, time - 1);
  return !(allows(mine, earlier) && !allows(theirs, earlier));
}

const allows = ({ policy, agent }: Side, request: Request): boolean =>
  evaluate(policy, { ...request, agent, approvals: request.approvals?.map((one) => ({ ...one, agent })) }, 0)
    .decision === "allow";

/** The same request at another time, its approvals and facts of the same age. */
function shifted(request: Request, time: Instant): Request {
  const was = Math.floor(Date.parse(request.time ?? "") / 1000);
  const move = (text: string): string =>
    new Date(Date.parse(text) + (time - was) * 1000).toISOString().replace(".000Z", "Z");
  return {
    ...request,
    time: move(request.time ?? ""),
    approvals: request.approvals?.map((approval) => ({ ...approval, at: move(approval.at) })),
    facts:
      request.facts &&
      Object.fromEntries(
        Object.entries(request.facts).map(([name, fact]) => [name, { ...fact, at: move(fact.at) }]),
      ),
  };
}

/** One change for each witness that reads the same but for its time. */
function distinct(changes: readonly Change[]): readonly Change[] {
  const seen = new Set<string>();
  return changes.filter(({ witness }) => {
    const key = JSON.stringify({ ...witness, time: undefined });
    return seen.has(key) ? false : seen.add(key);
  });
}

/** Equal statements in equal lives under equal facts need no algebra. */
function unchanged(old: Policy, fresh: Policy, before: Agent, after: Agent, at: Instant): boolean {
  if (before.name !== after.name || staleFacts(old, fresh).length > 0) return false;
  const from = interval(at, MAX_INSTANT);
  const lives = [intersect(inForce(old, before.name), from), intersect(inForce(fresh, after.name), from)];
  return (
    JSON.stringify(lives[0]) === JSON.stringify(lives[1]) &&
    sameStatements(before.grants, after.grants, grantText) &&
    sameStatements(before.denies, after.denies, denyText) &&
    sameReading(old, fresh)
  );
}

/** Resources of declared services are read as paths, so a service that comes or goes changes what is allowed. */
const sameReading = (old: Policy, fresh: Policy): boolean =>
  JSON.stringify(Object.keys(old.services).sort()) === JSON.stringify(Object.keys(fresh.services).sort());

/** A later end, a later review, or a suspension lifted. */
function renewed(before: Agent, after: Agent): boolean {
  const reviews = (agent: Agent): number => Math.max(0, ...agent.reviewed.map((review) => review.at));
  return (
    after.expires > before.expires ||
    reviews(after) > reviews(before) ||
    (before.suspended !== undefined && after.suspended === undefined)
  );
}

/** Whether both may do the same when both lives are taken to be the sum of the two. */
function sameRights(old: Policy, fresh: Policy, before: Agent, after: Agent, at: Instant): boolean {
  const times = intersect(
    union(inForce(old, before.name), inForce(fresh, after.name)),
    interval(at, MAX_INSTANT),
  );
  const a = regionWithin(old, before.name, times);
  const b = regionWithin(fresh, after.name, times);
  return difference(a, b).kind === "none" && difference(b, a).kind === "none";
}

/** New names of agents that are gone under the old one: the same identity on a platform says so. */
export function renamings(old: Policy, fresh: Policy): ReadonlyMap<string, string> {
  const gone = Object.values(old.agents).filter((agent) => own(fresh.agents, agent.name) === undefined);
  const found = new Map<string, string>();
  for (const agent of Object.values(fresh.agents)) {
    if (own(old.agents, agent.name) !== undefined) continue;
    const keys = new Set(agent.identities.map(identityKey));
    const match = gone.find((candidate) =>
      candidate.identities.some((identity) => keys.has(identityKey(identity))),
    );
    if (match !== undefined && ![...found.values()].includes(match.name)) found.set(agent.name, match.name);
  }
  return found;
}

const identityKey = ({ origin: _, ...identity }: Agent["identities"][number]): string =>
  JSON.stringify(identity);
