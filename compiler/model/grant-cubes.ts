/** What one grant gives, as cubes: one for each conjunction, kind of subject, and set of approvers there at the time. */
import { type Cube, intersectVariable, type VariableSet } from "./cube.ts";
import { intersect, interval } from "./intervals.ts";
import type { Language } from "./language.ts";
import { asGlob } from "./pattern.ts";
import { ANY_USER, type Demand, intersectSubjects, SELF, type SubjectSet } from "./people.ts";
import {
  type Approval,
  type Atom,
  type Grant,
  type IntervalSet,
  MAX_INSTANT,
  MIN_INSTANT,
  type Subject,
} from "./policy.ts";
import { valuesOf } from "./value-set.ts";

/** The grant within `times` (the agent's), without regard to its actions; `shape` is that of their resources. */
export function grantCubes(grant: Grant, times: IntervalSet, shape: Language["shape"]): readonly Cube[] {
  const inRange = intersect(times, interval(grant.range.from, grant.range.until));
  if (inRange.length === 0) return [];
  const resource: Language = { within: grant.resources.map((any) => any.map(asGlob)), outside: [], shape };
  const conjunctions = (grant.condition ?? [[]]).map(variablesOf);
  return subjectsOf(grant.subjects).flatMap((subject) =>
    approvalsOf(grant.approvals, intersect(inRange, subject.times)).flatMap((approval) =>
      conjunctions.map((values) => ({
        bare: grant.resources.length === 0,
        resource,
        times: approval.times,
        windows: grant.windows,
        subject: subject.set,
        approvals: { given: approval.demands, refused: [] },
        values,
      })),
    ),
  );
}

/** The values for which all atoms of a conjunction are known and hold. */
export function variablesOf(conjunction: readonly Atom[]): ReadonlyMap<string, VariableSet> {
  const values = new Map<string, VariableSet>();
  for (const atom of conjunction) {
    const { variable } = atom;
    const key = `${variable.kind} ${variable.name} ${atom.type}`;
    const set: VariableSet = { variable, known: valuesOf(atom), missing: false };
    const before = values.get(key);
    values.set(key, before ? intersectVariable(before, set) : set);
  }
  return values;
}

interface TimedSubject {
  readonly set: SubjectSet;
  readonly times: IntervalSet;
}

/** One alternative of each `on behalf of`, in every combination; one who leaves is a subject until then. */
function subjectsOf(lists: Grant["subjects"]): readonly TimedSubject[] {
  if (lists.length === 0) return [{ set: SELF, times: interval(MIN_INSTANT, MAX_INSTANT) }];
  let combined: readonly TimedSubject[] = [{ set: ANY_USER, times: interval(MIN_INSTANT, MAX_INSTANT) }];
  for (const any of lists)
    combined = combined.flatMap((before) =>
      any.flatMap((one) => {
        const next = subjectOf(one);
        const set = intersectSubjects(before.set, next.set);
        const times = intersect(before.times, next.times);
        return set && times.length > 0 ? [{ set, times }] : [];
      }),
    );
  return combined;
}

function subjectOf(one: Subject): TimedSubject {
  const always = interval(MIN_INSTANT, MAX_INSTANT);
  switch (one.kind) {
    case "group":
      return { set: { ...ANY_USER, groups: [one.claim] }, times: always };
    case "user":
      return { set: { ...ANY_USER, is: one.email }, times: always };
    case "owner":
      return { set: { ...ANY_USER, is: one.email }, times: interval(MIN_INSTANT, one.left ?? MAX_INSTANT) };
  }
}

/** The demands with the approvers that are there, in stretches of time in which these are the same. */
function approvalsOf(
  approvals: readonly Approval[],
  times: IntervalSet,
): readonly { readonly demands: readonly Demand[]; readonly times: IntervalSet }[] {
  const leaves = approvals.flatMap(({ approvers }) => approvers.flatMap(({ left }) => left ?? []));
  const cuts = [...new Set([MIN_INSTANT, ...leaves, MAX_INSTANT])].sort((a, b) => a - b);
  return cuts.slice(1).flatMap((until, index) => {
    const from = cuts[index] ?? MIN_INSTANT;
    const stretch = intersect(times, interval(from, until));
    const demands = approvals.map(({ approvers, within }) => ({
      emails: approvers
        .filter(({ left }) => left === undefined || left > from)
        .map(({ email }) => email)
        .sort(),
      within,
    }));
    return stretch.length > 0 && demands.every(({ emails }) => emails.length > 0)
      ? [{ demands, times: stretch }]
      : [];
  });
}
