/** Facts whose permitted age differs between two policies: between the two ages one side knows them and the other does not. */
import { formatInstant } from "../literals.ts";
import { own } from "./json.ts";
import type { Dnf, Policy } from "./policy.ts";
import type { Region } from "./region.ts";
import type { Request } from "./request.ts";

export interface StaleFact {
  readonly name: string;
  /** An age in seconds at which only one side knows it. */
  readonly age: number;
  readonly knownTo: "mine" | "theirs";
}

/** Each fact that both declare, of one type, with different `fresh`; and each that only one declares or types otherwise. */
export function staleFacts(mine: Policy, theirs: Policy): readonly StaleFact[] {
  return Object.values(mine.facts).flatMap((fact): readonly StaleFact[] => {
    const other = own(theirs.facts, fact.name);
    if (other === undefined || other.type !== fact.type || other.fresh === fact.fresh) return [];
    return [
      {
        name: fact.name,
        age: Math.max(fact.fresh, other.fresh),
        knownTo: fact.fresh > other.fresh ? "mine" : "theirs",
      },
    ];
  });
}

/** The region of a side to which the fact is never known: what needs it is not allowed, what it could switch off is denied. */
export function withoutFact(region: Region, name: string): Region {
  return {
    ...region,
    grants: region.grants.map((grant) =>
      grant.condition === undefined ? grant : { ...grant, condition: without(grant.condition, name) },
    ),
    denies: region.denies.map((deny) =>
      deny.unless === undefined ? deny : { ...deny, unless: without(deny.unless, name) },
    ),
  };
}

const without = (dnf: Dnf, name: string): Dnf =>
  dnf.filter((atoms) => !atoms.some(({ variable }) => variable.kind === "fact" && variable.name === name));

/** The request with the fact attested so long ago that only one side still knows it. */
export function withStaleFact(request: Request, { name, age }: StaleFact): Request {
  const fact = own(request.facts ?? {}, name);
  if (fact === undefined || request.time === undefined) return request;
  const at = formatInstant(Math.floor(Date.parse(request.time) / 1000) - age);
  return { ...request, facts: { ...request.facts, [name]: { ...fact, at } } };
}
