/** GitHub permissions that count for more than their level says, and what their content is. Names with `_` stand for both spellings. */

/** Each decides over who has access, over what code runs with secrets, or over the secrets themselves. */
export const githubAdmin: ReadonlySet<string> = new Set([
  "administration:write",
  "codespaces_secrets:write",
  "custom_properties_for_organizations:write",
  "dependabot_secrets:write",
  "enterprise_custom_properties_for_organizations:write",
  "environments:write",
  "members:write",
  "organization_administration:write",
  "organization_codespaces_secrets:write",
  "organization_codespaces_settings:write",
  "organization_custom_org_roles:write",
  "organization_custom_roles:write",
  "organization_dependabot_secrets:write",
  "organization_hooks:write",
  "organization_personal_access_token_requests:write",
  "organization_personal_access_tokens:write",
  "organization_secrets:write",
  "organization_self_hosted_runners:write",
  "organization_user_blocking:write",
  "secrets:write",
  "workflows:write",
]);

/** Issues and pull requests of a public repository are written by anybody. */
export const githubLabels: Readonly<Record<string, readonly string[]>> = {
  "discussions:read": ["untrusted-content"],
  "discussions:write": ["external-send", "untrusted-content"],
  "issues:read": ["untrusted-content"],
  "issues:write": ["external-send", "untrusted-content"],
  "pull_requests:read": ["untrusted-content"],
  "pull_requests:write": ["external-send", "untrusted-content"],
};
