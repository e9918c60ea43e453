import { everybodys } from "./graph.ts";
import { defineScanRule, maps } from "./rule.ts";

export default defineScanRule({
  id: "graph-tenant-wide-app",
  title: "An application permission over everybody's content",
  tier: "high",
  maps: maps("ASI03 ASI02", "LLM02:2025 LLM06:2025", "250 200"),
  *check(grants) {
    for (const { file, extent, name, type, holder, proof } of grants.of("graph-permission")) {
      if (type !== "application" || !everybodys.test(name)) continue;
      const message = `The application permission ${name}${holder === "" ? "" : ` of '${holder}'`} covers every user and site of the tenant. Use the delegated permission, Sites.Selected, or an application access policy.`;
      const directory = /^(?:User|Directory|Group)\.Read\.All$/.test(name);
      yield {
        file,
        extent,
        subject: `${holder} ${name}`,
        message,
        tier: directory ? "medium" : "high",
        proof,
      };
    }
  },
});
