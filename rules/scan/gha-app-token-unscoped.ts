import { isTrue } from "../../scan/grants/value.ts";
import { defineScanRule, maps } from "./rule.ts";
import { viewOf } from "./workflow.ts";

const minting =
  /^(?:actions\/create-github-app-token|tibdex\/github-app-token|peter-murray\/workflow-application-token-action|getsentry\/action-github-app-token)(?:@|$)/i;

export default defineScanRule({
  id: "gha-app-token-unscoped",
  title: "A token with every permission of a GitHub App",
  tier: "medium",
  maps: maps("ASI03", "LLM06:2025", "250"),
  *check(grants) {
    for (const workflow of grants.of("workflow"))
      for (const job of viewOf(workflow).jobs)
        for (const step of job.steps) {
          if (!step.uses || !minting.test(step.uses.value)) continue;
          const has = (pattern: RegExp) => step.inputs.some((entry) => pattern.test(entry.key));
          if (has(/^permissions?(?:-[\w-]+)?$/)) continue;
          const everywhere = has(/^owner$/) && !has(/^repositor(?:y|ies)$/);
          const kept = step.inputs.some((entry) => entry.key === "skip-token-revoke" && isTrue(entry.value));
          const message = `The token has every permission that the App was installed with${everywhere ? ", on every repository of the owner" : ""}. Add permission-… inputs${has(/^repositor/) ? "" : " and repositories"}.`;
          yield {
            file: workflow.file,
            extent: { at: step.uses.at, end: step.uses.end },
            subject: `${job.name} ${step.uses.value.replace(/@.*/, "")}`,
            message,
            tier: everywhere || kept ? "high" : "medium",
          };
        }
  },
});
