/** Which files can hold grants: by name alone for small configuration formats, else by one of these needles. */

/** Plain words, each of which begins some grant that a reader knows. Files with none of them are not parsed. */
const needles = [
  // AWS
  '"Effect"',
  "Effect:",
  "Effect =",
  "'Effect'",
  '"Action"',
  "PolicyStatement",
  "aws_iam_",
  "iam:PassRole",
  ":iam::",
  "ManagedPolic",
  "getPolicyDocument",
  // Google Cloud
  "roles/",
  "allUsers",
  "allAuthenticatedUsers",
  "workload_identity_pool",
  "google_service_account",
  "invoker_iam_disabled",
  // Azure and Microsoft Graph
  "roleAssignments",
  "roleDefinition",
  "role_definition",
  "role assignment create",
  "create-for-rbac",
  "ReadWrite.All",
  ".Read.All",
  "resource_access",
  "resourceAccess",
  "Mail.",
  // OAuth
  "googleapis.com/auth/",
  "mail.google.com",
  ":history",
  "search:read",
  "admin.",
  "scope",
  "SCOPE",
  "okta",
  "chat:write",
  // Kubernetes
  "rbac.authorization.k8s.io",
  "cluster-admin",
  "clusterrole",
  "kubebuilder:rbac",
  "docker.sock",
  "privileged",
  "hostPath",
  "service-account-token",
  // Agents
  "mcpServers",
  "mcp_servers",
  "server-filesystem",
  "permissions",
  "allowedTools",
  "allowed_tools",
  "bypassPermissions",
  "dangerously",
  "--yolo",
  "danger-full-access",
  "approval",
  "allow_dangerous",
  "allowDangerous",
  "PythonREPL",
  "PythonAstREPL",
  "ShellTool",
  "CommandLineCodeExecutor",
  "use_docker",
  "human_input_mode",
  "requireApproval",
  "require_approval",
  "sk_live_",
  "sk_test_",
  "create-github-app-token",
  "secrets: inherit",
  "kubebuilder:rbac",
  "--no-sandbox",
  "--privileged",
] as const;

const pattern = new RegExp(needles.map((needle) => needle.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"));

/** Whether a file's text can hold a grant. Never false for a file in which a reader would find one. */
export function mayHoldGrants(_path: string, text: string): boolean {
  return pattern.test(text);
}
