import { covers, given, isEverything, narrowed, offence, whose, widest } from "./aws.ts";
import { defineScanRule, maps } from "./rule.ts";

export default defineScanRule({
  id: "aws-assume-role-unscoped",
  title: "Any role can be assumed",
  tier: "high",
  maps: maps("ASI03", "LLM06:2025", "269"),
  *check(grants) {
    for (const statement of given(grants)) {
      const action = statement.actions.find(
        (word) => !isEverything(word) && covers(word.value, "sts:AssumeRole"),
      );
      if (!action || widest(statement) === "narrow" || narrowed(statement)) continue;
      const message = `sts:AssumeRole${whose(statement)} may be tried on every role that trusts the account. Name the roles.`;
      yield offence(statement, action, "sts:AssumeRole", message);
    }
  },
});
