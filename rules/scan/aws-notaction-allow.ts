import type { Text } from "../../scan/grants/value.ts";
import { offence, whose } from "./aws.ts";
import { defineScanRule, maps } from "./rule.ts";

/**
 * What a statement leaves out. A statement that has both members takes each from somewhere, and one of the two is
 * nothing: no statement may have both.
 */
function leftOut(all: readonly Text[], listed: readonly Text[]): readonly Text[] {
  return listed.length > 0 && all.every((word) => word.open) ? [] : all;
}

export default defineScanRule({
  id: "aws-notaction-allow",
  title: "Everything but a list is allowed",
  tier: "high",
  maps: maps("ASI03", "LLM06:2025", "732"),
  *check(grants) {
    for (const statement of grants.of("aws-statement")) {
      if (statement.effect !== "Allow" || statement.role === "ceiling") continue;
      const notActions = leftOut(statement.notActions, statement.actions);
      const notResources = leftOut(statement.notResources, statement.resources);
      const word = notActions[0] ?? notResources[0];
      const member =
        notActions.length > 0
          ? "NotAction"
          : notResources.length > 0
            ? "NotResource"
            : statement.notPrincipal && statement.principals.length === 0
              ? "NotPrincipal"
              : undefined;
      if (!member) continue;
      const message = `${member} with Effect Allow${whose(statement)} gives everything that is not listed, also what AWS adds later. List what is allowed instead.`;
      yield offence(statement, word ?? statement.extent, member, message);
    }
  },
});
