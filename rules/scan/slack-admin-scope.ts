import { asked, requested } from "./oauth.ts";
import { defineScanRule, maps, type Tier } from "./rule.ts";

function tierOf(scope: string): Tier | undefined {
  if (scope === "admin" || /^admin\.[\w.]+:write$/.test(scope)) return "critical";
  return /^admin\.[\w.]+:read$/.test(scope) || scope === "auditlogs:read" || scope === "tokens.basic"
    ? "high"
    : undefined;
}

export default defineScanRule({
  id: "slack-admin-scope",
  title: "Administration of a Slack organisation",
  tier: "critical",
  maps: maps("ASI03", "LLM06:2025", "269"),
  *check(grants) {
    for (const scope of requested(grants, "slack")) {
      const tier = tierOf(scope.value);
      if (tier)
        yield {
          ...asked(
            scope,
            `The scope ${scope.value} administers users, roles and apps of the whole organisation. Keep it in a separate app that people operate.`,
          ),
          tier,
        };
    }
  },
});
