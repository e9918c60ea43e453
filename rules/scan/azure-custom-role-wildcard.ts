import { defineScanRule, maps, type Tier } from "./rule.ts";

/** `*` and the provider of authorisation are an owner by another name; a whole provider is much. */
function tierOf(action: string): Tier | undefined {
  const lower = action.toLowerCase();
  if (
    lower === "*" ||
    lower === "*/write" ||
    lower === "microsoft.authorization/*" ||
    lower === "*/*" ||
    lower === "microsoft.authorization/*/write" ||
    lower === "microsoft.authorization/roleassignments/*"
  )
    return "critical";
  if (lower === "*/read") return "low";
  return /^[a-z]+\.[a-z.]+\/\*$/.test(lower) ? "medium" : undefined;
}

export default defineScanRule({
  id: "azure-custom-role-wildcard",
  title: "A custom role with wildcards",
  tier: "critical",
  maps: maps("ASI03", "LLM06:2025", "732"),
  *check(grants) {
    for (const role of grants.of("azure-role-definition"))
      for (const action of role.actions) {
        const tier = tierOf(action.value);
        if (!tier) continue;
        const raised: Tier = role.rootScope && tier === "medium" ? "high" : tier;
        const message = `The custom role '${role.name}' allows '${action.value}'${role.rootScope ? " at the root scope" : ""}; notActions do not make that safe. List the operations that are needed.`;
        yield {
          file: role.file,
          extent: action.extent,
          subject: `${role.name} ${action.value}`,
          message,
          tier: raised,
          proof: role.proof,
        };
      }
  },
});
