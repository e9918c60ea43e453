/** What a `never` takes from cubes, and what it leaves of them. Its actions are taken to match. */
import { type Cube, firstLeft, intersectCubes, isEmptyCube, type Work } from "./cube.ts";
import { variablesOf } from "./grant-cubes.ts";
import type { Language } from "./language.ts";
import { asGlob } from "./pattern.ts";
import type { Atom, Deny } from "./policy.ts";

/**
 * What the denies leave: what is outside of their resources, and where their condition is known to be false. One cube
 * after the other, since a single one is often enough; none more once `work` is too complex.
 */
export function* afterDenies(
  cubes: readonly Cube[],
  denies: readonly Deny[],
  work: Work,
): Generator<Cube, void, undefined> {
  const [deny, ...more] = denies;
  for (const cube of cubes) {
    if (work.tooComplex) return;
    if (!deny) yield cube;
    else {
      yield* afterDenies(outside(cube, deny, work), more, work);
      yield* afterDenies(spared(cube, deny, work), more, work);
    }
  }
}

/** Something that the deny takes: what it covers, but for where its condition is known to be false. */
export function firstTaken(deny: Deny, cubes: readonly Cube[], work: Work): Cube | undefined {
  for (const part of cubes.flatMap((cube) => coveredBy(cube, deny, work))) {
    const spared = (deny.unless ?? []).map((conjunction) => where(part, conjunction));
    const taken = firstLeft([part], spared, work);
    if (taken) return taken;
  }
  return undefined;
}

function outside(cube: Cube, { resources }: Deny, work: Work): readonly Cube[] {
  if (!resources || !cube.resource) return [];
  const resource: Language = {
    ...cube.resource,
    outside: [...cube.resource.outside, ...resources.map(asGlob)],
  };
  return kept({ ...cube, bare: false, resource }, work);
}

function spared(cube: Cube, deny: Deny, work: Work): readonly Cube[] {
  const { unless } = deny;
  if (!unless) return [];
  return coveredBy(cube, deny, work).flatMap((part) =>
    unless.flatMap((conjunction) => intersectCubes(part, where(part, conjunction), work) ?? []),
  );
}

/** A deny with resources also covers requests that name none. */
function coveredBy(cube: Cube, { resources }: Deny, work: Work): readonly Cube[] {
  if (!resources) return [cube];
  const { resource } = cube;
  const globs = resources.map(asGlob);
  return kept({ ...cube, resource: resource && { ...resource, within: [...resource.within, globs] } }, work);
}

function kept(cube: Cube, work: Work): readonly Cube[] {
  return isEmptyCube(cube, work) ? [] : [cube];
}

/** Whether two denies take the same of each other's actions, as they are written. */
export function takeTheSame(one: Deny, other: Deny): boolean {
  return JSON.stringify([one.resources, one.unless]) === JSON.stringify([other.resources, other.unless]);
}

/** Whatever is like the part, but with values that make the conjunction known and true. */
function where(part: Cube, conjunction: readonly Atom[]): Cube {
  return { ...part, values: variablesOf(conjunction) };
}
