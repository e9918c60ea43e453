import { offence, whose } from "./aws.ts";
import type { AwsActions } from "./aws-actions.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Clients of the SDK have names of their own; these are the prefixes that IAM knows them by. */
const clientNames: Readonly<Record<string, string>> = {
  "bedrock-runtime": "bedrock",
  "bedrock-agent": "bedrock",
  "bedrock-agent-runtime": "bedrock",
  "bedrock-agentcore-control": "bedrock-agentcore",
  "cognito-identity-provider": "cognito-idp",
  stepfunctions: "states",
  efs: "elasticfilesystem",
  opensearch: "es",
  opensearchserverless: "aoss",
  emr: "elasticmapreduce",
  eventbridge: "events",
  elb: "elasticloadbalancing",
  cloudwatchlogs: "logs",
};

/** What is wrong with an action pattern; undefined when something answers to it or nothing can be said. */
function fault(pattern: string, aws: AwsActions): string | undefined {
  const colon = pattern.indexOf(":");
  const prefix = pattern.slice(0, colon);
  if (colon < 0 || /[*?]/.test(prefix)) return undefined;
  const known = aws.hasService(prefix);
  if (known === undefined) return undefined;
  if (!known) {
    const meant = clientNames[prefix.toLowerCase()];
    return `AWS has no service prefix '${prefix}'.${meant ? ` IAM calls that service '${meant}'.` : ""}`;
  }
  if (aws.expand(pattern).length > 0) return undefined;
  const near = /[*?]/.test(pattern) ? undefined : aws.nearest(pattern);
  return `AWS has no action '${pattern}'.${near ? ` Nearest is '${near}'.` : ""}`;
}

/** Claims of tokens that GitHub signs, and what AWS itself reads from any token. */
const claims = new Set(
  (
    "aud sub amr azp email oaud iss jti actor actor_id base_ref check_run_id enterprise enterprise_id environment " +
    "environment_node_id event_name head_ref job_workflow_ref job_workflow_sha ref ref_protected ref_type repository " +
    "repository_id repository_owner repository_owner_id repository_visibility run_attempt run_id run_number " +
    "runner_environment sha workflow workflow_ref workflow_sha"
  ).split(" "),
);
const claimOf = (key: string) => /^token\.actions\.githubusercontent\.com:([\w.-]+)$/i.exec(key)?.[1];

export default defineScanRule({
  id: "aws-unknown-action",
  title: "An action that AWS does not have",
  tier: "low",
  maps: maps("ASI03", "LLM06:2025", "1007"),
  *check(grants, { aws }) {
    for (const statement of grants.of("aws-statement")) {
      if (statement.effect !== "Allow") continue;
      for (const { key } of statement.conditions) {
        const claim = claimOf(key);
        if (claim === undefined || claims.has(claim.toLowerCase())) continue;
        const message = `Tokens of GitHub have no claim '${claim}', so the condition${whose(statement)} never holds. Test sub and aud.`;
        yield offence(statement, statement.actions[0] ?? statement.extent, key, message);
      }
      if (statement.role === "trust") continue;
      for (const word of [...statement.actions, ...statement.notActions]) {
        const wrong = word.open ? undefined : fault(word.value, aws);
        if (!wrong) continue;
        const message = `${wrong} It gives nothing${whose(statement)} until AWS adds it. Correct or delete it.`;
        yield offence(statement, word, word.value, message);
      }
    }
  },
});
