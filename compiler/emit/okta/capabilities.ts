/** What an Okta authorization server can enforce. It hands out tokens and sees no call, so much is left out. */
import type { ActionPattern, Grant, Policy } from "../../model/policy.ts";
import { type Ability, type Capabilities, cannot, native, scheduled, tokenLead } from "../capabilities.ts";
import { isOauthAction, type ScopeName, scopeNames } from "./scope-names.ts";

/** Lifetime of an access token in a rule: 5 minutes to one day, whole minutes; in seconds. */
export const sessionLimits = { min: 300, max: 86_400 } as const;

/** Seconds that a token lives where the agent's `session` is this long: whole minutes, never more than asked for but for the least. */
export function tokenLife(session: number): number {
  const minutes = Math.floor(Math.min(session, sessionLimits.max) / 60);
  return Math.max(minutes * 60, sessionLimits.min);
}

/** The table depends on the policy: whether two actions share a scope is a matter of all its services. */
export function capabilitiesFor(policy: Policy): Capabilities {
  const names = scopeNames(policy);
  return {
    kind: "okta",
    action: (action) => !action.wildcard && isOauthAction(policy, action.text),
    actions: (actions) => actionsAbility(actions, names),
    range: scheduled("Okta knows no end of an access policy"),
    session: (seconds) =>
      seconds < sessionLimits.min ? cannot("an access token lives at least five minutes") : native,
    approval: () => cannot("an authorization server knows no approval"),
    subject: subjectAbility,
    window: () => cannot("an authorization server has no recurring windows"),
    condition: () => cannot("an authorization server sees neither inputs, facts nor the call's context"),
    resource: () => cannot("an OAuth scope names no resource"),
    deny: () => cannot("an authorization server cannot tell a part of a scope from the rest"),
    // How Okta dates tokens within a second is nowhere published, so it is held to be no better than others.
    lead: (session) => tokenLead(tokenLife(session)),
  };
}

function actionsAbility(actions: readonly ActionPattern[], names: ReadonlyMap<string, ScopeName>): Ability {
  const granted = new Set(actions.map((action) => action.text));
  for (const action of actions) {
    const scope = names.get(action.text);
    if (scope === undefined) return cannot("its service declares no such action");
    if (scope.fault !== undefined) return cannot(scope.fault);
    const other = scope.others.find((name) => !granted.has(name));
    if (other !== undefined)
      return cannot(`'${other}' has the scope '${scope.name}' too, and is not granted with it`);
  }
  return native;
}

/** A rule takes any of several groups. Single people have ids there that a policy does not know. */
function subjectAbility(subjects: Grant["subjects"]): Ability {
  if (subjects.length > 1) return cannot("a rule cannot ask for two groups at once");
  return subjects.flat().every((one) => one.kind === "group")
    ? native
    : cannot("Okta knows single people by ids, not by what a policy says of them, name a group");
}
