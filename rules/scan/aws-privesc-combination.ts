import type { Escalation } from "../../compiler/catalog/catalog.ts";
import { escalations } from "../../compiler/catalog/escalation.ts";
import type { Text } from "../../scan/grants/value.ts";
import { covers, given, isEverything, offence, type Statement, wholeService, whose, widest } from "./aws.ts";
import { defineScanRule, maps, type Tier } from "./rule.ts";

interface Held {
  readonly statement: Statement;
  readonly word: Text;
}

/** What each holder may do on more than single resources; who is an administrator already is another rule's. */
function held(statements: readonly Statement[]): ReadonlyMap<string, readonly Held[]> {
  const byHolder = new Map<string, Held[]>();
  for (const statement of statements) {
    if (widest(statement) === "narrow" || statement.conditions.length > 0) continue;
    const key = `${statement.file}\n${statement.holder}`;
    const list = byHolder.get(key) ?? [];
    for (const word of statement.actions) if (!word.open) list.push({ statement, word });
    byHolder.set(key, list);
  }
  return byHolder;
}

const combinations = escalations.filter((escalation) =>
  escalation.needs.every((any) => any.some((action) => action.startsWith("aws:"))),
);

/** Of each step the word that allows it; undefined when a step is missing. */
function match(escalation: Escalation, all: readonly Held[]): readonly Held[] | undefined {
  const found = escalation.needs.map((any) =>
    all.find(({ word }) => any.some((action) => covers(word.value, action.slice("aws:".length)))),
  );
  return found.every((item) => item !== undefined) ? found : undefined;
}

/** To raise one's own rights, or to pass a role on, is worse than to get at what already runs with one. */
function tierOf(escalation: Escalation): Tier {
  const ofIdentity = escalation.needs.some((any) => any.some((action) => action.startsWith("aws:iam:")));
  return ofIdentity ? "critical" : "high";
}

/** Assuming roles by itself has a rule of its own. */
const onlyAssumes = (escalation: Escalation) =>
  escalation.needs.length === 1 && escalation.needs[0]?.every((action) => action.startsWith("aws:sts:"));

export default defineScanRule({
  id: "aws-privesc-combination",
  title: "Actions that together lead to more rights",
  tier: "critical",
  maps: maps("ASI03 ASI10", "LLM06:2025", "269 250"),
  *check(grants) {
    for (const all of held(given(grants)).values()) {
      if (all.some(({ word }) => isEverything(word) || wholeService(word) === "iam")) continue;
      for (const escalation of combinations) {
        const matched = match(escalation, all);
        const [first] = matched ?? [];
        if (!matched || !first || onlyAssumes(escalation)) continue;
        const words = [...new Set(matched.map(({ word }) => word.value))];
        const message = `${words.join(" with ")}${whose(first.statement)}: ${escalation.explanation} Remove an action, or limit it to resources that cannot help.`;
        yield { ...offence(first.statement, first.word, escalation.id, message), tier: tierOf(escalation) };
        // One way says enough of a holder.
        break;
      }
    }
  },
});
