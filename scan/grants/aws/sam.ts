/** Policy templates of SAM that are given every resource: `AWSSecretsManagerGetSecretValuePolicy: { SecretArn: "*" }`. */
import { get, str, type Trail, text, type Value } from "../value.ts";
import { attachmentOf } from "./attachment.ts";
import type { AwsStatement } from "./fact.ts";

/** Templates that take one name or ARN, with the parameter and actions that tell what they give. */
const templates: Readonly<Record<string, readonly [string, string]>> = {
  AWSSecretsManagerGetSecretValuePolicy: ["SecretArn", "secretsmanager:GetSecretValue"],
  SSMParameterReadPolicy: ["ParameterName", "ssm:GetParameter ssm:GetParameters"],
  S3ReadPolicy: ["BucketName", "s3:GetObject s3:ListBucket"],
  S3WritePolicy: ["BucketName", "s3:PutObject"],
  S3CrudPolicy: ["BucketName", "s3:GetObject s3:PutObject s3:DeleteObject"],
  DynamoDBReadPolicy: ["TableName", "dynamodb:GetItem dynamodb:Scan dynamodb:Query"],
  DynamoDBWritePolicy: ["TableName", "dynamodb:PutItem dynamodb:UpdateItem"],
  DynamoDBCrudPolicy: ["TableName", "dynamodb:GetItem dynamodb:Scan dynamodb:PutItem dynamodb:DeleteItem"],
  LambdaInvokePolicy: ["FunctionName", "lambda:InvokeFunction"],
  SQSSendMessagePolicy: ["QueueName", "sqs:SendMessage"],
};

/** The statement of a template whose parameter is `*`. */
export function templatePolicy(value: Value, trail: Trail | undefined): AwsStatement | undefined {
  const [entry] = value.kind === "dict" && value.entries.length === 1 ? value.entries : [];
  const template = entry && Object.hasOwn(templates, entry.key) ? templates[entry.key] : undefined;
  const given = template && get(entry?.value, template[0]);
  if (!template || !entry || !given || str(given) !== "*") return undefined;
  const place = { at: entry.at, end: entry.at + entry.key.length };
  return {
    kind: "aws-statement",
    extent: place,
    effect: "Allow",
    actions: template[1].split(" ").map((action) => text(action, place)),
    notActions: [],
    resources: [text("*", given)],
    notResources: [],
    principals: [],
    notPrincipal: false,
    conditions: [],
    role: "identity",
    attachedType: "AWS::Serverless::Function",
    holder: attachmentOf(trail).holder,
    proof: "proven",
  };
}
