import { takesOver } from "./graph.ts";
import { defineScanRule, maps } from "./rule.ts";

export default defineScanRule({
  id: "graph-app-privesc",
  title: "An application permission that can take over the tenant",
  tier: "critical",
  maps: maps("ASI03", "LLM06:2025", "269"),
  *check(grants) {
    for (const { file, extent, name, type, holder, proof } of grants.of("graph-permission")) {
      if (type !== "application" || !takesOver.test(name)) continue;
      const message = `The application permission ${name}${holder === "" ? "" : ` of '${holder}'`} lets it make itself an administrator of the tenant. Use a variant limited to owned or selected objects, or a delegated permission.`;
      yield { file, extent, subject: `${holder} ${name}`, message, proof };
    }
  },
});
