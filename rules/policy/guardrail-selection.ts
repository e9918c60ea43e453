/** Which subjects a guardrail is about, and what they hold. */
import type { GuardrailSelector, GuardrailTerm } from "../../compiler/model/guardrail.ts";
import type { Permission, PolicyView } from "../rule.ts";
import type { Offender } from "./guardrail-subjects.ts";
import { overlap } from "./held.ts";

type Given = Pick<Permission, "action" | "facts">;
type Quality = Exclude<GuardrailTerm, { readonly operands: unknown }>;

/** Whether the subject is one of those that the selector names. Risks are compared exactly. */
export function selected(view: PolicyView, subject: Offender, selector: GuardrailSelector): boolean {
  if (selector.kind === "namespace") return subject.name.startsWith(`${selector.namespace}.`);
  return permissionsOf(view, subject).some((permission) => hasQuality(permission, selector));
}

/** Whether the subject holds the terms; they need not be held by one grant or at one time. */
export function holds(view: PolicyView, subject: Offender, term: GuardrailTerm): boolean {
  switch (term.kind) {
    case "and":
      return term.operands.every((operand) => holds(view, subject, operand));
    case "or":
      return term.operands.some((operand) => holds(view, subject, operand));
    default:
      return permissionsOf(view, subject).some((permission) => hasQuality(permission, term));
  }
}

function hasQuality({ action, facts }: Given, quality: Quality): boolean {
  switch (quality.kind) {
    case "label":
      return facts.labels.includes(quality.label);
    case "risk":
      return facts.risk === quality.risk;
    case "actions":
      return quality.actions.some((pattern) => overlap(action, pattern));
  }
}

/**
 * Of a grant, all that it says. Of an agent, what it holds alone or through the agents under it; of an owner or a
 * team, what their agents hold; of a service, its actions.
 */
function permissionsOf(view: PolicyView, subject: Offender): readonly Given[] {
  switch (subject.kind) {
    case "agent":
      return subject.view.permissions();
    case "grant": {
      const { actions, resources } = subject.grant;
      return actions.map((action) => ({ action, facts: view.actions.of(action, resources) }));
    }
    case "owner":
    case "team":
      return subject.agents.flatMap((one) => one.permissions());
    case "service": {
      const { name, actions } = subject.service;
      return Object.keys(actions).map((one) => {
        const action = { text: `${name}:${one}`, wildcard: false };
        return { action, facts: view.actions.of(action, []) };
      });
    }
  }
}
