import { covers, given, isEverything, offence, whose, widest } from "./aws.ts";
import { defineScanRule, maps } from "./rule.ts";

export default defineScanRule({
  id: "aws-passrole-unscoped",
  title: "Any role can be handed to a service",
  tier: "high",
  maps: maps("ASI03", "LLM06:2025", "269"),
  *check(grants) {
    for (const statement of given(grants)) {
      const action = statement.actions.find(
        (word) => !isEverything(word) && covers(word.value, "iam:PassRole"),
      );
      if (!action) continue;
      const toService = statement.conditions.some((condition) =>
        /^iam:PassedToService$/i.test(condition.key),
      );
      const wide = widest(statement) !== "narrow";
      const globbed = statement.resources.some((resource) =>
        resource.value.replace(/\$\{[^}]*\}/g, "").includes("*"),
      );
      if (toService ? !wide : !globbed) continue;
      const missing = wide
        ? toService
          ? "Name the role."
          : "Name the role, and add the condition iam:PassedToService."
        : "Add the condition iam:PassedToService.";
      const message = `iam:PassRole${whose(statement)} lets its holder hand ${wide ? "any role of the account" : "a whole family of roles"} to a service that it controls. ${missing}`;
      yield {
        ...offence(statement, action, "iam:PassRole", message),
        tier: wide && !toService ? "high" : "medium",
      };
    }
  },
});
