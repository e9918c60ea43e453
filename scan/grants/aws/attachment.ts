/** To what a policy document is attached, and what it is there. */
import { entriesOf, get, items, str, type Trail, under, type Value, walk } from "../value.ts";
import type { DocumentRole } from "./fact.ts";

export interface Attachment {
  readonly type: string;
  readonly holder: string;
  readonly role: DocumentRole | undefined;
}

/** Types whose documents limit and never give. */
const ceilings =
  /^(?:AWS::EC2::VPCEndpoint|aws_vpc_endpoint(?:_policy)?|AWS::Organizations::Policy|aws_organizations_policy|.*VpcEndpoint.*|CfnPolicy)$/;
/** Types whose documents say who may use them. */
const resources =
  /^(?:AWS::(?:KMS::Key|S3::BucketPolicy|SQS::QueuePolicy|SNS::TopicPolicy|ECR::Repository|SecretsManager::ResourcePolicy|Lambda::Permission|ApiGateway::RestApi|EFS::FileSystem|OpenSearchService::Domain)|aws_(?:kms_key|kms_key_policy|s3_bucket_policy|sqs_queue(?:_policy)?|sns_topic_policy|ecr_repository_policy|ecr_registry_policy|secretsmanager_secret_policy|lambda_permission|api_gateway_rest_api(?:_policy)?|efs_file_system_policy|opensearch_domain(?:_policy)?|elasticsearch_domain(?:_policy)?|glacier_vault|backup_vault_policy|cloudwatch_event_bus_policy|cloudwatch_log_resource_policy)|addToResourcePolicy|Key|Bucket|Queue|Topic)$/;

const trustKeys = /^assume_?role_?policy(?:_?document)?$|^assumedBy$|^trust_?policy|^inline_?trust/i;
/** A policy of a session only narrows what the role of the session has. */
const ceilingKeys = /boundary|service_?control|session_?policy|\bscp\b/i;

const isCloudType = (value: string | undefined) =>
  value !== undefined && /^[A-Z]\w+::\w+(?:::\w+)?$/.test(value);
const last = (path: string) => path.slice(path.lastIndexOf(".") + 1);

/** The name after which a CDK construct or a receiver is called: `this.handlerRole.addToPolicy` gives `handlerRole`. */
function receiver(callee: string): string {
  const parts = callee.split(".").filter((part) => part !== "this" && part !== "self");
  const made = parts.length > 1 ? (parts.at(-2) ?? "") : "";
  return moduleName.test(made) ? "" : made;
}

/** Modules and clients of IAM, which hold nothing themselves. */
const moduleName = /^(?:aws_?)?iam(?:_?client|_?resource)?$|^(?:boto3|client|cdk|aws_cdk|aws)$/i;

function construct(value: Value & { kind: "call" }, key: string): Attachment | undefined {
  const type = last(value.callee);
  if (
    type === "" ||
    /^(?:PolicyStatement|jsonencode|concat|list|flatten|fromJson|stringify|dumps|toset|\?:|for)$/.test(type)
  )
    return undefined;
  const id = value.args.map(str).find((word) => word !== undefined);
  const given = get(value, "RoleName", "UserName");
  const named =
    str(given) ??
    (given?.kind === "name" && /^[\w.]+$/.test(given.path) ? given.path : undefined) ??
    commandOption(value, "--role-name", "--user-name");
  return { type, holder: named ?? (receiver(value.callee) || id || key), role: undefined };
}

/** `aws iam put-role-policy --role-name agent`. */
function commandOption(value: Value & { kind: "call" }, ...options: readonly string[]): string | undefined {
  const at = value.callee === "aws" ? value.args.findIndex((word) => options.includes(str(word) ?? "")) : -1;
  const named = at < 0 ? undefined : value.args[at + 1];
  return named?.kind === "text" ? named.value : undefined;
}

/** The role that a policy is for: `aws_iam_role.agent.id`, `!Ref AgentRole`, a role's own name. */
function roleNamed(value: Value | undefined): string | undefined {
  if (value?.kind !== "name") return str(value);
  const terraform = /^aws_iam_(?:role|user|group)\.([\w-]+)/.exec(value.path)?.[1];
  return terraform ?? (/^\w+$/.test(value.path) ? value.path : undefined);
}

/** `undefined` where nothing on the way says; the roles that keys and types imply are filled in. */
export function attachmentOf(trail: Trail | undefined): Attachment {
  let role: DocumentRole | undefined;
  let near: Attachment | undefined;
  // A document of its own names the holder only where nothing around it does.
  let document: Attachment | undefined;
  for (let step = trail; step; step = step.up) {
    if (trustKeys.test(step.key)) role ??= "trust";
    if (ceilingKeys.test(step.key)) role ??= "ceiling";
    const value = step.value;
    if (value.kind === "call" && (value.callee === "resource" || value.callee === "data")) {
      const [type = "", name = ""] = value.args.map((argument) => str(argument) ?? "");
      return {
        type,
        holder: roleNamed(get(value, "role", "user", "group")) ?? name,
        role: role ?? roleOfType(type, name),
      };
    }
    if (value.kind === "dict") {
      const type = str(get(value, "Type"));
      if (isCloudType(type)) {
        const name = step.up?.key ?? "";
        const [attached] = items(under(value, "Properties", "Roles"));
        return {
          type: type ?? "",
          holder: roleNamed(attached) ?? name,
          role: role ?? roleOfType(type ?? "", name),
        };
      }
    }
    if (value.kind === "call" && !near) {
      const made = construct(value, step.up?.key ?? "");
      if (/(?:^|\.)PolicyDocument$/.test(value.callee)) document ??= made;
      else near = made;
    }
    if (value.kind === "scope" && value.name !== "" && !near)
      near = document ?? { type: "", holder: value.name, role: undefined };
  }
  near ??= document;
  if (!near) return { type: "", holder: "", role };
  return { ...near, role: role ?? roleOfType(near.type, near.holder) };
}

/** A method adds to the policy of what it is called on: of an endpoint of a network that is a limit. */
function roleOfType(type: string, name: string): DocumentRole | undefined {
  if (ceilings.test(type) || ceilingKeys.test(name)) return "ceiling";
  if (/^add_?[tT]o_?[pP]olicy$/.test(type) && /endpoint$/i.test(name)) return "ceiling";
  return resources.test(type) ? "resource" : undefined;
}

/** In Terraform: where the document `data.aws_iam_policy_document.NAME` is used, by that name. */
export function documentUses(root: Value): ReadonlyMap<string, Attachment> {
  const uses = new Map<string, Attachment>();
  for (const entry of entriesOf(root)) {
    const block = entry.value;
    if (block.kind !== "call" || block.callee !== "resource") continue;
    walk(block, (value, trail) => {
      if (value.kind !== "name") return undefined;
      const match = /^data\.aws_iam_policy_document\.([\w-]+)/.exec(value.path);
      if (match?.[1]) uses.set(match[1], attachmentOf(trail));
      return undefined;
    });
  }
  return uses;
}
