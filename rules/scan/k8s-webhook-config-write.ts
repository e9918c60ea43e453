import { granted, inGroup, oneOf, roleName, roleOffence } from "./kubernetes.ts";
import { defineScanRule, maps } from "./rule.ts";

const configurations = [
  "mutatingwebhookconfigurations",
  "validatingwebhookconfigurations",
  "validatingadmissionpolicies",
  "validatingadmissionpolicybindings",
  "mutatingadmissionpolicies",
];

export default defineScanRule({
  id: "k8s-webhook-config-write",
  title: "Admission can be intercepted",
  tier: "high",
  maps: maps("ASI03", "LLM06:2025", "269"),
  *check(grants) {
    for (const one of granted(grants)) {
      // Where the group is named, a wildcard is about what it holds.
      const whole = one.rule.groups.some((group) => group.value === "admissionregistration.k8s.io");
      const resource = oneOf(one.rule.resources, configurations, whole);
      const verb = oneOf(one.rule.verbs, ["create", "update", "patch"]);
      // Names do not limit `create`.
      const named = one.rule.names.length > 0 && !oneOf(one.rule.verbs, ["create"]);
      if (!resource || !verb || named || !inGroup(one.rule, "admissionregistration.k8s.io")) continue;
      const message = `${roleName(one)} may ${verb.value === "*" ? "change" : verb.value} ${resource.value}, and so see and change every object on its way in. Remove it, or name the configuration in resourceNames.`;
      yield roleOffence(one, resource, resource.value, message);
    }
  },
});
