import type { Text } from "../../scan/grants/value.ts";
import { everything, type Granted, granted, inGroup, oneOf, roleName, roleOffence } from "./kubernetes.ts";
import { defineScanRule, maps } from "./rule.ts";

const rbac = "rbac.authorization.k8s.io";
const roles = ["roles", "clusterroles"];
const bindings = ["rolebindings", "clusterrolebindings"];
const changing = ["create", "update", "patch"];

function fault(
  one: Granted,
  all: readonly Granted[],
): { readonly word: Text; readonly what: string } | undefined {
  const { rule, role } = one;
  if (everything(one)) return undefined;
  const verb = oneOf(rule.verbs, ["escalate", "bind"], false);
  if (verb && inGroup(rule, rbac) && oneOf(rule.resources, roles) && rule.names.length === 0)
    return { word: verb, what: `${verb.value} on roles gives rights that it lacks itself` };
  const impersonate = oneOf(rule.verbs, ["impersonate"], false);
  if (impersonate && rule.names.length === 0)
    return { word: impersonate, what: "impersonate lets it act as anybody" };
  const binds = oneOf(rule.resources, bindings, false);
  const changes = oneOf(rule.verbs, changing);
  if (!binds || !changes || !inGroup(rule, rbac)) return undefined;
  const own = all.filter((other) => other.role === role);
  const both = own.some(
    (other) => oneOf(other.rule.resources, roles, false) && oneOf(other.rule.verbs, changing),
  );
  return both ? { word: binds, what: "it can write roles and bind them" } : undefined;
}

export default defineScanRule({
  id: "k8s-rbac-escalation-verbs",
  title: "Rights can be raised or borrowed",
  tier: "critical",
  maps: maps("ASI03", "LLM06:2025", "269"),
  *check(grants) {
    const all = granted(grants);
    for (const one of all) {
      const found = fault(one, all);
      if (!found) continue;
      const message = `${roleName(one)}: ${found.what}. Remove it, or limit it with resourceNames.`;
      yield {
        ...roleOffence(one, found.word, found.word.value, message),
        tier: one.reach === "namespace" ? "high" : "critical",
      };
    }
  },
});
