import { type Granted, granted, inGroup, oneOf, roleName, roleOffence } from "./kubernetes.ts";
import { defineScanRule, maps } from "./rule.ts";

const reads = ["get", "list", "watch"];

/** Names limit `get`; a list shows every secret whatever the names say. */
function unnamed({ rule }: Granted): boolean {
  return rule.names.length === 0 || oneOf(rule.verbs, ["list", "watch"], false) !== undefined;
}

export default defineScanRule({
  id: "k8s-secrets-read",
  title: "Secrets can be read",
  tier: "high",
  maps: maps("ASI03", "LLM02:2025", "522"),
  *check(grants) {
    for (const one of granted(grants)) {
      const resource = oneOf(one.rule.resources, ["secrets"]);
      // `*` as a group takes in the core group, where secrets are.
      if (!resource || !inGroup(one.rule, "") || !oneOf(one.rule.verbs, reads) || !unnamed(one)) continue;
      const where = one.reach === "cluster" ? "every namespace" : "its namespace";
      const via = resource.value === "*" ? ` ('*' includes them)` : "";
      const message = `${roleName(one)} reads the secrets of ${where}${via}. Name the secret in resourceNames with get alone, or mount it.`;
      yield {
        ...roleOffence(one, resource, "secrets", message),
        tier: one.reach === "cluster" ? "high" : "medium",
      };
    }
  },
});
