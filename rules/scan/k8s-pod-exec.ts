import { granted, inGroup, oneOf, roleName, roleOffence } from "./kubernetes.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Ways into a running container, or to what listens in it. */
const doors = [
  "pods/exec",
  "pods/attach",
  "pods/portforward",
  "pods/ephemeralcontainers",
  "nodes/proxy",
  "services/proxy",
  "pods/proxy",
];

export default defineScanRule({
  id: "k8s-pod-exec",
  title: "Commands in any pod of the cluster",
  tier: "high",
  maps: maps("ASI03 ASI05", "LLM06:2025", "250"),
  *check(grants) {
    for (const one of granted(grants)) {
      const door = oneOf(one.rule.resources, doors, false);
      if (!door || !inGroup(one.rule, "") || one.rule.names.length > 0) continue;
      if (!oneOf(one.rule.verbs, ["create", "get", "update", "patch"])) continue;
      // A role for all namespaces that is bound in one is what a sandbox is made for.
      if (one.role.cluster && one.reach !== "cluster") continue;
      const [where, instead] = one.role.cluster
        ? [
            "in every namespace, and with it the identity of every workload",
            "bind it in a namespace of its own",
          ]
        : [
            "in its namespace, and with it the identity of each workload there",
            "keep only sandboxes in that namespace",
          ];
      const message = `${roleName(one)} opens ${door.value} ${where}. Remove it, or ${instead}.`;
      yield { ...roleOffence(one, door, door.value, message), tier: one.role.cluster ? "high" : "medium" };
    }
  },
});
