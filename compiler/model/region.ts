/**
 * What an agent may do, as a region: unions of cubes for its `may`s and `never`s. Inclusion is decided exactly, with a
 * request as witness (language reference, Soundness). `via` is no dimension: a region is one agent's.
 */
import { type ActionClass, actionClasses } from "./action-class.ts";
import { type Cube, firstLeft, newWork, type Work } from "./cube.ts";
import { afterDenies, firstTaken, takeTheSame } from "./deny-cubes.ts";
import { foldWindows } from "./fold-windows.ts";
import { grantCubes } from "./grant-cubes.ts";
import { intersect, interval } from "./intervals.ts";
import { own } from "./json.ts";
import { inForce } from "./life.ts";
import {
  type Deny,
  type Grant,
  type Instant,
  type IntervalSet,
  MAX_INSTANT,
  MIN_INSTANT,
  type Policy,
} from "./policy.ts";
import { readsPaths } from "./read-request.ts";
import type { Request } from "./request.ts";
import { witnessOf } from "./witness.ts";

export interface Region {
  readonly agent: string;
  readonly times: IntervalSet;
  readonly grants: readonly Grant[];
  readonly denies: readonly Deny[];
  /** Whether resources of this action are read as paths. */
  readonly readsPaths: (action: string) => boolean;
}

export type Answer =
  | { readonly kind: "witness"; readonly request: Request }
  | { readonly kind: "none" }
  /** Over a stated limit; takes absurd patterns or conditions. */
  | { readonly kind: "too-complex" };

/** What the agent may do from an instant on; of an unknown agent, nothing. */
export function regionOf(policy: Policy, agent: string, from: Instant = MIN_INSTANT): Region {
  return regionWithin(policy, agent, intersect(inForce(policy, agent), interval(from, MAX_INSTANT)));
}

/** What the agent's statements say, taking it to be in force at these times. */
export function regionWithin(policy: Policy, agent: string, times: IntervalSet): Region {
  const { grants = [], denies = [] } = own(policy.agents, agent) ?? {};
  return { agent, times, grants, denies, readsPaths: (action) => readsPaths(policy, action) };
}

/** The region of some of the agent's grants alone, its denies included. */
export function grantRegion(region: Region, grants: readonly Grant[]): Region {
  return { ...region, grants };
}

/** A request that `a` allows and `b` does not, made by `a`'s agent; for `b`, `askedBy` its own. */
export function difference(a: Region, b: Region, work: Work = newWork()): Answer {
  if (a.grants.length === 0 || a.times.length === 0) return { kind: "none" };
  const lists = [a.grants, a.denies, b.grants, b.denies].flatMap((part) =>
    part.map(({ actions }) => actions),
  );
  const classes = actionClasses(lists, (index) => index < a.grants.length, work.automata);
  if (!classes) return { kind: "too-complex" };
  for (const one of classes) {
    const [grants, denies, theirGrants, theirDenies] = membersOf(one, a.grants, a.denies, b.grants, b.denies);
    const [mine = [], theirs = []] = foldWindows([
      cubesOf(a, grants, one.action),
      cubesOf(b, theirGrants, one.action),
    ]);
    const known = theirDenies.every((deny) => denies.some((one) => takeTheSame(one, deny)));
    if (known && !firstLeft(mine, theirs, work) && !work.tooComplex) continue;
    const extra = firstExtra(afterDenies(mine, denies, work), theirs, theirDenies, work);
    const request = extra && witnessOf(extra, { agent: a.agent, action: one.action }, work.automata);
    if (request) return { kind: "witness", request };
    if (extra || work.tooComplex) return { kind: "too-complex" };
  }
  return { kind: "none" };
}

/** Whether `a` allows everything that `b` does. */
export function covers(a: Region, b: Region): boolean | "too-complex" {
  const { kind } = difference(b, a);
  return kind === "too-complex" ? kind : kind === "none";
}

/** A request that the region allows. */
export function memberOfRegion(region: Region, work: Work = newWork()): Answer {
  return difference(region, { ...region, grants: [], denies: [] }, work);
}

/** Whether the region allows nothing at all. */
export function isEmpty(region: Region): boolean | "too-complex" {
  const { kind } = memberOfRegion(region);
  return kind === "too-complex" ? kind : kind === "none";
}

/** The same request as another agent's, its approvals included. */
export function askedBy(request: Request, agent: string): Request {
  const { approvals } = request;
  return {
    ...request,
    agent,
    ...(approvals && { approvals: approvals.map((approval) => ({ ...approval, agent })) }),
  };
}

/** Those statements of four lists, numbered one after the other, that name the class. */
function membersOf(
  { members }: ActionClass,
  grants: readonly Grant[],
  denies: readonly Deny[],
  theirGrants: readonly Grant[],
  theirDenies: readonly Deny[],
): readonly [readonly Grant[], readonly Deny[], readonly Grant[], readonly Deny[]] {
  const from = (offset: number) => (_: unknown, index: number) => members.has(offset + index);
  const [second, third] = [grants.length, grants.length + denies.length];
  return [
    grants.filter(from(0)),
    denies.filter(from(second)),
    theirGrants.filter(from(third)),
    theirDenies.filter(from(third + theirGrants.length)),
  ];
}

/** The grants' cubes for requests of this action. */
export function cubesOf(region: Region, grants: readonly Grant[], action: string): readonly Cube[] {
  const shape = region.readsPaths(action) ? "path" : "name";
  return grants.flatMap((grant) => grantCubes(grant, region.times, shape));
}

/** A part of what one side allows that the other one does not give, or takes away. */
function firstExtra(
  allowed: Iterable<Cube>,
  theirs: readonly Cube[],
  theirDenies: readonly Deny[],
  work: Work,
): Cube | undefined {
  for (const cube of allowed) {
    const left = firstLeft([cube], theirs, work);
    if (left) return left;
    for (const deny of theirDenies) {
      const taken = firstTaken(deny, [cube], work);
      if (taken) return taken;
    }
  }
  return undefined;
}
