/** What a resource keeps for as long as it lives: a change of one of these makes it anew, which its name prevents. */
export const createOnly: Readonly<Record<string, readonly string[]>> = {
  "AWS::IAM::ManagedPolicy": ["Description", "ManagedPolicyName", "Path"],
  "AWS::IAM::Role": ["Path", "RoleName"],
  aws_iam_policy: ["description", "name", "name_prefix", "path"],
  aws_iam_role: ["name", "name_prefix", "path"],
  aws_iam_role_policy_attachment: ["policy_arn", "role"],
};
