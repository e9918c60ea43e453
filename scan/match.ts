/** Which agent of the policy each agent of the code is. */
import type { Agent } from "../compiler/model/policy.ts";
import { type FoundAgent, policyName } from "./identity.ts";
import { matchesPath } from "./path-glob.ts";

export interface Matching {
  /** The policy's agent (qualified name) by the group of found agents. */
  readonly declaredAs: ReadonlyMap<string, string>;
  /** Groups that could be one of several declarations. */
  readonly undecided: ReadonlyMap<string, readonly string[]>;
  /** Declarations that several groups claim. */
  readonly shared: ReadonlyMap<string, readonly string[]>;
}

/** Agents that need a declaration, by group, in the order of their first sites. */
export function declarable(found: readonly FoundAgent[]): ReadonlyMap<string, readonly FoundAgent[]> {
  const groups = new Map<string, FoundAgent[]>();
  for (const agent of found) {
    if (!needsDeclaration(agent)) continue;
    const list = groups.get(agent.group);
    if (list === undefined) groups.set(agent.group, [agent]);
    else list.push(agent);
  }
  return groups;
}

/**
 * The first that applies decides: the name in a `remit:` comment, `code` in the policy, a name that is written in the
 * code (as a policy would write it), a symbol, the only agent in a declared `source`. An agent with `source` is only
 * found there, unless a comment or `code` says otherwise. Hosts, cards and the like need no declaration.
 */
export function match(found: readonly FoundAgent[], declared: readonly Agent[]): Matching {
  const groups = declarable(found);
  const declaredAs = new Map<string, string>();
  const undecided = new Map<string, readonly string[]>();
  for (const [group, agents] of groups) {
    const candidates = candidatesFor(agents, declared);
    const [only] = candidates;
    if (candidates.length === 1 && only !== undefined) declaredAs.set(group, only.name);
    else if (candidates.length > 1) undecided.set(group, candidates.map((agent) => agent.name).sort());
  }
  byPlace(groups, declared, declaredAs, undecided);
  const claims = new Map<string, string[]>();
  for (const [group, name] of declaredAs) claims.set(name, [...(claims.get(name) ?? []), group]);
  const shared = new Map([...claims].filter(([, claimants]) => claimants.length > 1));
  return { declaredAs, undecided, shared };
}

export function needsDeclaration(agent: { readonly tier: FoundAgent["tier"] }): boolean {
  return agent.tier === "explicit" || agent.tier === "implicit";
}

function candidatesFor(agents: readonly FoundAgent[], declared: readonly Agent[]): readonly Agent[] {
  const annotated = agents.flatMap((agent) => agent.declaredName ?? []);
  if (annotated.length > 0)
    return declared.filter((agent) =>
      annotated.some((name) => name === agent.name || name === simple(agent.name)),
    );
  const names = agents.flatMap((agent) => (agent.name === null ? [] : [agent.name]));
  const aliases = agents.flatMap((agent) => agent.aliases);
  const byCode = declared.filter(
    (agent) => agent.code !== undefined && [...names, ...aliases].includes(agent.code),
  );
  if (byCode.length > 0) return nearest(agents, byCode);
  for (const words of [names, aliases]) {
    const wanted = new Set(words.map(policyName));
    const byName = declared.filter(
      (agent) =>
        agent.code === undefined &&
        isInSource(agents, agent) &&
        (wanted.has(policyName(simple(agent.name))) ||
          (agent.title !== undefined && wanted.has(policyName(agent.title)))),
    );
    if (byName.length > 0) return nearest(agents, byName);
  }
  return [];
}

/** Of several, those whose `source` holds the agents, if any does. */
function nearest(agents: readonly FoundAgent[], declared: readonly Agent[]): readonly Agent[] {
  const inside = declared.filter((agent) => agent.source.length > 0 && isInSource(agents, agent));
  return inside.length > 0 ? inside : declared;
}

function isInSource(agents: readonly FoundAgent[], declared: Agent): boolean {
  return (
    declared.source.length === 0 ||
    agents.some((agent) => declared.source.some((glob) => matchesPath(glob, agent.file)))
  );
}

function simple(name: string): string {
  return name.split(".").at(-1) ?? name;
}

/** Declarations that no name led to, and the only agent in their source that no name led to either. */
function byPlace(
  groups: ReadonlyMap<string, readonly FoundAgent[]>,
  declared: readonly Agent[],
  declaredAs: Map<string, string>,
  undecided: ReadonlyMap<string, readonly string[]>,
): void {
  const taken = new Set(declaredAs.values());
  for (const agent of declared) {
    if (taken.has(agent.name) || agent.source.length === 0 || agent.code !== undefined) continue;
    const inside = [...groups].filter(
      ([group, agents]) =>
        !declaredAs.has(group) &&
        !undecided.has(group) &&
        // A comment that names no agent of the policy is a mistake to be told, not to be guessed over.
        agents.every(({ declaredName }) => declaredName === undefined) &&
        isInSource(agents, agent),
    );
    const rivals = declared.filter(
      (other) =>
        other !== agent &&
        !taken.has(other.name) &&
        other.source.length > 0 &&
        inside.some(([, agents]) => isInSource(agents, other)),
    );
    const [only] = inside;
    if (inside.length === 1 && only !== undefined && rivals.length === 0) declaredAs.set(only[0], agent.name);
  }
}
