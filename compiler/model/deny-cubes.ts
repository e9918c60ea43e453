/** What a `never` takes from cubes, and what it leaves of them. Its actions are taken to match. */
import { type Cube, intersectCubes, isEmptyCube, subtractCubes, type Work } from "./cube.ts";
import { variablesOf } from "./grant-cubes.ts";
import type { Language } from "./language.ts";
import { asGlob } from "./pattern.ts";
import type { Atom, Deny } from "./policy.ts";

/** What the denies leave: what is outside of their resources, and where their condition is known to be false. */
export function afterDenies(cubes: readonly Cube[], denies: readonly Deny[], work: Work): readonly Cube[] {
  let left = cubes;
  for (const deny of denies)
    left = left.flatMap((cube) => [...outside(cube, deny, work), ...spared(cube, deny, work)]);
  return left;
}

/** What the deny takes: what it covers, but for where its condition is known to be false. */
export function takenBy(deny: Deny, cubes: readonly Cube[], work: Work): readonly Cube[] {
  const covered = cubes.flatMap((cube) => coveredBy(cube, deny, work));
  return covered.flatMap((part) =>
    subtractCubes(
      [part],
      (deny.unless ?? []).map((conjunction) => where(part, conjunction)),
      work,
    ),
  );
}

function outside(cube: Cube, { resources }: Deny, work: Work): readonly Cube[] {
  if (!resources || !cube.resource) return [];
  const resource: Language = {
    ...cube.resource,
    outside: [...cube.resource.outside, ...resources.map(asGlob)],
  };
  return unlessEmpty({ ...cube, bare: false, resource }, work);
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
  return unlessEmpty(
    { ...cube, resource: resource && { ...resource, within: [...resource.within, globs] } },
    work,
  );
}

function unlessEmpty(cube: Cube, work: Work): readonly Cube[] {
  return isEmptyCube(cube, work) ? [] : [cube];
}

/** Whatever is like the part, but with values that make the conjunction known and true. */
function where(part: Cube, conjunction: readonly Atom[]): Cube {
  return { ...part, values: variablesOf(conjunction) };
}
