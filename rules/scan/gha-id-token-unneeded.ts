import { str } from "../../scan/grants/value.ts";
import { defineScanRule, maps } from "./rule.ts";
import { agentsOf, viewOf } from "./workflow.ts";

/** Steps that trade the token for something; the Claude action trades it for its own. */
const consumer =
  /configure-aws-credentials|google-github-actions\/auth|azure\/login|pypi|publish|attest|sigstore|cosign|claude-code-action|codecov|vault-action|hashicorp|jfrog|setup-jfrog|oidc|octo-sts|terraform|pulumi|deploy|pages|slsa|provenance|docker\/cagent|scorecard|buildkite|cloudflare|run-gemini-cli|trusted|release/i;
const commands =
  /ACTIONS_ID_TOKEN|id-token|oidc|aws sts|gcloud|az login|npm publish|--provenance|cosign|twine|uv publish|vault|terraform|pulumi|gh attestation/i;

export default defineScanRule({
  id: "gha-id-token-unneeded",
  title: "An agent's job can mint identities that nothing uses",
  tier: "low",
  maps: maps("ASI03", "LLM06:2025", "250"),
  *check(grants) {
    for (const workflow of grants.of("workflow")) {
      const view = viewOf(workflow);
      for (const job of view.jobs) {
        const permissions = job.permissions ?? view.permissions;
        const entry = permissions?.entries.find(
          (candidate) => candidate.key === "id-token" && str(candidate.value) === "write",
        );
        if (!entry || agentsOf(job).length === 0 || job.uses) continue;
        const uses = job.steps.some(
          (step) =>
            consumer.test(step.uses?.value ?? "") ||
            (step.uses?.value.startsWith("./") ?? false) ||
            commands.test(step.run?.value ?? ""),
        );
        if (uses) continue;
        const message = `Job '${job.name}' may mint OIDC tokens, and no step uses one. Remove id-token: write.`;
        yield {
          file: workflow.file,
          extent: { at: entry.at, end: entry.value.end },
          subject: job.name,
          message,
          proof: "inferred",
        };
      }
    }
  },
});
