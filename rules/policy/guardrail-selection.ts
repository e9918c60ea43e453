/** Which subjects a guardrail is about, and what they hold. */
import type { GuardrailSelector, GuardrailTerm } from "../../compiler/model/guardrail.ts";
import type { Permission, PolicyView } from "../rule.ts";
import type { Offender } from "./guardrail-subjects.ts";
import { overlap } from "./held.ts";

type Simple = Exclude<GuardrailTerm, { readonly operands: unknown }>;

/** Whether the subject is one of those that the selector names. Risks are compared exactly. */
export function selected(view: PolicyView, subject: Offender, selector: GuardrailSelector): boolean {
  if (selector.kind === "namespace")
    return subject.name.startsWith(`${selector.namespace}.`) && selector.namespace !== "";
  return permissionsOf(view, subject).some((permission) => matchesTerm(permission, selector));
}

/** Whether the subject holds the terms; they need not be held by one grant or at one time. */
export function holds(view: PolicyView, subject: Offender, term: GuardrailTerm): boolean {
  switch (term.kind) {
    case "and":
      return term.operands.every((operand) => holds(view, subject, operand));
    case "or":
      return term.operands.some((operand) => holds(view, subject, operand));
    default:
      return permissionsOf(view, subject).some((permission) => matchesTerm(permission, term));
  }
}

function matchesTerm({ action, facts }: Pick<Permission, "action" | "facts">, term: Simple): boolean {
  switch (term.kind) {
    case "label":
      return facts.labels.includes(term.label);
    case "risk":
      return facts.risk === term.risk;
    case "actions":
      return term.actions.some((pattern) => overlap(action, pattern));
  }
}

/**
 * Of a grant, all that it says. Of an agent, what it holds alone or through the agents under it; of an owner or a
 * team, what their agents hold; of a service, its actions.
 */
function permissionsOf(view: PolicyView, subject: Offender): readonly Pick<Permission, "action" | "facts">[] {
  const { grant, service } = subject;
  if (service)
    return Object.values(service.actions).map((action) => ({
      action: { text: `${service.name}:${action.name}`, wildcard: false },
      facts: view.actions.of({ text: `${service.name}:${action.name}`, wildcard: false }, []),
    }));
  if (grant)
    return grant.actions.map((action) => ({ action, facts: view.actions.of(action, grant.resources) }));
  return subject.agents.flatMap((agentView) => agentView.permissions());
}
