/** What of a condition a request leaves open, for explanations. */
import { satisfies, variableName } from "./atom.ts";
import { atomInWords } from "./condition-words.ts";
import type { Atom, Dnf } from "./policy.ts";
import type { TypedValue } from "./typed.ts";

export interface Unmet {
  /** Names of values that are missing, or of a wrong type, or too old: `amount`, `request.ip`. */
  readonly unknown: readonly string[];
  /** Atoms that are known and false, as they are written. */
  readonly untrue: readonly string[];
}

/**
 * Of a normal form that does not hold, the alternative that lacks least: first by how many atoms are known and false,
 * then by how many values are not known. A form without alternatives lacks nothing that a request could bring.
 */
export function leastUnmet(dnf: Dnf, knownValue: (atom: Atom) => TypedValue | undefined): Unmet {
  let least: Unmet | undefined;
  for (const conjunction of dnf) {
    const unknown = new Set<string>();
    const untrue: string[] = [];
    for (const atom of conjunction) {
      const value = knownValue(atom);
      if (value === undefined) unknown.add(variableName(atom.variable));
      else if (!satisfies(atom, value)) untrue.push(atomInWords(atom));
    }
    const one: Unmet = { unknown: [...unknown], untrue };
    if (least === undefined || lacksLess(one, least)) least = one;
  }
  return least ?? { unknown: [], untrue: [] };
}

const lacksLess = (one: Unmet, other: Unmet): boolean =>
  one.untrue.length - other.untrue.length < 0 ||
  (one.untrue.length === other.untrue.length && one.unknown.length < other.unknown.length);
