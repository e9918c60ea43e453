import { given, isEverything, narrowed, offence, whose, widest } from "./aws.ts";
import { defineScanRule, maps } from "./rule.ts";

export default defineScanRule({
  id: "aws-full-admin",
  title: "Every action on every AWS resource",
  tier: "critical",
  maps: maps("ASI03 ASI08", "LLM06:2025", "250 269 732"),
  *check(grants) {
    for (const statement of given(grants)) {
      const action = statement.actions.find(isEverything);
      if (!action || widest(statement) !== "all" || narrowed(statement)) continue;
      const message = `This statement${whose(statement)} allows every action on every resource. List the actions that are needed, each with its resources.`;
      const found = offence(statement, action, "*", message);
      // A tag of the principal or a region says where from, not what.
      yield statement.conditions.length > 0 ? { ...found, tier: "high" } : found;
    }
  },
});
