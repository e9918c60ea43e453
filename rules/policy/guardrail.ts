import type { Guardrail, GuardrailPredicate } from "../../compiler/model/guardrail.ts";
import { definePolicyRule, type Finding, type PolicyView } from "../rule.ts";
import { satisfies } from "./guardrail-predicates.ts";
import { type Selection, selectionOf } from "./guardrail-selection.ts";
import { type Offender, subjectsOf } from "./guardrail-subjects.ts";
import { listed } from "./words.ts";

/** A guardrail that does not hold: once at each offender, unless an exception in force names it. */
export const guardrail = definePolicyRule({
  code: "guardrail",
  *check(view) {
    const selection = selectionOf(view);
    for (const one of Object.values(view.policy.guardrails)) {
      const excepted = new Set(one.exceptions.filter(({ until }) => view.at < until).map(({ name }) => name));
      for (const subject of subjectsOf(view, one.subject)) {
        if (
          excepted.has(subject.name) ||
          !one.selectors.every((selector) => selection.selected(subject, selector))
        )
          continue;
        const why = objection(view, selection, one, subject);
        if (why !== undefined) yield finding(one, subject, why);
      }
    }
  },
});

/** What is wrong with the subject; `undefined`: nothing. */
function objection(
  view: PolicyView,
  selection: Selection,
  { rule, quantifier }: Guardrail,
  subject: Offender,
): string | undefined {
  if (rule.kind === "holds") {
    const held = selection.holds(subject, rule.terms);
    if (quantifier === "no") return held ? "it holds what none may hold together" : undefined;
    return held ? undefined : "it does not hold what each must hold";
  }
  const failing = rule.predicates.filter((predicate) => !satisfies(view, subject, predicate));
  if (quantifier === "no")
    return failing.length === 0 ? `it has ${listed(rule.predicates.map(named))}` : undefined;
  return failing.length === 0 ? undefined : `it lacks ${listed(failing.map(named))}`;
}

function finding(one: Guardrail, subject: Offender, why: string): Finding {
  const title = one.title === undefined ? "" : ` (${one.title})`;
  return {
    ...(subject.kind === "agent" || subject.kind === "grant" ? { agent: subject.view.agent } : {}),
    span: subject.origin.span,
    severity: one.severity,
    message: `${subject.label} breaks the guardrail '${one.name}'${title}: ${why}.`,
    related: [{ message: "the guardrail", span: one.origin.span }],
  };
}

const words: Readonly<Record<GuardrailPredicate["kind"], string>> = {
  expires: "an end soon enough",
  review: "a review often enough",
  session: "a session short enough",
  approval: "an approval",
  until: "an end of its own",
  because: "a reason",
  team: "a team",
  deputy: "a deputy",
  purpose: "a purpose",
  source: "a source",
  identity: "an identity",
  email: "such an email",
};

const named = ({ kind }: GuardrailPredicate): string => words[kind];
