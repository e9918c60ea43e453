import { get, str } from "../../scan/grants/value.ts";
import { asked, requested } from "./oauth.ts";
import { defineScanRule, maps, type Tier } from "./rule.ts";

/** Over these resources management means the control plane: who is who, who may do what, who is let in. */
const control =
  /^okta\.(?:roles|apps|policies|authenticators|apiTokens|orgs|idps|authorizationServers|users\.credentials|inlineHooks|eventHooks|trustedOrigins|domains|factors)\b.*\.manage$/;

function tierOf(scope: string, beside: readonly string[]): Tier | undefined {
  if (!/^okta\.[\w.]+\.manage$/.test(scope)) return undefined;
  if (control.test(scope)) return "critical";
  const both = beside.includes("okta.users.manage") && beside.includes("okta.groups.manage");
  return both && /^okta\.(?:users|groups)\.manage$/.test(scope) ? "critical" : "high";
}

const roles =
  /^(?:SUPER_ADMIN|ORG_ADMIN|APP_ADMIN|USER_ADMIN|API_ACCESS_MANAGEMENT_ADMIN|GROUP_MEMBERSHIP_ADMIN)$/;

export default defineScanRule({
  id: "okta-manage-scope",
  title: "Okta can be managed, not only read",
  tier: "high",
  maps: maps("ASI03 ASI10", "LLM06:2025", "269"),
  *check(grants) {
    for (const scope of requested(grants, "okta")) {
      const tier = tierOf(scope.value, scope.beside);
      if (tier)
        yield {
          ...asked(
            scope,
            `${scope.value} lets the client change what it should read. Ask for ${scope.value.replace(/manage$/, "read")}, or a custom role on a resource set.`,
          ),
          tier,
        };
    }
    for (const resource of grants.of("infra-resource")) {
      const place = get(resource.body, "type", "role_type");
      const role = /^okta_(?:app_oauth_role_assignment|user_admin_roles|group_role)$/.test(resource.type)
        ? str(place)
        : undefined;
      if (place && role && roles.test(role)) {
        const tier = role === "SUPER_ADMIN" || role === "ORG_ADMIN" ? "critical" : "high";
        const message = `'${resource.name}' has the administrator role ${role} over the whole organisation. Assign a custom role on a resource set.`;
        yield {
          file: resource.file,
          extent: { at: place.at, end: place.end },
          subject: `${resource.name} ${role}`,
          message,
          tier,
          proof: resource.proof,
        };
      }
    }
  },
});
