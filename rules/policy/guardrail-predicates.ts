/** `has`: what a guardrail can ask of its subject. */
import type { GuardrailPredicate } from "../../compiler/model/guardrail.ts";
import { matches } from "../../compiler/model/pattern.ts";
import { MAX_INSTANT } from "../../compiler/model/policy.ts";
import type { PolicyView } from "../rule.ts";
import type { Offender } from "./guardrail-subjects.ts";

/** Whether the subject has it. A predicate of another kind of subject, which the checker refuses, it has not. */
export function satisfies({ at }: PolicyView, subject: Offender, predicate: GuardrailPredicate): boolean {
  switch (subject.kind) {
    case "agent": {
      const { agent } = subject.view;
      switch (predicate.kind) {
        case "expires":
          return agent.expires <= (agent.starts ?? at) + predicate.within;
        case "review":
          return agent.review !== undefined && agent.review.every <= predicate.within;
        case "session":
          return agent.session <= predicate.within;
        case "team":
        case "deputy":
        case "purpose":
          return agent[predicate.kind] !== undefined;
        case "source":
          return agent.source.length > 0;
        case "identity":
          return agent.identities.length > 0;
        default:
          return false;
      }
    }
    case "grant": {
      const { grant } = subject;
      switch (predicate.kind) {
        case "approval":
          return grant.approvals.length > 0;
        case "until":
          return grant.range.until !== MAX_INSTANT;
        case "because":
          return grant.because !== undefined;
        default:
          return false;
      }
    }
    case "owner":
      // Emails are lower case, so the pattern's letters are, too.
      return predicate.kind === "email" && matches(predicate.like.toLowerCase(), subject.owner.email);
    default:
      return false;
  }
}
