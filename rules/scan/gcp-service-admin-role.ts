import { bindings, bound, isServiceAgent, predefined, where, whom } from "./gcp.ts";
import { defineScanRule, maps, type Tier } from "./rule.ts";

/** Roles named admin that only handle data; on one resource they are no more than write access. */
const dataOnly = new Set(["storage.objectAdmin", "logging.configWriter", "monitoring.admin"]);
/** Roles that other rules judge. */
const elsewhere = /^(?:iam|resourcemanager|orgpolicy)\./;
const heavier = new Set([
  "container.admin",
  "container.clusterAdmin",
  "compute.admin",
  "secretmanager.admin",
  "cloudkms.admin",
]);

function tierOf(role: string, wide: boolean): Tier | undefined {
  if (!/(?:^|\.)\w*[aA]dmin$/.test(role) || elsewhere.test(role)) return undefined;
  if (!wide) return dataOnly.has(role) ? undefined : "low";
  if (dataOnly.has(role)) return "low";
  return heavier.has(role) ? "high" : "medium";
}

export default defineScanRule({
  id: "gcp-service-admin-role",
  title: "Administrator of a service for the whole project",
  tier: "medium",
  maps: maps("ASI03", "LLM06:2025", "250"),
  *check(grants) {
    for (const binding of bindings(grants)) {
      const role = predefined(binding);
      const tier = role ? tierOf(role, binding.level !== "resource") : undefined;
      if (!role || !tier || isServiceAgent(binding)) continue;
      const message = `roles/${role} on ${where(binding)}${whom(binding)} includes deleting, and deciding who else has access. Bind a user or viewer role on the resource that is used.`;
      yield { ...bound(binding, role, message), tier };
    }
  },
});
