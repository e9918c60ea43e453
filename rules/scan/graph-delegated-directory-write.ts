import { bare, writesDirectory } from "./graph.ts";
import { defineScanRule, maps } from "./rule.ts";

export default defineScanRule({
  id: "graph-delegated-directory-write",
  title: "A delegated permission to change the directory",
  tier: "high",
  maps: maps("ASI03", "LLM06:2025", "250"),
  *check(grants) {
    for (const scope of grants.of("oauth-scope")) {
      const name = bare(scope.value);
      if (scope.provider !== "microsoft" || scope.option || !writesDirectory(name)) continue;
      const message = `With an administrator signed in, ${name} lets the agent change what belongs to others in the directory. Ask for the narrowest scope, and for more only when it is needed.`;
      yield {
        file: scope.file,
        extent: scope.extent,
        subject: `${scope.holderName} ${name}`,
        message,
        proof: scope.proof,
      };
    }
    for (const { file, extent, name, type, holder, proof } of grants.of("graph-permission")) {
      if (type !== "delegated" || !writesDirectory(name)) continue;
      const message = `The delegated permission ${name} of '${holder}' changes the directory when an administrator is signed in. Ask for the narrowest scope.`;
      yield { file, extent, subject: `${holder} ${name}`, message, proof };
    }
  },
});
