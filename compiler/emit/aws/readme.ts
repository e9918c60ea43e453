/** The page that lies beside the output. */
import { markdownText } from "../escape.ts";
import type { Role } from "./role.ts";

const apply: Readonly<Record<string, readonly string[]>> = {
  cloudformation: [
    "```sh",
    "aws cloudformation deploy --stack-name remit-agents --template-file template.json --capabilities CAPABILITY_NAMED_IAM",
    "```",
    "",
    "Where there are further templates (`template-2.json` …), each is a stack of its own: `remit-agents-2` …",
    "Undo: `aws cloudformation delete-stack --stack-name remit-agents`.",
  ],
  terraform: ["```sh", "terraform init && terraform apply", "```", "", "Undo: `terraform destroy`."],
  json: [
    "For each folder: create the boundary (`boundary.json`) and the permission policies (`permissions-N.json`) as managed policies,",
    "then the role with `trust.json`, the boundary and the values of `role.json`, then attach the policies.",
    "Undo in the opposite order.",
  ],
};

/** How to apply and undo, in order, and what lies outside of the promise. */
export function readme(workspace: string, roles: readonly Role[], format: string): string {
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
    ...(apply[format] ?? []),
    "",
    "## Roles",
    "",
    "| agent | role | how | policies |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    "## What lies outside",
    "",
    "- Resource policies (of buckets, keys, queues) and policies attached by others add access of their own. A role that is adopted keeps what it has.",
    "- An agent's end is in its boundary, or in its policies where a role is adopted, as a deny outside of its life: it is checked on every call, so open sessions end with it.",
    "- A suspended agent is denied everything as soon as this output is applied.",
    "",
  ].join("\n");
}
