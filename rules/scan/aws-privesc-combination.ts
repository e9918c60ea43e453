import type { Text } from "../../scan/grants/value.ts";
import { covers, given, isEverything, offence, type Statement, wholeService, whose, widest } from "./aws.ts";
import { type EscalationPath, escalationPaths } from "./aws-escalation.ts";
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

const tiers: Readonly<Record<EscalationPath["kind"], Tier>> = {
  self: "critical",
  pass: "critical",
  use: "high",
};

function match(path: EscalationPath, all: readonly Held[]): readonly Held[] | undefined {
  const found = path.needs.map((action) => all.find(({ word }) => covers(word.value, action)));
  return found.every((item) => item !== undefined) ? found : undefined;
}

export default defineScanRule({
  id: "aws-privesc-combination",
  title: "Actions that together lead to more rights",
  tier: "critical",
  maps: maps("ASI03 ASI10", "LLM06:2025", "269 250"),
  *check(grants) {
    for (const all of held(given(grants)).values()) {
      if (all.some(({ word }) => isEverything(word) || wholeService(word) === "iam")) continue;
      for (const path of escalationPaths) {
        const [first] = match(path, all) ?? [];
        if (!first) continue;
        const how =
          path.kind === "self"
            ? "raise its own rights"
            : path.kind === "pass"
              ? "start something with a role that it chooses"
              : "act through something that runs with another role";
        const message = `${path.needs.join(" with ")} let the holder${whose(first.statement)} ${how}. Remove an action, or limit it to resources that cannot help.`;
        yield {
          ...offence(first.statement, first.word, path.needs.join("+"), message),
          tier: tiers[path.kind],
        };
        // One path says enough of a holder.
        break;
      }
    }
  },
});
