/** Resources of infrastructure code that rules look at, and credentials that are written out. */
import { credentialPrefix } from "../../mask.ts";
import { bounded } from "../agents/settings.ts";
import { type Bindings, resolve } from "../bindings.ts";
import { type Command, option, spoken } from "../commands.ts";
import { above, entriesOf, get, nearestKey, str, text, type Value, walk } from "../value.ts";
import type { InfraResource, InlineCredential, ResourceGrant } from "./fact.ts";

/** Types that rules look at; everything else is passed over. */
const terraform =
  /^(?:aws_(?:iam_access_key|iam_role|iam_role_policy_attachment|iam_user|bedrockagent_agent|bedrockagentcore_\w+)|google_(?:bigquery_dataset|bigquery_dataset_access|service_account|service_account_key|iam_workload_identity_pool_provider|compute_instance|compute_instance_template|container_cluster|container_node_pool|cloud_run_v2_service|cloud_run_service|project_iam_custom_role|organization_iam_custom_role)|azuread_(?:application|application_registration|application_password|service_principal_password|service_principal)|azurerm_user_assigned_identity|okta_\w+|auth0_\w+|keycloak_\w+|kubernetes_secret(?:_v1)?|kubernetes_service_account(?:_v1)?)$/;
const cloudFormation = /^AWS::(?:IAM::(?:AccessKey|Role|User)|Bedrock::Agent|BedrockAgentCore::\w+)$/;
const construct =
  /(?:^|\.)(?:Cfn(?:AccessKey|Agent|CodeInterpreterCustom|BrowserCustom|Runtime)|AccessKey|Role|ServiceAccountKey|WorkloadIdentityPoolProvider|Key|User)$/;
const kubernetes = new Set(["Secret", "ServiceAccount", "Pod", "Deployment"]);

/** A copy whose names are replaced by what the file says they are. */
function known(value: Value, bindings: Bindings): Value {
  const entries = entriesOf(value).map((entry) => ({ ...entry, value: resolve(entry.value, bindings) }));
  return bounded({ kind: "dict", entries, at: value.at, end: value.end });
}

const resource = (
  type: string,
  name: string,
  body: Value,
  head: { at: number; end: number },
  key = "",
): InfraResource => ({
  kind: "infra-resource",
  extent: { at: head.at, end: head.end },
  type,
  name,
  key,
  body,
  proof: "proven",
});

/** The block's first line. */
function head(value: Value, source: string): { at: number; end: number } {
  const stop = source.indexOf("\n", value.at);
  return { at: value.at, end: stop < 0 ? value.end : Math.min(stop, value.end) };
}

/** Whether a text is code that makes infrastructure: `Role` and `User` are classes of many other programs. */
export function isInfrastructureCode(source: string): boolean {
  return /aws-cdk|aws_cdk|@pulumi|pulumi_|import pulumi|cdktf/.test(source);
}

export function infraResources(
  root: Value,
  bindings: Bindings,
  source: string,
  commands: readonly Command[],
  isInfrastructure: boolean,
): readonly ResourceGrant[] {
  const found: ResourceGrant[] = [];
  walk(root, (value, trail) => {
    if (value.kind === "call") {
      const [type = "", name = ""] = value.args.map((argument) => str(argument) ?? "");
      const created =
        /(?:^|\.)(?:create_role|CreateRoleCommand)$/.test(value.callee) && get(value, "RoleName");
      if (created)
        found.push(
          resource("iam create role", str(created) ?? "", known(value, bindings), head(value, source)),
        );
      if (value.callee === "module" && get(value, "max_session_duration"))
        found.push(resource("iam create role", type, known(value, bindings), head(value, source)));
      if (value.callee === "provider" && type === "aws" && get(value, "default_tags"))
        found.push(resource("provider aws", type, known(value, bindings), head(value, source)));
      if (value.callee === "resource" && terraform.test(type))
        found.push(resource(type, name, known(value, bindings), head(value, source)));
      else if (
        isInfrastructure &&
        construct.test(value.callee) &&
        value.args.length + value.entries.length > 0
      ) {
        const id = value.args.map(str).find((word) => word !== undefined) ?? nearestKey(trail);
        found.push(
          resource(value.callee, id, known(value, bindings), head(value, source), nearestKey(trail)),
        );
      }
    }
    const audience = get(value, "audience");
    if (
      (value.kind === "dict" || (value.kind === "call" && /[gG]rants?\.create$/.test(value.callee))) &&
      audience?.kind === "text" &&
      audience.value.includes("/api/v2/") &&
      get(value, "scope", "scopes")
    )
      found.push(
        resource(
          "auth0 client grant",
          str(get(value, "client_id", "name")) ?? "",
          bounded({ kind: "dict", entries: entriesOf(value), at: value.at, end: value.end }),
          head(value, source),
        ),
      );
    if (value.kind === "dict") {
      const type = str(get(value, "Type"));
      const properties = get(value, "Properties");
      if (type && cloudFormation.test(type))
        found.push(
          resource(type, nearestKey(trail), properties ? known(properties, bindings) : value, {
            at: value.at,
            end: value.at + type.length,
          }),
        );
      const kind = str(get(value, "kind"));
      if (kind && kubernetes.has(kind) && get(value, "apiVersion") && get(value, "metadata"))
        found.push(
          resource(
            `kubernetes ${kind}`,
            str(get(get(value, "metadata"), "name")) ?? "",
            bounded(value),
            head(value, source),
          ),
        );
      // The token of a service account in a volume, however deep it stands.
      const token = get(value, "serviceAccountToken");
      if (token && get(token, "expirationSeconds")) {
        const owner = above(trail, (around) => get(around, "metadata") !== undefined);
        const named = str(get(get(owner, "metadata"), "name")) ?? "";
        found.push(resource("kubernetes projected token", named, bounded(token), head(value, source)));
      }
      // A custom role of Google Cloud, as `gcloud` and Config Connector take it.
      const permissions = get(value, "includedPermissions")
        ? value
        : kind === "IAMCustomRole" && get(value, "spec");
      if (permissions)
        found.push(
          resource(
            "google_project_iam_custom_role",
            str(get(get(value, "metadata"), "name")) ?? str(get(value, "title", "name")) ?? "",
            bounded(permissions),
            head(value, source),
          ),
        );
      // A realm of Keycloak and a client of Auth0 in JSON or YAML.
      if (
        str(get(value, "clientId")) &&
        (get(value, "fullScopeAllowed") ?? get(value, "serviceAccountsEnabled"))
      )
        found.push(
          resource("keycloak client", str(get(value, "clientId")) ?? "", bounded(value), head(value, source)),
        );
      if (get(value, "clientRoles") && get(value, "username", "serviceAccountClientId"))
        found.push(
          resource(
            "keycloak user",
            str(get(value, "serviceAccountClientId", "username")) ?? "",
            bounded(value),
            head(value, source),
          ),
        );
    }
    if (value.kind === "text") {
      const prefix = credentialPrefix(value.value);
      // Of payment providers alone; a scan for secrets of every kind is another tool's work.
      if (prefix && /^sk_(?:live|test)_$/.test(prefix) && !spoken(trail))
        found.push(credential(value, prefix, nearestKey(trail)));
    }
    return undefined;
  });
  return [...found, ...commands.flatMap((command) => commandResource(command))];
}

const credential = (place: Value, prefix: string, key: string): InlineCredential => ({
  kind: "inline-credential",
  extent: { at: place.at, end: place.end },
  prefix,
  key,
  proof: "proven",
});

/** `gcloud iam service-accounts keys create`, `aws iam create-access-key` and their like; `KEY=sk_live_…`. */
function commandResource(command: Command): readonly ResourceGrant[] {
  const words = command.args.flatMap((argument) => (argument.kind === "text" ? [argument] : []));
  const line = [
    command.program,
    ...words.filter((word) => !word.value.startsWith("-")).map((word) => word.value),
  ]
    .slice(0, 6)
    .join(" ");
  const body: Value = {
    kind: "dict",
    entries: words.map((word) => ({ key: word.value, at: word.at, value: text(word.value, word) })),
    at: command.at,
    end: command.end,
  };
  // A stand-in for the cloud on the same machine.
  if (
    words.some((word) =>
      /^(?:--endpoint-url=)?https?:\/\/(?:localhost|127\.0\.0\.1|localstack)\b/.test(word.value),
    )
  )
    return [];
  const duration = /^aws iam (?:create|update)-role\b/.test(line)
    ? option(command.args, "--max-session-duration")
    : undefined;
  if (duration) {
    const entries = [{ key: "MaxSessionDuration", at: duration.at, value: duration }];
    const role = option(command.args, "--role-name")?.value ?? "";
    const options: Value = { kind: "dict", entries, at: command.at, end: command.end };
    return [resource("iam create role", role, options, { at: command.at, end: command.end })];
  }
  const made =
    /^(gcloud iam service-accounts keys create|gcloud iam workload-identity-pools providers create-oidc|gcloud iam roles (?:create|update)|gcloud compute instances create|gcloud container (?:clusters|node-pools) create|aws iam create-access-key|az ad app credential reset|az ad sp create-for-rbac)/.exec(
      line,
    )?.[1];
  return made ? [resource(made, words.at(-1)?.value ?? "", body, { at: command.at, end: command.end })] : [];
}
