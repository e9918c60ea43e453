/** Which identities in infrastructure code are those of the agents that the policy declares. */
import type { Agent } from "../../compiler/model/policy.ts";
import type { Located } from "../../scan/grants/fact.ts";
import type { InfraResource } from "../../scan/grants/resources/fact.ts";
import { get, items, str, type Value } from "../../scan/grants/value.ts";
import type { FoundAgent } from "../../scan/identity.ts";
import { folderOf } from "../../scan/link/folders.ts";
import { indexGrants } from "../scan/check.ts";
import type { Grants } from "../scan/rule.ts";
import { isRole, roleName, roleNamed } from "./exceeds/aws-role.ts";
import type { Comparison } from "./rule.ts";
import { declaredGroups } from "./view.ts";

/** Resources that are an agent, and the setting with the role that it runs under. */
const agentTypes =
  /^aws_bedrockagent(?:core)?_agent|^AWS::Bedrock(?:AgentCore)?::|(?:^|\.)Cfn(?:Agent|Runtime)$/;
const roleKeys = [
  "agent_resource_role_arn",
  "AgentResourceRoleArn",
  "agentResourceRoleArn",
  "role_arn",
  "RoleArn",
  "roleArn",
];

/** The roles in the code that an agent's resource names as its own: `agent_resource_role_arn = aws_iam_role.x.arn`. */
export function rolesOf(site: FoundAgent, grants: Grants): readonly Located<InfraResource>[] {
  const resources = grants.of("infra-resource");
  const own = resources.filter(
    ({ type, file, name, key }) =>
      file === site.file &&
      agentTypes.test(type) &&
      [...site.aliases, site.name].some((each) => each === name || (key !== "" && each === key)),
  );
  return own.flatMap((resource) => {
    const given = get(resource.body, ...roleKeys);
    return resources.filter((role) => isRole(role) && isMeant(given, role, resource.file));
  });
}

/** Whether a value in a file is a role's ARN. */
function isMeant(given: Value | undefined, role: Located<InfraResource>, file: string): boolean {
  const written = str(given);
  if (written !== undefined) return roleNamed(role) === roleName(written);
  const [terraform, label] = pathOf(given).split(".");
  if (role.type === "aws_iam_role")
    return terraform === "aws_iam_role" && label === role.name && folderOf(role.file) === folderOf(file);
  return role.file === file && terraform !== "" && (terraform === role.name || terraform === role.key);
}

/** `aws_iam_role.sales.arn`, `!GetAtt SalesRole.Arn`, `this.role.roleArn`: the path, what is around it left out. */
function pathOf(given: Value | undefined): string {
  const parts = items(get(given, "Fn::GetAtt")).map((part) => str(part) ?? "");
  const path = given?.kind === "name" ? given.path : given?.kind === "text" ? given.value : parts.join(".");
  return path
    .replace(/^\$\{|\}$/g, "")
    .replace(/^(?:this|self)\./, "")
    .replace(/\[[^\]]{0,20}\]/g, "");
}

/**
 * Tells of a finding about an identity whether the policy answers it: the identity is that of a declared agent, and
 * that has an owner.
 */
export function answeredByPolicy(
  comparison: Comparison,
): (finding: {
  readonly rule: string;
  readonly file: string;
  readonly extent: { readonly at: number };
}) => boolean {
  const { policy, granted } = comparison;
  if (policy === undefined || granted === undefined) return () => false;
  const grants = indexGrants(granted.grants);
  const key = ({ file, extent }: { readonly file: string; readonly extent: { readonly at: number } }) =>
    `${extent.at} ${file}`;
  const owned = policy.agents.filter(({ owner }) => owner !== "");
  const answered = new Set([
    ...owned.flatMap((agent) => declaredIdentities(agent, grants)).map(key),
    ...declaredGroups(comparison)
      .filter(({ agent }) => owned.includes(agent))
      .flatMap(({ group }) => group.sites.flatMap((site) => rolesOf(site, grants)))
      .map(key),
  ]);
  return (finding) => finding.rule === "agent-identity-no-owner" && answered.has(key(finding));
}

/** The resources that are what the policy says the agent goes by. */
function declaredIdentities({ identities }: Agent, grants: Grants): readonly Located<InfraResource>[] {
  const resources = grants.of("infra-resource");
  return identities.flatMap((identity) => {
    if (identity.kind === "aws")
      return resources.filter((each) => isRole(each) && roleNamed(each) === roleName(identity.role));
    if (identity.kind !== "kubernetes") return [];
    const name = identity.serviceaccount.slice(identity.serviceaccount.lastIndexOf("/") + 1);
    return resources.filter((each) => each.type === "kubernetes ServiceAccount" && each.name === name);
  });
}
