import { bindings, bound, isServiceAgent, isWide, predefined, where, whom } from "./gcp.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Roles that let their holder act as a service account; on a project, as each of them. */
const acting = new Set([
  "iam.serviceAccountTokenCreator",
  "iam.serviceAccountUser",
  "iam.workloadIdentityUser",
  "iam.serviceAccountOpenIdTokenCreator",
]);

export default defineScanRule({
  id: "gcp-sa-impersonation-wide",
  title: "Every service account of a project can be impersonated",
  tier: "high",
  maps: maps("ASI03", "LLM06:2025", "269"),
  *check(grants) {
    for (const binding of bindings(grants)) {
      const role = predefined(binding);
      if (!role || !acting.has(role) || !isWide(binding) || isServiceAgent(binding)) continue;
      // A condition on the resource's name picks the accounts.
      if (binding.condition?.includes("resource.name")) continue;
      const message = `roles/${role} on ${where(binding)}${whom(binding)} lets the holder act as every service account in it. Bind it on the one service account.`;
      yield bound(binding, role, message);
    }
  },
});
