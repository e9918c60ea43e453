import { assigned, scopeName } from "./azure.ts";
import { bindings, bound, isServiceAgent, isWide, predefined, where, whom } from "./gcp.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Roles that administer; for less, an end is good practice and no finding. */
const azure = new Set(["Owner", "User Access Administrator", "Role Based Access Control Administrator"]);
const gcp =
  /^(?:owner|resourcemanager\.\w*(?:IamAdmin|organizationAdmin|folderAdmin)|iam\.(?:securityAdmin|serviceAccountKeyAdmin|organizationRoleAdmin))$/;

export default defineScanRule({
  id: "grant-without-expiry",
  title: "Administrator rights without an end",
  tier: "medium",
  maps: maps("ASI03 ASI10", "LLM06:2025", "613", "AC-2 AC-6"),
  *check(grants) {
    for (const assignment of grants.of("azure-assignment")) {
      if (
        !azure.has(assignment.role) ||
        assignment.limited ||
        assignment.scope === "resource" ||
        assignment.scope === "unknown"
      )
        continue;
      const message = `${assignment.role} on ${scopeName(assignment)} for '${assignment.holder}' has no end. Make it eligible through PIM, or set an expiration.`;
      yield assigned(assignment, message, "medium");
    }
    for (const binding of bindings(grants)) {
      const role = predefined(binding);
      if (!role || !gcp.test(role) || !isWide(binding) || isServiceAgent(binding)) continue;
      if (binding.condition?.includes("request.time") || binding.condition === "…") continue;
      const message = `roles/${role} on ${where(binding)}${whom(binding)} has no end. Add a condition on request.time.`;
      yield bound(binding, role, message);
    }
  },
});
