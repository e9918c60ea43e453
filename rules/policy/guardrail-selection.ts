/** Which subjects a guardrail is about, and what they hold. */
import type { GuardrailSelector, GuardrailTerm } from "../../compiler/model/guardrail.ts";
import type { AgentView, Permission, PolicyView } from "../rule.ts";
import type { Offender } from "./guardrail-subjects.ts";
import { overlap } from "./held.ts";
import { parentOf } from "./view.ts";

type Given = Pick<Permission, "action" | "facts">;
type Quality = Exclude<GuardrailTerm, { readonly operands: unknown }>;

export interface Selection {
  /** Whether the subject is one of those that the selector names. Risks are compared exactly. */
  selected(subject: Offender, selector: GuardrailSelector): boolean;
  /** Whether the subject holds the terms; they need not be held by one grant or at one time. */
  holds(subject: Offender, term: GuardrailTerm): boolean;
}

/**
 * Of a grant, all that it says counts. Of an agent, what it holds alone or through the agents under it; of an owner or
 * a team, what their agents hold; of a service, its actions.
 */
export function selectionOf(view: PolicyView): Selection {
  const known = new Map<Quality, ReadonlySet<AgentView>>();
  const holders = (quality: Quality): ReadonlySet<AgentView> => {
    const found = known.get(quality) ?? holdersOf(view, quality);
    known.set(quality, found);
    return found;
  };
  const has = (subject: Offender, quality: Quality): boolean => {
    switch (subject.kind) {
      case "agent":
        return holders(quality).has(subject.view);
      case "owner":
      case "team":
        return subject.agents.some((one) => holders(quality).has(one));
      case "grant": {
        const { actions, resources } = subject.grant;
        return actions.some((action) => isOf({ action, facts: view.actions.of(action, resources) }, quality));
      }
      case "service": {
        const { name, actions } = subject.service;
        return Object.keys(actions).some((one) => {
          const action = { text: `${name}:${one}`, wildcard: false };
          return isOf({ action, facts: view.actions.of(action, []) }, quality);
        });
      }
    }
  };
  const holds = (subject: Offender, term: GuardrailTerm): boolean => {
    switch (term.kind) {
      case "and":
        return term.operands.every((operand) => holds(subject, operand));
      case "or":
        return term.operands.some((operand) => holds(subject, operand));
      default:
        return has(subject, term);
    }
  };
  return {
    selected: (subject, selector) =>
      selector.kind === "namespace"
        ? subject.name.startsWith(`${selector.namespace}.`)
        : has(subject, selector),
    holds,
  };
}

/** The agents that hold it themselves, and all above them. */
function holdersOf(view: PolicyView, quality: Quality): ReadonlySet<AgentView> {
  const found = new Set<AgentView>();
  for (const one of view.agents) {
    if (!one.permissions().some((permission) => isOf(permission, quality))) continue;
    // Above one that was found, all were.
    for (let up: AgentView | undefined = one; up && !found.has(up); up = parentOf(view, up)) found.add(up);
  }
  return found;
}

function isOf({ action, facts }: Given, quality: Quality): boolean {
  switch (quality.kind) {
    case "label":
      return facts.labels.includes(quality.label);
    case "risk":
      return facts.risk === quality.risk;
    case "actions":
      return quality.actions.some((pattern) => overlap(action, pattern));
  }
}
