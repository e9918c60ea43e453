import { defineScanRule, maps, type Tier } from "./rule.ts";

/** Roles that Kubernetes ships, and how much each is. */
const shipped: Readonly<Record<string, Tier>> = {
  "cluster-admin": "critical",
  admin: "medium",
  edit: "medium",
};

export default defineScanRule({
  id: "k8s-cluster-admin",
  title: "The cluster's administrator role",
  tier: "critical",
  maps: maps("ASI03", "LLM06:2025", "250"),
  *check(grants) {
    for (const binding of grants.of("kubernetes-binding")) {
      const tier = binding.roleKind === "ClusterRole" ? shipped[binding.role.value] : undefined;
      if (!tier || (tier === "medium" && !binding.cluster)) continue;
      const who = binding.subjects[0]?.name.value.replace(/«+/g, "…") ?? binding.name;
      const where = binding.cluster ? "the whole cluster" : "its namespace";
      const message = `'${who}' has ${binding.role.value} over ${where}. Bind a Role with the resources and verbs that it uses.`;
      const lower: Tier = tier === "critical" && !binding.cluster ? "high" : tier;
      yield {
        file: binding.file,
        extent: { at: binding.role.at, end: binding.role.end },
        subject: `${binding.name} ${binding.role.value}`,
        message,
        tier: lower,
        proof: binding.proof,
      };
    }
  },
});
