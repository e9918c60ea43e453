import { assigned, scopeName } from "./azure.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Roles over all data of a service. */
const dataPlane = new Set([
  "Storage Blob Data Owner",
  "Key Vault Administrator",
  "Key Vault Secrets Officer",
  "Key Vault Crypto Officer",
  "Key Vault Certificates Officer",
  "Cosmos DB Built-in Data Contributor",
  "Azure Event Hubs Data Owner",
  "Azure Service Bus Data Owner",
  "Storage File Data Privileged Contributor",
  "Azure Kubernetes Service Cluster Admin Role",
]);

export default defineScanRule({
  id: "azure-data-plane-wide",
  title: "All data of a service in a resource group or subscription",
  tier: "medium",
  maps: maps("ASI03", "LLM06:2025", "732"),
  *check(grants) {
    for (const assignment of grants.of("azure-assignment")) {
      if (
        !dataPlane.has(assignment.role) ||
        assignment.scope === "resource" ||
        assignment.scope === "unknown"
      )
        continue;
      const message = `${assignment.role} on ${scopeName(assignment)} covers the data of every such resource in it for '${assignment.holder}'. Assign a user or reader role on the resource.`;
      yield assigned(assignment, message, "medium");
    }
  },
});
