import { everything, granted, hasStar, inGroup, oneOf, roleName, roleOffence } from "./kubernetes.ts";
import { defineScanRule, maps } from "./rule.ts";

const workloads = [
  "pods",
  "deployments",
  "daemonsets",
  "statefulsets",
  "jobs",
  "cronjobs",
  "replicasets",
  "replicationcontrollers",
];

export default defineScanRule({
  id: "k8s-workload-write-clusterwide",
  title: "Workloads can be created in every namespace",
  tier: "high",
  maps: maps("ASI03", "LLM06:2025", "250"),
  *check(grants) {
    for (const one of granted(grants)) {
      const resource = oneOf(one.rule.resources, workloads, false);
      if (!resource || one.reach !== "cluster" || everything(one) || hasStar(one.rule.resources)) continue;
      const verb = oneOf(one.rule.verbs, ["create", "update", "patch"]);
      if (!verb || !inGroup(one.rule, "", "apps", "batch") || one.rule.names.length > 0) continue;
      const message = `${roleName(one)} may ${verb.value === "*" ? "do anything to" : verb.value} ${resource.value} in every namespace, so it can mount any secret or service account there. Bind it in the namespaces that it manages.`;
      yield roleOffence(one, resource, resource.value, message);
    }
  },
});
