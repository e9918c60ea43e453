import type { CatalogAction } from "../../compiler/catalog/catalog.ts";
import { covers, given, narrowed, offence, type Statement, some, whose, widest } from "./aws.ts";
import type { AwsActions } from "./aws-actions.ts";
import { bulkReads } from "./aws-data-exfil.ts";
import { defineScanRule, maps } from "./rule.ts";

/** Actions that other rules judge with more knowledge of them. */
const judgedElsewhere = [
  "iam:PassRole",
  "sts:Assume*",
  "bedrock:Invoke*",
  "bedrock-agentcore:Get*Token*",
  "bedrock-agentcore:GetResource*",
  "bedrock-agentcore:InvokeAgentRuntimeForUser",
  "bedrock-agentcore:CompleteResourceTokenAuth",
];

/**
 * Writing telemetry or using a service that keeps nothing: naming a resource would hardly limit anything, or the type
 * that the catalog has is optional.
 */
const harmless = [
  "cloudwatch:PutMetricData",
  "xray:*",
  "logs:CreateLogGroup",
  "logs:CreateLogStream",
  "logs:PutLogEvents",
  "logs:PutRetentionPolicy",
  "logs:Describe*",
  "polly:*",
  "aps:RemoteWrite",
  "ssm:UpdateInstanceInformation",
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
];

/** The actions of a statement that could be limited to resources, with the words that name them. */
function restrictable(
  statement: Statement,
  aws: AwsActions,
): { readonly at: number; readonly action: CatalogAction }[] {
  const found: { at: number; action: CatalogAction }[] = [];
  statement.actions.forEach((word, at) => {
    if (word.open || /^[^:]*:?\*/.test(word.value)) return;
    for (const action of aws.expand(word.value)) {
      const skip = [...judgedElsewhere, ...harmless, ...bulkReads].some((pattern) =>
        covers(pattern, action.name),
      );
      if (!skip && action.resourceRequired) found.push({ at, action });
    }
  });
  return found;
}

export default defineScanRule({
  id: "aws-resource-star-restrictable",
  title: "Every resource for actions that could be limited to some",
  tier: "medium",
  maps: maps("ASI03 ASI02", "LLM06:2025", "732"),
  *check(grants, { aws }) {
    for (const statement of given(grants)) {
      if (widest(statement) !== "all" || narrowed(statement)) continue;
      const all = restrictable(statement, aws);
      const strong = all.filter(({ action }) => action.risk !== "read");
      const [first] = strong.length > 0 ? strong : all;
      const word = first && statement.actions[first.at];
      if (!first || !word) continue;
      const listed = strong.length > 0 ? strong : all;
      const names = [...new Set(listed.map(({ action }) => action.name))];
      const [type] = first.action.resources;
      const hint = type ? ` (${first.action.name} takes ${type.pattern})` : "";
      const message = `${some(names)}${whose(statement)} reach every resource, though they can be limited. Name the resources${hint}.`;
      const admin = strong.some(({ action }) => action.risk === "admin");
      const tier = strong.length === 0 ? "low" : admin ? "high" : "medium";
      yield { ...offence(statement, word, names[0] ?? "", message), tier };
    }
  },
});
