import { type Granted, granted, hasStar, inGroup, oneOf, roleName, roleOffence } from "./kubernetes.ts";
import { defineScanRule, maps, type Tier } from "./rule.ts";

const writes = ["create", "update", "patch", "delete", "deletecollection"];

/** How wide a rule with a wildcard is; a group of one's own resources with every verb is none of this. */
function tierOf({ rule }: Granted): Tier | undefined {
  const resources = hasStar(rule.resources);
  if (!resources) return undefined;
  if (hasStar(rule.verbs) && inGroup(rule, "*")) return "critical";
  const core = inGroup(rule, "", "apps", "rbac.authorization.k8s.io");
  const writing = oneOf(rule.verbs, writes) !== undefined;
  if (hasStar(rule.groups) && writing) return "critical";
  if (writing && core) return "high";
  return hasStar(rule.groups) ? "high" : core ? "medium" : undefined;
}

export default defineScanRule({
  id: "k8s-rbac-wildcard",
  title: "Wildcards in a role",
  tier: "critical",
  maps: maps("ASI03", "LLM06:2025", "250 732"),
  *check(grants) {
    for (const one of granted(grants)) {
      const tier = tierOf(one);
      const place =
        one.rule.groups.find((word) => word.value === "*") ??
        one.rule.resources.find((word) => word.value === "*");
      if (!tier || !place) continue;
      const verbs = one.rule.verbs
        .map((word) => word.value)
        .slice(0, 4)
        .join(", ");
      const message = `${roleName(one)} allows ${verbs} on every resource of ${hasStar(one.rule.groups) ? "every API group" : "a built-in API group"}, secrets included. List the resources that it uses.`;
      yield {
        ...roleOffence(one, place, `* ${verbs}`, message),
        tier: one.reach === "namespace" && tier === "critical" ? "high" : tier,
      };
    }
  },
});
