/**
 * A product of sets, one for each dimension of a request for one action: the resource, the time, the subject, the
 * approvals, and the value of every variable that a condition speaks of.
 */
import { intersect, subtract } from "./intervals.ts";
import {
  type Automata,
  intersectLanguages,
  isEmptyLanguage,
  type Language,
  subtractLanguages,
} from "./language.ts";
import {
  type ApprovalSet,
  approversFor,
  intersectApprovals,
  intersectSubjects,
  type SubjectSet,
  subtractApprovals,
  subtractSubjects,
} from "./people.ts";
import type { IntervalSet, Variable, Window } from "./policy.ts";
import { allValues, intersectValues, isEmptyValues, subtractValues, type ValueSet } from "./value-set.ts";

export interface Cube {
  /** Requests that name no resource are in it. */
  readonly bare: boolean;
  /** The resources; absent: no request that names one is in it. */
  readonly resource?: Language;
  readonly times: IntervalSet;
  /** That must be open, too; `foldWindows` moves them into `times`, and the algebra is done after that. */
  readonly windows: readonly Window[];
  readonly subject: SubjectSet;
  readonly approvals: ApprovalSet;
  /** By kind, name and type. A variable that is not there may have any value or none. */
  readonly values: ReadonlyMap<string, VariableSet>;
}

export interface VariableSet {
  readonly variable: Variable;
  /** Known values; absent: none. */
  readonly known?: ValueSet;
  readonly missing: boolean;
}

/** What one question shares and may spend. Over it, answers are "too complex" and what is empty is not known. */
export interface Work {
  readonly automata: Automata;
  steps: number;
  tooComplex: boolean;
}

/** Pieces that one question may look at. */
const MAX_STEPS = 200_000;

export function newWork(): Work {
  return { automata: new Map(), steps: 0, tooComplex: false };
}

/** Whether no request is in it. */
export function isEmptyCube(cube: Cube, work: Work): boolean {
  if (++work.steps > MAX_STEPS) work.tooComplex = true;
  if (cube.times.length === 0 || !approversFor(cube.subject, cube.approvals)) return true;
  for (const set of cube.values.values()) if (isEmptyVariable(set, work)) return true;
  return !cube.bare && (!cube.resource || decided(isEmptyLanguage(cube.resource, work.automata), work));
}

function isEmptyVariable({ known, missing }: VariableSet, work: Work): boolean {
  return !missing && (!known || decided(isEmptyValues(known, work.automata), work));
}

function decided(answer: boolean | "too-complex", work: Work): boolean {
  if (answer === "too-complex") work.tooComplex = true;
  return answer === true;
}

/** What is in both; `undefined` where that is nothing. */
export function intersectCubes(a: Cube, b: Cube, work: Work): Cube | undefined {
  const times = intersect(a.times, b.times);
  const subject = times.length > 0 ? intersectSubjects(a.subject, b.subject) : undefined;
  if (!subject) return undefined;
  const both: Cube = {
    bare: a.bare && b.bare,
    resource: a.resource && b.resource && intersectLanguages(a.resource, b.resource),
    times,
    windows: a.windows,
    subject,
    approvals: intersectApprovals(a.approvals, b.approvals),
    values: intersectVariables(a.values, b.values),
  };
  return isEmptyCube(both, work) ? undefined : both;
}

function intersectVariables(a: Cube["values"], b: Cube["values"]): Cube["values"] {
  if (b.size === 0) return a;
  const both = new Map(a);
  for (const [key, theirs] of b) {
    const mine = both.get(key);
    both.set(key, mine ? intersectVariable(mine, theirs) : theirs);
  }
  return both;
}

export function intersectVariable(a: VariableSet, b: VariableSet): VariableSet {
  return {
    variable: a.variable,
    known: a.known && b.known && intersectValues(a.known, b.known),
    missing: a.missing && b.missing,
  };
}

/**
 * What is in `a` and not in `b`, as a union: for each dimension what `a` has there and `b` has not. Pieces after the
 * first are cut to `b` in time and subject, so that most of them turn out empty at once.
 */
function subtractCube(a: Cube, b: Cube, work: Work): readonly Cube[] {
  if (!intersectCubes(a, b, work)) return [a];
  const pieces: Cube[] = [{ ...a, times: subtract(a.times, b.times) }];
  const inTime = { ...a, times: intersect(a.times, b.times) };
  pieces.push(...subtractSubjects(a.subject, b.subject).map((subject) => ({ ...inTime, subject })));
  const rest = { ...inTime, subject: intersectSubjects(a.subject, b.subject) ?? a.subject };
  if (a.approvals !== b.approvals)
    pieces.push(...subtractApprovals(a.approvals, b.approvals).map((approvals) => ({ ...rest, approvals })));
  if (a.bare && !b.bare) pieces.push({ ...rest, resource: undefined });
  const { resource } = a;
  if (resource && resource !== b.resource) {
    const languages = restOf(resource, b.resource);
    pieces.push(...languages.map((language) => ({ ...rest, bare: false, resource: language })));
  }
  for (const [key, theirs] of b.values)
    for (const mine of subtractVariable(a.values.get(key), theirs))
      pieces.push({ ...rest, values: new Map([...a.values, [key, mine]]) });
  return pieces.filter((piece) => !isEmptyCube(piece, work));
}

function subtractVariable(mine: VariableSet | undefined, theirs: VariableSet): readonly VariableSet[] {
  const { variable, known: theirKnown } = theirs;
  const known = mine ? mine.known : theirKnown && allValues(theirKnown);
  const missing = mine ? mine.missing : true;
  const pieces: VariableSet[] = [];
  if (missing && !theirs.missing) pieces.push({ variable, missing: true });
  if (known && theirKnown)
    for (const values of subtractValues(known, theirKnown))
      pieces.push({ variable, known: values, missing: false });
  else if (known) pieces.push({ variable, known, missing: false });
  return pieces;
}

/** Whether all of `a` is in `b`. */
function isWithin(a: Cube, b: Cube, work: Work): boolean {
  if (subtract(a.times, b.times).length > 0) return false;
  const languages = !a.resource || a.resource === b.resource ? [] : restOf(a.resource, b.resource);
  return (
    subtractSubjects(a.subject, b.subject).length === 0 &&
    (b.bare || !a.bare || isEmptyCube({ ...a, resource: undefined }, work)) &&
    [...b.values].every(([key, theirs]) =>
      subtractVariable(a.values.get(key), theirs).every((mine) => isEmptyVariable(mine, work)),
    ) &&
    languages.every((language) => decided(isEmptyLanguage(language, work.automata), work)) &&
    subtractApprovals(a.approvals, b.approvals).every(
      (approvals) => !approversFor(a.subject, approvals) || isEmptyCube({ ...a, approvals }, work),
    )
  );
}

function restOf(mine: Language, theirs: Language | undefined): readonly Language[] {
  return theirs ? subtractLanguages(mine, theirs) : [mine];
}

/**
 * A part of one of `cubes` that is in none of `others`; `undefined`: there is none, or `work` says that this became too
 * much. A cube that one of the others holds is gone at once; else it is cut at one that it meets, and so on.
 */
export function firstLeft(cubes: readonly Cube[], others: readonly Cube[], work: Work): Cube | undefined {
  for (const cube of cubes) {
    if (work.tooComplex) return undefined;
    if (others.some((other) => isWithin(cube, other, work))) continue;
    const [first, ...more] = others.filter((other) => intersectCubes(cube, other, work));
    const left = first ? firstLeft(subtractCube(cube, first, work), more, work) : cube;
    if (left && (first || !isEmptyCube(left, work))) return left;
  }
  return undefined;
}
