/** What Keycloak can enforce by itself: who gets a token with which scope. It sees no request to the API behind it. */
import { own } from "../../model/json.ts";
import type { ActionPattern, Grant, Policy } from "../../model/policy.ts";
import type { Target } from "../../model/test-and-target.ts";
import { type Ability, type Capabilities, cannot, native, scheduled, tokenLead } from "../capabilities.ts";
import { type Scope, scopeNameFault, scopeOf, scopesByName } from "./scopes.ts";

/** A lifespan is a positive 32-bit integer of seconds. */
const longestSession = 2_147_483_647;

/** The table for one policy: which scopes share a name, and who acts for which groups, is known of it as a whole. */
export function capabilitiesFor(policy: Policy, target: Target): Capabilities {
  const byName = scopesByName(policy);
  const groups = groupsByScope(policy, target);
  return {
    kind: "keycloak",
    action: (action) => !action.wildcard && scopeOf(policy, action.text) !== undefined,
    actions: (actions) => actionsAbility(policy, byName, actions),
    range: scheduled("Keycloak has no end date for a client or a scope"),
    session: (seconds) =>
      seconds >= 1 && seconds <= longestSession
        ? native
        : cannot("a token's lifespan is a positive 32-bit number of seconds"),
    approval: () => cannot("Keycloak knows no approval of a single call"),
    subject: (subjects, actions) => subjectAbility(policy, groups, subjects, actions),
    window: () => cannot("Keycloak has no recurring windows"),
    condition: () => cannot("Keycloak issues tokens and does not see the calls"),
    resource: () => cannot("Keycloak issues tokens and does not see the resource of a call"),
    deny: () => cannot("a scope is granted as a whole, and a part of it cannot be excepted"),
    lead: tokenLead,
  };
}

function actionsAbility(
  policy: Policy,
  byName: ReadonlyMap<string, readonly Scope[]>,
  actions: readonly ActionPattern[],
): Ability {
  const granted = new Set(actions.map((action) => action.text));
  for (const { text } of actions) {
    const scope = scopeOf(policy, text);
    if (scope === undefined) return cannot(`${text} is no scope`);
    const fault = scopeNameFault(scope.name);
    if (fault !== undefined) return cannot(fault);
    if (scope.service.audience === undefined)
      return cannot(
        `the service ${scope.service.name} has no audience, and a token without one is for everybody`,
      );
    for (const other of byName.get(scope.name) ?? [])
      if (other.service.audience !== scope.service.audience || !granted.has(other.action))
        return cannot(`${other.action} is the same scope of Keycloak, and is not granted with it`);
  }
  return native;
}

type GroupsByScope = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

/** Scope → what is granted on behalf of → the agents that have it so. */
function groupsByScope(policy: Policy, target: Target): GroupsByScope {
  const found = new Map<string, Map<string, Set<string>>>();
  for (const name of target.agents)
    for (const grant of own(policy.agents, name)?.grants ?? []) {
      if (grant.subjects.length === 0) continue;
      for (const action of grant.actions) {
        const scope = scopeOf(policy, action.text);
        if (scope === undefined) continue;
        const kinds = found.get(scope.name) ?? new Map<string, Set<string>>();
        const key = subjectsKey(grant.subjects);
        const names = kinds.get(key) ?? new Set<string>();
        kinds.set(key, names.add(name));
        found.set(scope.name, kinds);
      }
    }
  return found;
}

const subjectsKey = (subjects: Grant["subjects"]): string =>
  JSON.stringify(
    subjects
      .map((any) => any.map((one) => [one.kind, one.kind === "group" ? one.claim : one.email]).sort())
      .sort(),
  );

function subjectAbility(
  policy: Policy,
  groups: GroupsByScope,
  subjects: Grant["subjects"],
  actions: readonly ActionPattern[],
): Ability {
  if (subjects.length > 1) return cannot("Keycloak asks for one of several roles, never for all of them");
  for (const subject of subjects.flat()) {
    if (subject.kind !== "group") return cannot("users are not Remit's to write, name a group");
    if (subject.claim.includes("/")) return cannot("a slash in a group's name is a path in Keycloak");
    if (subject.claim === "." || subject.claim === "..")
      return cannot("such a group's name cannot stand in a path");
  }
  for (const { text } of actions) {
    const kinds = groups.get(scopeOf(policy, text)?.name ?? "");
    if (kinds === undefined || kinds.size < 2) continue;
    const agents = new Set([...kinds.values()].flatMap((names) => [...names]));
    if (agents.size > 1)
      return cannot(
        `its agents (${[...agents].sort().join(", ")}) act for different groups with ${text}, and Keycloak has one group of people a scope`,
      );
  }
  return native;
}
