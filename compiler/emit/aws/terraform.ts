/** Roles as Terraform's JSON syntax, where every string is a template. */
import { compactJson, stableJson, terraformString } from "../escape.ts";
import { nameRules, platformName } from "../names.ts";
import type { NamedDocument, Role } from "./role.ts";
import type { PolicyDocument } from "./statement.ts";
import { descriptionOf } from "./tags.ts";

/** The text of `main.tf.json`. */
export function terraform(roles: readonly Role[]): string {
  const iamRole: Record<string, unknown> = {};
  const iamPolicy: Record<string, unknown> = {};
  const attachment: Record<string, unknown> = {};
  for (const role of roles) {
    const id = platformName(role.agent.name, nameRules.terraform);
    const tags = Object.fromEntries(role.tags.map(({ key, value }) => [key, terraformString(value)]));
    const managed = ({ name, document }: NamedDocument) => ({
      name: terraformString(name),
      path: terraformString(role.path),
      policy: encoded(document),
      description: terraformString(descriptionOf(role.agent)),
      tags,
    });
    role.policies.forEach((policy, index) => {
      const key = `${id}_p${index + 1}`;
      iamPolicy[key] = managed(policy);
      attachment[key] = {
        role: role.adopt ? terraformString(role.name) : `\${aws_iam_role.${id}.name}`,
        policy_arn: `\${aws_iam_policy.${key}.arn}`,
      };
    });
    if (role.boundary === undefined) continue;
    iamPolicy[`${id}_boundary`] = managed(role.boundary);
    iamRole[id] = {
      name: terraformString(role.name),
      path: terraformString(role.path),
      assume_role_policy: encoded(role.trust),
      max_session_duration: role.maxSession,
      permissions_boundary: `\${aws_iam_policy.${id}_boundary.arn}`,
      tags,
    };
  }
  const resource = Object.fromEntries(
    Object.entries({
      aws_iam_policy: iamPolicy,
      aws_iam_role: iamRole,
      aws_iam_role_policy_attachment: attachment,
    }).filter(([, instances]) => Object.keys(instances).length > 0),
  );
  return stableJson({ terraform: { required_providers: { aws: { source: "hashicorp/aws" } } }, resource });
}

const encoded = (document: PolicyDocument): string => terraformString(compactJson(document));
