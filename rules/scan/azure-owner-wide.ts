import { assigned, scopeName } from "./azure.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Roles that can assign roles. */
const assigning = new Set([
  "Owner",
  "User Access Administrator",
  "Role Based Access Control Administrator",
  "Key Vault Data Access Administrator",
  "Azure Kubernetes Service RBAC Cluster Admin",
]);

export default defineScanRule({
  id: "azure-owner-wide",
  title: "A role that assigns roles",
  tier: "critical",
  maps: maps("ASI03", "LLM06:2025", "269"),
  *check(grants) {
    for (const assignment of grants.of("azure-assignment")) {
      if (!assigning.has(assignment.role) || assignment.conditioned || assignment.scope === "resource")
        continue;
      const message = `${assignment.role} on ${scopeName(assignment)} lets '${assignment.holder}' give roles to anybody. Assign a data role on one resource, or add a condition on which roles may be assigned.`;
      yield assigned(assignment, message, "critical");
    }
  },
});
