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
  "cloudwatch:GetMetricData",
  "cloudwatch:ListMetrics",
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
    const all = aws.expand(word.value);
    const limitable = all.filter(
      (action) =>
        action.resourceRequired &&
        ![...judgedElsewhere, ...harmless, ...bulkReads].some((pattern) => covers(pattern, action.name)),
    );
    // `ec2:Describe*` stands for reads of which most cannot be limited, so that naming resources would break it.
    if (all.every(reads) && limitable.length * 2 < all.length) return;
    for (const action of limitable) found.push({ at, action });
  });
  return found;
}

/** AWS counts reading a policy among managing permissions; what is read there is no secret. */
const reads = (action: CatalogAction) =>
  action.risk === "read" ||
  (action.risk === "admin" && /:(?:Get|List|Describe)\w*Polic(?:y|ies)$/.test(action.name));

/** What a resource's name looks like, by the shortest of a few types; of many no single one is an answer. */
function template(action: CatalogAction): string {
  const patterns = action.resources.map((type) => type.pattern);
  const [shortest] = [...patterns].sort((a, b) => a.length - b.length);
  return shortest && patterns.length <= 4 ? ` (${action.name} takes ${shortest})` : "";
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
      const strong = all.filter(({ action }) => !reads(action));
      const [first] = strong.length > 0 ? strong : all;
      const word = first && statement.actions[first.at];
      if (!first || !word) continue;
      const listed = strong.length > 0 ? strong : all;
      const names = [...new Set(listed.map(({ action }) => action.name))];
      const message = `${some(names)}${whose(statement)} reach every resource, though they can be limited. Name the resources${template(first.action)}.`;
      const admin = strong.some(({ action }) => action.risk === "admin");
      const tier = strong.length === 0 ? "low" : admin ? "high" : "medium";
      yield { ...offence(statement, word, names[0] ?? "", message), tier };
    }
  },
});
