/** `has`: what a guardrail can ask of its subject. */
import type { GuardrailPredicate } from "../../compiler/model/guardrail.ts";
import { matches } from "../../compiler/model/pattern.ts";
import { type Agent, type Grant, MAX_INSTANT, type Owner } from "../../compiler/model/policy.ts";
import type { PolicyView } from "../rule.ts";
import type { Offender } from "./guardrail-subjects.ts";

/**
 * Whether the subject has it. Of a grant, what is an agent's is asked of its agent; of an agent, what is a grant's is
 * asked of each of its grants; of an owner or a team, both of each of its agents, but for `team` and `email`, which
 * people have themselves. A service has nothing that can be asked.
 */
export function satisfies(view: PolicyView, subject: Offender, predicate: GuardrailPredicate): boolean {
  const { owner, team, agents, grant } = subject;
  const { owners, teams } = view.policy;
  if (predicate.kind === "email" && (owner || team))
    return (owner ? [owner] : (team?.people ?? []).flatMap((name) => owners[name] ?? [])).every((one) =>
      hasEmail(one, predicate.like),
    );
  if (predicate.kind === "team" && owner)
    return Object.values(teams).some(({ people }) => people.includes(owner.name));
  if (predicate.kind === "team" && team) return true;
  if (subject.kind === "service") return false;
  return agents.every(({ agent }) => ofAgent(view, agent, grant ? [grant] : agent.grants, predicate));
}

function ofAgent(
  view: PolicyView,
  agent: Agent,
  grants: readonly Grant[],
  predicate: GuardrailPredicate,
): boolean {
  switch (predicate.kind) {
    case "expires":
      return agent.expires <= (agent.starts ?? view.at) + predicate.within;
    case "review":
      return agent.review !== undefined && agent.review.every <= predicate.within;
    case "session":
      return agent.session <= predicate.within;
    case "approval":
      return grants.every((grant) => grant.approvals.length > 0);
    case "until":
      return grants.every((grant) => grant.range.until !== MAX_INSTANT);
    case "because":
      return grants.every((grant) => grant.because !== undefined);
    case "team":
      return agent.team !== undefined;
    case "deputy":
      return agent.deputy !== undefined;
    case "purpose":
      return agent.purpose !== undefined;
    case "source":
      return agent.source.length > 0;
    case "identity":
      return agent.identities.length > 0;
    case "email":
      return hasEmail(view.policy.owners[agent.owner], predicate.like);
  }
}

/** Emails are lower case, so the pattern's letters are, too. */
const hasEmail = (owner: Owner | undefined, like: string): boolean =>
  owner !== undefined && matches(like.toLowerCase(), owner.email);
