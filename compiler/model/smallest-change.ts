/** What would turn a deny into an allow: of the request, and of the policy. */

import { variableName } from "./atom.ts";
import { type Cube, newWork, type Work } from "./cube.ts";
import { hasResource, hasSubject, hasValue, isMet, valueNow } from "./cube-match.ts";
import { afterDenies } from "./deny-cubes.ts";
import { evaluate, judge, matchesAction, type Verdict } from "./evaluate.ts";
import { grantCubes } from "./grant-cubes.ts";
import { contains } from "./intervals.ts";
import { isObject } from "./json.ts";
import { findText } from "./language.ts";
import { inForce } from "./life.ts";
import { nearestInstant, nearTimes } from "./near-times.ts";
import type { Agent, Instant, Policy } from "./policy.ts";
import { type PolicyChange, policyChange } from "./policy-change.ts";
import { type ReadRequest, readRequest, readsPaths } from "./read-request.ts";
import type { Request } from "./request.ts";
import { durationInWords, formatInstant, instantInWords } from "./time.ts";
import { nearestMember } from "./value-set.ts";
import { plain } from "./witness.ts";

export interface SmallestChange {
  /** The request with the fewest parts changed that is allowed, and each change as a phrase; absent: none is. */
  readonly request?: { readonly request: Request; readonly changes: readonly string[] };
  readonly policy: PolicyChange;
}

/** For a denied request of an agent that exists; `undefined` for any other, and for a malformed one. */
export function smallestChange(policy: Policy, request: unknown, at: Instant): SmallestChange | undefined {
  const verdict = judge(policy, request, at);
  const read = readRequest(policy, request, at);
  if ("malformed" in verdict || "malformed" in read || !isObject(request)) return undefined;
  if (verdict.kind === "allow" || verdict.kind === "unknown-agent") return undefined;
  return {
    request: changedRequest(policy, request, read, verdict),
    policy: policyChange(policy, verdict, read),
  };
}

type Denied = Exclude<Verdict, { readonly kind: "allow" | "unknown-agent" } | { readonly malformed: string }>;
type Json = Readonly<Record<string, unknown>>;

/** Parts of a request that a cube asks otherwise, the more troublesome ones counting more. */
const COST = { time: 2, approval: 2, value: 2, subject: 3, resource: 5 } as const;

function changedRequest(
  policy: Policy,
  request: Json,
  read: ReadRequest,
  { agent }: Denied,
): SmallestChange["request"] {
  const work = newWork();
  const candidates = cubesNear(policy, agent, read, work)
    .map((cube) => ({ cube, cost: costOf(policy, agent, read, cube) }))
    .sort((a, b) => a.cost - b.cost);
  for (const { cube } of candidates) {
    const changed = moveInto(policy, agent, request, read, cube, work);
    if (changed && evaluate(policy, changed.request, read.at).decision === "allow") return changed;
  }
  return undefined;
}

/** What the agent's grants give of this action about the request's time, after its denies. */
function cubesNear(policy: Policy, agent: Agent, read: ReadRequest, work: Work): readonly Cube[] {
  const life = inForce(policy, agent.name);
  const shape = readsPaths(policy, read.action) ? "path" : "name";
  const cubes = agent.grants
    .filter(({ actions }) => matchesAction(actions, read.action))
    .flatMap((grant) => grantCubes(grant, life, shape))
    .map((cube) => ({ ...cube, times: nearTimes(cube, read.at), windows: [] }));
  const denies = agent.denies.filter(({ actions }) => matchesAction(actions, read.action));
  return [...afterDenies(cubes, denies, work)].filter(({ times }) => times.length > 0);
}

function costOf(policy: Policy, agent: Agent, read: ReadRequest, cube: Cube): number {
  const values = [...cube.values.values()].filter((set) => !hasValue(policy, read, set));
  return (
    (contains(cube.times, read.at) ? 0 : COST.time) +
    (hasResource(cube, read.resource) ? 0 : COST.resource) +
    (hasSubject(cube, read) ? 0 : COST.subject) +
    cube.approvals.given.filter((demand) => !isMet(agent, demand, read)).length * COST.approval +
    values.length * COST.value
  );
}

/** The request with everything changed that the cube asks otherwise; approvals last, since they repeat the rest. */
function moveInto(
  policy: Policy,
  agent: Agent,
  request: Json,
  read: ReadRequest,
  cube: Cube,
  work: Work,
): SmallestChange["request"] {
  const changes: string[] = [];
  const at = contains(cube.times, read.at) ? read.at : nearestInstant(cube.times, read.at);
  if (at === undefined) return undefined;
  if (at !== read.at) changes.push(`at ${instantInWords(at)}`);

  let resource = read.resource;
  if (!hasResource(cube, resource)) {
    const found = cube.resource && findText(cube.resource, work.automata);
    if (!cube.bare && found?.kind !== "witness") return undefined;
    resource = cube.bare || found?.kind !== "witness" ? undefined : found.text;
    changes.push(resource === undefined ? "without a resource" : `on ${resource}`);
  }

  let subject = read.subject;
  if (!hasSubject(cube, read)) {
    subject = subjectFor(cube, read);
    changes.push(
      subject ? `on behalf of ${subject.user}${inGroups(subject.groups)}` : "as itself, on behalf of nobody",
    );
  }

  const time = formatInstant(at);
  const parts = { input: { ...read.inputs }, context: { ...read.context }, fact: { ...read.facts } };
  for (const set of cube.values.values()) {
    const { variable } = set;
    const kept = hasValue(policy, read, set);
    if (kept && variable.kind !== "fact") continue;
    const value = kept
      ? valueNow(policy, read, set)
      : set.known && nearestMember(set.known, valueNow(policy, read, set), work.automata);
    if (!value) continue;
    if (!kept) changes.push(`with ${variableName(variable)} ${JSON.stringify(plain(value))}`);
    if (kept && at === read.at) continue;
    const shown = variable.kind === "fact" ? { value: plain(value), at: time } : plain(value);
    Object.defineProperty(parts[variable.kind], variable.name, {
      value: shown,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }

  const asked = {
    ...request,
    agent: read.agent,
    action: read.action,
    resource,
    time,
    on_behalf_of: subject,
    inputs: given(request.inputs, parts.input),
    context: given(request.context, parts.context),
    facts: given(request.facts, parts.fact),
  };
  const now = readRequest(policy, asked, at);
  if ("malformed" in now) return undefined;
  const added = cube.approvals.given
    .filter((demand) => !isMet(agent, demand, now))
    .flatMap(({ emails, within }) => {
      const by = emails.find((email) => email !== subject?.user);
      return by === undefined ? [] : [{ by, within }];
    });
  for (const { by, within } of added)
    changes.push(`approved by ${by} for exactly this, at most ${durationInWords(within)} before`);
  const { action } = read;
  const approvals = [
    ...read.approvals.map((one) => ({ ...one, at: formatInstant(one.at) })),
    ...added.map(({ by }) => ({ by, at: time, agent: agent.name, action, resource, inputs: now.inputs })),
  ];
  return { request: withoutAbsent({ ...asked, via: read.via, approvals }), changes };
}

function subjectFor({ subject }: Cube, read: ReadRequest): ReadRequest["subject"] {
  if (subject.kind === "self") return undefined;
  const user = subject.is ?? read.subject?.user ?? "someone@example.com";
  return { user, groups: [...new Set([...(read.subject?.groups ?? []), ...subject.groups])] };
}

function inGroups(groups: readonly string[]): string {
  return groups.length === 0 ? "" : ` in ${groups.join(", ")}`;
}

function given(before: unknown, after: Json): Json | undefined {
  return before === undefined && Object.keys(after).length === 0 ? undefined : after;
}

/** Without parts that say nothing. */
function withoutAbsent(asked: Json & Pick<Request, "agent" | "action">): Request {
  const said = Object.entries(asked).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return { ...Object.fromEntries(said), agent: asked.agent, action: asked.action };
}
