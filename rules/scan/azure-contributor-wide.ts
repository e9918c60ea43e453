import { assigned, scopeName } from "./azure.ts";
import { defineScanRule, maps } from "./rule.ts";

export default defineScanRule({
  id: "azure-contributor-wide",
  title: "Contributor of a subscription or resource group",
  tier: "high",
  maps: maps("ASI03", "LLM06:2025", "250"),
  *check(grants) {
    for (const assignment of grants.of("azure-assignment")) {
      // "Storage Blob Data Contributor" and its like are roles of one service, and have other names and identifiers.
      if (assignment.role !== "Contributor" || assignment.scope === "resource") continue;
      const message = `Contributor on ${scopeName(assignment)} lets '${assignment.holder}' change every resource in it and read its keys. Assign a role of the service that is used, on one resource.`;
      yield assigned(assignment, message, assignment.scope === "resource-group" ? "medium" : "high");
    }
  },
});
