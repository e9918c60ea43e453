import type { ScopeProvider } from "../../scan/grants/oauth/fact.ts";
import { asked } from "./oauth.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Scopes over all of an account, by provider, with what to ask for instead. */
const wide: readonly (readonly [ScopeProvider, RegExp, string])[] = [
  ["salesforce", /^(?:full|web)$/, "api with a permission set of its own"],
  ["atlassian", /^(?:manage:|admin:|delete:)[\w:-]+$/, "read:jira-work and the writes that are used"],
  [
    "hubspot",
    /^(?:crm\.schemas\.\w+\.write|crm\.objects\.\w+\.write|account-info\.security\.\w+|settings\.users\.\w*write)$/,
    "the .read scope",
  ],
  ["linear", /^admin$/, "read, or issues:create"],
  ["zoom", /:admin$/, "the scope without :admin"],
  ["gitlab", /^(?:api|sudo|admin_mode)$/, "read_api, or a project token"],
  ["asana", /^default$/, "the scopes of the resources that are used"],
  [
    "box",
    /^(?:root_readwrite|manage_managed_users|manage_enterprise_properties|manage_groups)$/,
    "a folder that is shared with the app",
  ],
  [
    "dropbox",
    /^(?:team_data\.member|team_data\.governance\.write|members\.write|files\.permanent_delete)$/,
    "files.content.read in an app folder",
  ],
  ["discord", /^(?:8|administrator|ADMINISTRATOR)$/, "the permissions that the bot uses"],
];

export default defineScanRule({
  id: "saas-admin-scope",
  title: "A scope over a whole account of a service",
  tier: "medium",
  maps: maps("ASI03", "LLM06:2025", "250"),
  *check(grants) {
    for (const scope of grants.of("oauth-scope")) {
      if (scope.option) continue;
      const match = wide.find(
        ([provider, pattern]) => provider === scope.provider && pattern.test(scope.value),
      );
      if (match)
        yield asked(
          scope,
          `The scope ${scope.value} of ${match[0]} covers the whole account. Ask for ${match[2]}.`,
        );
    }
  },
});
