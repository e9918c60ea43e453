/** CloudTrail's event names where they are not the names of IAM's actions (AWS: service authorization reference). */

const renamed: Readonly<Record<string, string>> = {
  "s3:ListObjects": "s3:ListBucket",
  "s3:ListObjectsV2": "s3:ListBucket",
  "s3:ListObjectVersions": "s3:ListBucketVersions",
  "s3:HeadBucket": "s3:ListBucket",
  "s3:HeadObject": "s3:GetObject",
  "s3:CopyObject": "s3:PutObject",
  "s3:DeleteObjects": "s3:DeleteObject",
  "s3:CreateMultipartUpload": "s3:PutObject",
  "s3:UploadPart": "s3:PutObject",
  "s3:UploadPartCopy": "s3:PutObject",
  "s3:CompleteMultipartUpload": "s3:PutObject",
  "s3:ListBuckets": "s3:ListAllMyBuckets",
  "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
  "s3:GetBucketReplication": "s3:GetReplicationConfiguration",
  "s3:GetBucketLifecycle": "s3:GetLifecycleConfiguration",
  "lambda:Invoke": "lambda:InvokeFunction",
  "bedrock:Converse": "bedrock:InvokeModel",
  "bedrock:ConverseStream": "bedrock:InvokeModelWithResponseStream",
  "sts:AssumeRoleWithWebIdentity": "sts:AssumeRoleWithWebIdentity",
};

/** Prefixes of event sources that are other than IAM's. */
const sources: Readonly<Record<string, string>> = {
  monitoring: "cloudwatch",
  email: "ses",
  tagging: "tag",
  "bedrock-runtime": "bedrock",
  "bedrock-agent": "bedrock",
  "bedrock-agent-runtime": "bedrock",
};

/** `service:Action` of an event; Lambda's names carry a version (`GetFunction20150331v2`), which is taken off. */
export function cloudTrailAction(source: string, name: string): string {
  const prefix = source.replace(/\.amazonaws\.com(\.cn)?$/, "");
  const service = sources[prefix] ?? prefix;
  const plain = service === "lambda" ? name.replace(/\d{8}(v\d+)?$/, "") : name;
  return renamed[`${service}:${plain}`] ?? `${service}:${plain}`;
}
