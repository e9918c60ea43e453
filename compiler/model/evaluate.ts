/**
 * The meaning of a policy (language reference, Meaning). Everything else that decides or compares is tested against
 * this file; it is written to be read, not to be fast.
 */
import { holds } from "./atom.ts";
import { contains } from "./intervals.ts";
import { own, sameJson } from "./json.ts";
import { type Bound, boundsOf, lineage } from "./life.ts";
import { matches } from "./pattern.ts";
import type {
  ActionPattern,
  Agent,
  Approval,
  Atom,
  Deny,
  Grant,
  Instant,
  Policy,
  Subject,
} from "./policy.ts";
import { knownValue, type Malformed, type ReadRequest, readRequest } from "./read-request.ts";
import { explained } from "./reason.ts";
import type { Decision } from "./request.ts";
import { leastUnmet, type Unmet } from "./unmet.ts";
import { isOpen } from "./window.ts";

/** What decided: for an allow a grant of every agent judged, for a deny the first agent's obstacle. */
export type Verdict =
  | Malformed
  | { readonly kind: "allow"; readonly by: readonly { readonly agent: Agent; readonly grant: Grant }[] }
  | { readonly kind: "unknown-agent"; readonly name: string; readonly child?: Agent }
  /** `holder` is the agent or the ancestor that the bound belongs to. */
  | {
      readonly kind: "not-in-force";
      readonly agent: Agent;
      readonly holder: Agent;
      readonly bound: Bound["kind"];
    }
  /** `unknown` names the values without which the condition is not known to be false; none where it is true. */
  | {
      readonly kind: "never";
      readonly agent: Agent;
      readonly deny: Deny;
      readonly unknown: readonly string[];
    }
  | { readonly kind: "no-grant"; readonly agent: Agent; readonly nearest?: Shortfall };

/** A grant that does not allow, and the first thing that the request lacks for it. */
export interface Shortfall {
  readonly grant: Grant;
  readonly lacks: Lack;
  /** Of a condition. */
  readonly unmet?: Unmet;
}

/** In the order in which a grant is tested: the later, the nearer. */
export const LACKS = ["resource", "range", "window", "condition", "subject", "approval"] as const;
export type Lack = (typeof LACKS)[number];

/** Decides a request of any shape. `at` is the time of one that names none. */
export function evaluate(policy: Policy, request: unknown, at: Instant): Decision {
  return explained(policy, judge(policy, request, at));
}

/** The decision with what led to it. `via` agents are judged after the agent itself, outermost first. */
export function judge(policy: Policy, request: unknown, at: Instant): Verdict {
  const read = readRequest(policy, request, at);
  if ("malformed" in read) return read;
  const by: { agent: Agent; grant: Grant }[] = [];
  for (const name of new Set([read.agent, ...read.via])) {
    const verdict = judgeAgent(policy, read, name);
    if (!("kind" in verdict) || verdict.kind !== "allow") return verdict;
    by.push(...verdict.by);
  }
  return { kind: "allow", by };
}

function judgeAgent(policy: Policy, request: ReadRequest, name: string): Verdict {
  const agent = own(policy.agents, name);
  if (!agent) return { kind: "unknown-agent", name };

  for (const { name: ancestor, agent: holder } of lineage(policy, name)) {
    if (!holder) return { kind: "unknown-agent", name: ancestor, child: agent };
    const outside = boundsOf(policy, holder).find(({ times }) => !contains(times, request.at));
    if (outside) return { kind: "not-in-force", agent, holder, bound: outside.kind };
  }

  const deny = agent.denies.find((candidate) => applies(policy, candidate, request));
  const known = (atom: Atom) => knownValue(policy, request, atom);
  if (deny) {
    const { unknown, untrue } = leastUnmet(deny.unless ?? [], known);
    return { kind: "never", agent, deny, unknown: untrue.length > 0 ? [] : unknown };
  }

  let nearest: Shortfall | undefined;
  for (const grant of agent.grants) {
    if (!matchesAction(grant.actions, request.action)) continue;
    const lacks = firstLack(policy, agent, grant, request);
    if (!lacks) return { kind: "allow", by: [{ agent, grant }] };
    if (nearest && LACKS.indexOf(lacks) <= LACKS.indexOf(nearest.lacks)) continue;
    nearest =
      lacks === "condition"
        ? { grant, lacks, unmet: leastUnmet(grant.condition ?? [], known) }
        : { grant, lacks };
  }
  return { kind: "no-grant", agent, nearest };
}

/** A deny applies unless its condition is known to be false; one with resources covers a request without any, too. */
export function applies(policy: Policy, deny: Deny, request: ReadRequest): boolean {
  return (
    matchesAction(deny.actions, request.action) &&
    (!deny.resources || request.resource === undefined || matchesAny(deny.resources, request.resource)) &&
    !(deny.unless && holds(deny.unless, (atom) => knownValue(policy, request, atom)))
  );
}

/** The first thing that a request for one of the grant's actions lacks; `undefined`: the grant allows it. */
export function firstLack(
  policy: Policy,
  agent: Agent,
  grant: Grant,
  request: ReadRequest,
): Lack | undefined {
  const { resource, at } = request;
  if (!grant.resources.every((globs) => resource !== undefined && matchesAny(globs, resource)))
    return "resource";
  if (at < grant.range.from || at >= grant.range.until) return "range";
  if (!grant.windows.every((window) => isOpen(window, at))) return "window";
  if (!holds(grant.condition, (atom) => knownValue(policy, request, atom))) return "condition";
  if (!coversSubject(grant, request)) return "subject";
  if (!grant.approvals.every((approval) => isApproved(agent, approval, request))) return "approval";
  return undefined;
}

/** Without `on behalf of` the agent acts as itself only; with it, for one of these only. */
function coversSubject({ subjects }: Grant, request: ReadRequest): boolean {
  const { subject, at } = request;
  if (subjects.length === 0) return subject === undefined;
  return subjects.every((any) => subject !== undefined && any.some((one) => isSubject(one, subject, at)));
}

function isSubject(one: Subject, subject: NonNullable<ReadRequest["subject"]>, at: Instant): boolean {
  switch (one.kind) {
    case "group":
      return subject.groups.includes(one.claim);
    case "user":
      return subject.user === one.email;
    case "owner":
      return subject.user === one.email && (one.left === undefined || at < one.left);
  }
}

/** By one of the approvers other than the subject, for exactly this, not too long ago and not in the future. */
export function isApproved(agent: Agent, demand: Approval, request: ReadRequest): boolean {
  return request.approvals.some(
    (approval) =>
      demand.approvers.some(
        ({ email, left }) => email === approval.by && (left === undefined || request.at < left),
      ) &&
      approval.by !== request.subject?.user &&
      approval.agent === agent.name &&
      approval.action === request.action &&
      approval.resource === request.resource &&
      sameJson(approval.inputs, request.inputs) &&
      approval.at <= request.at &&
      request.at - approval.at <= demand.within,
  );
}

export function matchesAction(patterns: readonly ActionPattern[], action: string): boolean {
  return patterns.some(({ text, wildcard }) => (wildcard ? matches(text, action) : text === action));
}

export function matchesAny(globs: readonly string[], text: string): boolean {
  return globs.some((glob) => matches(glob, text));
}
