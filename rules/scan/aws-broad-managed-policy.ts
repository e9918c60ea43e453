import { offence, whose } from "./aws.ts";
import { isAdminPolicy } from "./aws-admin-managed-policy.ts";
import { defineScanRule, maps, type Tier } from "./rule.ts";

/** Services where all of it is much: data at rest, code that runs, secrets, identities. */
const heavy =
  /^(?:Amazon)?(?:AWS)?_?(?:S3|SecretsManager|Lambda|EC2|DynamoDB|SSM|IAM|RDS|KeyManagementService|CloudFormation|ECS|EKS|Redshift|CodeBuild)/;
const whole = new Set(["ReadOnlyAccess", "ViewOnlyAccess", "SecurityAudit"]);
/** Read-only policies that read stored data, not only descriptions of resources. */
const dataReads =
  /^(?:Amazon|AWS)?(?:S3|DynamoDB|SSM|SQS|Kinesis|Redshift|RDSData|CloudWatchLogs|Athena|CodeCommit|WorkMail|ElasticMapReduce|TimestreamI?)\w*ReadOnly/;

function tierOf(name: string): Tier | undefined {
  if (whole.has(name)) return "medium";
  if (/(?:Full_?Access|PowerUser|Administrator|ReadWrite)$/.test(name))
    return heavy.test(name) ? "high" : "medium";
  return dataReads.test(name) ? "low" : undefined;
}

export default defineScanRule({
  id: "aws-broad-managed-policy",
  title: "A managed policy over a whole service or account",
  tier: "medium",
  maps: maps("ASI03", "LLM06:2025", "250"),
  *check(grants) {
    for (const policy of grants.of("aws-managed-policy")) {
      // `service-role/` policies are what a service needs in order to run at all.
      const tier =
        isAdminPolicy(policy.name) || policy.path.startsWith("service-role")
          ? undefined
          : tierOf(policy.name);
      if (!tier) continue;
      const reach = whole.has(policy.name)
        ? "reads the account, stored data included"
        : "covers a whole service in the account";
      const message = `The managed policy ${policy.name}${whose(policy)} ${reach}. Attach a policy with the actions and resources that the agent uses.`;
      yield { ...offence(policy, policy.extent, policy.name, message), tier };
    }
  },
});
