import { offence, whose } from "./aws.ts";
import { defineScanRule, maps } from "./rule.ts";

export default defineScanRule({
  id: "aws-notaction-allow",
  title: "Everything but a list is allowed",
  tier: "high",
  maps: maps("ASI03", "LLM06:2025", "732"),
  *check(grants) {
    for (const statement of grants.of("aws-statement")) {
      if (statement.effect !== "Allow" || statement.role === "ceiling") continue;
      const word = statement.notActions[0] ?? statement.notResources[0];
      const member =
        statement.notActions.length > 0
          ? "NotAction"
          : statement.notResources.length > 0
            ? "NotResource"
            : statement.notPrincipal
              ? "NotPrincipal"
              : undefined;
      if (!member) continue;
      const message = `${member} with Effect Allow${whose(statement)} gives everything that is not listed, also what AWS adds later. List what is allowed instead.`;
      yield offence(statement, word ?? statement.extent, member, message);
    }
  },
});
