/** The page that lies beside the output. */
import type { Target } from "../../model/test-and-target.ts";
import type { EmittedObject } from "../emission.ts";
import { targetName } from "../enforcement.ts";
import { markdownText } from "../escape.ts";
import { nameRules, platformName } from "../names.ts";
import type { Role } from "./role.ts";

const apply: Readonly<Record<string, (stack: string) => readonly string[]>> = {
  cloudformation: (stack) => [
    "```sh",
    `aws cloudformation deploy --stack-name ${stack} --template-file template.json --capabilities CAPABILITY_NAMED_IAM`,
    "```",
    "",
    `Where there are further templates (\`template-2.json\` …), each is a stack of its own: \`${stack}-2\` …; one that is not made any more is deleted.`,
    `Undo: \`aws cloudformation delete-stack --stack-name ${stack}\`.`,
  ],
  terraform: () => ["```sh", "terraform init && terraform apply", "```", "", "Undo: `terraform destroy`."],
  json: () => [
    "Each folder is a role; `role.json` has its name, its tags and the names of its policies. Stop at a role or policy of such a name whose tag `remit:workspace` is not this workspace's.",
    "",
    "**What is not there yet:** create the boundary (`boundary.json`) and the permission policies (`permissions-N.json`) as managed policies with the path and tags of `role.json`, then the role with `trust.json`, the boundary and the values of `role.json`, then attach the policies.",
    "",
    "**What is there:** give each policy that differs a new version, which is in force at once:",
    "",
    "```sh",
    "aws iam create-policy-version --policy-arn … --policy-document file://permissions-1.json --set-as-default",
    "aws iam update-assume-role-policy --role-name … --policy-document file://trust.json",
    "aws iam update-role --role-name … --max-session-duration …",
    "```",
    "",
    "IAM keeps five versions of a policy: delete the oldest first (`aws iam delete-policy-version`). Bring the tags up to date with `tag-role` and `tag-policy`. A description and a path cannot be changed and stay.",
    "",
    "The order of a change:",
    "",
    "1. `permissions-1.json`, `permissions-2.json` … as far as they hold a `Deny`: denies stand first, and that of a suspended agent is the first of all. A document that holds both denies and new grants brings both.",
    "2. To take access away: `trust.json`, `boundary.json` and the other policies, then detach and delete those that `role.json` does not name any more.",
    "3. To give access: the other policies, new ones attached; `boundary.json` and `trust.json` last, so that until then the role can do no more than the old boundary and the denies let it.",
    "",
    "Undo: put the former output back in the same way (`aws iam set-default-policy-version` goes back to a version that is still kept). To undo the whole: detach the policies, delete the role, then the policies.",
  ],
};

/** The stack of a workspace's target, for the template of this index from 0 on: no two have the same. */
export const stackName = (workspace: string, target: string, index = 0): string =>
  `remit-${platformName(workspace, nameRules.stack)}-${platformName(target, nameRules.stack)}${index === 0 ? "" : `-${index + 1}`}`;

/** How an object that is not made any more goes. */
function removal({ kind, name }: EmittedObject): string {
  if (kind === "stack")
    return `- stack ${markdownText(name)}, before this output is applied: \`aws cloudformation delete-stack --stack-name ${name}\``;
  if (kind === "Terraform configuration")
    return `- Terraform configuration ${markdownText(name)}: put it back from version control and run \`terraform destroy\`, before this output is applied`;
  return `- ${kind} ${markdownText(name)}`;
}

/** How to apply and undo, in order, and what lies outside of the promise. */
export function readme(
  workspace: string,
  target: Target,
  roles: readonly Role[],
  gone: readonly EmittedObject[],
): string {
  const rows = roles.map((role) => {
    const kind = role.adopt ? "existing role, policies attached" : "role made here";
    return `| ${markdownText(role.agent.name)} | ${markdownText(role.name)} | ${kind} | ${role.policies.length} |`;
  });
  return [
    `# AWS roles of workspace ${markdownText(workspace)}`,
    "",
    "Made by `remit compile`. Do not edit: change the policy and compile again.",
    "",
    "## Apply",
    "",
    "1. The account needs an IAM OpenID Connect provider for each issuer that the policy's `identity { oidc … }` names. Remit does not make it.",
    "2. Apply:",
    "",
    ...(apply[String(target.settings.format)]?.(stackName(workspace, targetName(target))) ?? []),
    "",
    "## Roles",
    "",
    "| agent | role | how | policies |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    ...(gone.length === 0
      ? []
      : [
          "## Remove",
          "",
          "Earlier outputs made these, and this one does not. Detach the policies, then delete roles and policies, where their tag `remit:workspace` is this workspace's:",
          "",
          ...gone.map(removal),
          "",
        ]),
    "## What lies outside",
    "",
    "- Resource policies (of buckets, keys, queues) and policies attached by others add access of their own. A role that is adopted keeps what it has.",
    "- An agent's end is in its boundary, or in its policies where a role is adopted, as a deny outside of its life: it is checked on every call, so open sessions end with it.",
    "- A suspended agent is denied everything as soon as this output is applied.",
    "",
  ].join("\n");
}
