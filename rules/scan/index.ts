/** Every rule about grants; the one list. The order is that of the documentation: by platform, worst first. */
import agentFileScopeWide from "./agent-file-scope-wide.ts";
import agentIdentityNoOwner from "./agent-identity-no-owner.ts";
import agentMcpWildcard from "./agent-mcp-wildcard.ts";
import agentNetworkWide from "./agent-network-wide.ts";
import agentPermissionBypass from "./agent-permission-bypass.ts";
import agentSandboxDisabled from "./agent-sandbox-disabled.ts";
import agentShellWildcard from "./agent-shell-wildcard.ts";
import agentSubagentInheritsAll from "./agent-subagent-inherits-all.ts";
import auth0KeycloakAdminClient from "./auth0-keycloak-admin-client.ts";
import awsAdminManagedPolicy from "./aws-admin-managed-policy.ts";
import awsAgentTokenVaultAny from "./aws-agent-token-vault-any.ts";
import awsAssumeRoleUnscoped from "./aws-assume-role-unscoped.ts";
import awsBedrockAnyModel from "./aws-bedrock-any-model.ts";
import awsBroadManagedPolicy from "./aws-broad-managed-policy.ts";
import awsCodeInterpreterPrivilegedRole from "./aws-code-interpreter-privileged-role.ts";
import awsCrossAccountTrustOpen from "./aws-cross-account-trust-open.ts";
import awsDataExfil from "./aws-data-exfil.ts";
import awsFullAdmin from "./aws-full-admin.ts";
import awsNotactionAllow from "./aws-notaction-allow.ts";
import awsOidcTrustUnscoped from "./aws-oidc-trust-unscoped.ts";
import awsPassroleUnscoped from "./aws-passrole-unscoped.ts";
import awsPrivescCombination from "./aws-privesc-combination.ts";
import awsPublicPrincipal from "./aws-public-principal.ts";
import awsResourceStarRestrictable from "./aws-resource-star-restrictable.ts";
import awsServiceWildcard from "./aws-service-wildcard.ts";
import awsUnknownAction from "./aws-unknown-action.ts";
import azureContributorWide from "./azure-contributor-wide.ts";
import azureCustomRoleWildcard from "./azure-custom-role-wildcard.ts";
import azureDataPlaneWide from "./azure-data-plane-wide.ts";
import azureOwnerWide from "./azure-owner-wide.ts";
import browserSecurityDisabled from "./browser-security-disabled.ts";
import fileToolkitRootless from "./file-toolkit-rootless.ts";
import gcpBasicRole from "./gcp-basic-role.ts";
import gcpPrivescRole from "./gcp-privesc-role.ts";
import gcpPublicMember from "./gcp-public-member.ts";
import gcpSaImpersonationWide from "./gcp-sa-impersonation-wide.ts";
import gcpServiceAdminRole from "./gcp-service-admin-role.ts";
import gcpVmCloudPlatformDefaultSa from "./gcp-vm-cloud-platform-default-sa.ts";
import gcpWifUnrestricted from "./gcp-wif-unrestricted.ts";
import ghaAgentUnrestrictedTools from "./gha-agent-unrestricted-tools.ts";
import ghaAgentUntrustedTrigger from "./gha-agent-untrusted-trigger.ts";
import ghaAppTokenUnscoped from "./gha-app-token-unscoped.ts";
import ghaIdTokenUnneeded from "./gha-id-token-unneeded.ts";
import ghaPermissionsMissing from "./gha-permissions-missing.ts";
import ghaSecretsInheritAgent from "./gha-secrets-inherit-agent.ts";
import ghaWorkflowLevelWrite from "./gha-workflow-level-write.ts";
import ghaWriteAll from "./gha-write-all.ts";
import githubAppPermissionBroad from "./github-app-permission-broad.ts";
import githubClassicScope from "./github-classic-scope.ts";
import googleAdminSdkWrite from "./google-admin-sdk-write.ts";
import googleCloudPlatformUserConsent from "./google-cloud-platform-user-consent.ts";
import googleDriveFull from "./google-drive-full.ts";
import googleFullMailbox from "./google-full-mailbox.ts";
import googleRestrictedWrite from "./google-restricted-write.ts";
import grantWithoutExpiry from "./grant-without-expiry.ts";
import graphAppPrivesc from "./graph-app-privesc.ts";
import graphDelegatedDirectoryWrite from "./graph-delegated-directory-write.ts";
import graphTenantWideApp from "./graph-tenant-wide-app.ts";
import humanApprovalDisabled from "./human-approval-disabled.ts";
import k8sClusterAdmin from "./k8s-cluster-admin.ts";
import k8sPodExec from "./k8s-pod-exec.ts";
import k8sPublicSubject from "./k8s-public-subject.ts";
import k8sRbacEscalationVerbs from "./k8s-rbac-escalation-verbs.ts";
import k8sRbacWildcard from "./k8s-rbac-wildcard.ts";
import k8sSecretsRead from "./k8s-secrets-read.ts";
import k8sTokenCsrMint from "./k8s-token-csr-mint.ts";
import k8sWebhookConfigWrite from "./k8s-webhook-config-write.ts";
import k8sWorkloadWriteClusterwide from "./k8s-workload-write-clusterwide.ts";
import langchainDangerousFlag from "./langchain-dangerous-flag.ts";
import longLivedKey from "./long-lived-key.ts";
import mcpAllToolsets from "./mcp-all-toolsets.ts";
import mcpAutoApprove from "./mcp-auto-approve.ts";
import mcpBroadCredential from "./mcp-broad-credential.ts";
import mcpDockerSocketPrivileged from "./mcp-docker-socket-privileged.ts";
import mcpEnableAllProjectServers from "./mcp-enable-all-project-servers.ts";
import mcpFilesystemRoot from "./mcp-filesystem-root.ts";
import mcpShellServer from "./mcp-shell-server.ts";
import oauthWildcardScope from "./oauth-wildcard-scope.ts";
import oktaManageScope from "./okta-manage-scope.ts";
import paymentLiveSecretKey from "./payment-live-secret-key.ts";
import type { ScanRule } from "./rule.ts";
import saasAdminScope from "./saas-admin-scope.ts";
import sessionTooLong from "./session-too-long.ts";
import slackAdminScope from "./slack-admin-scope.ts";
import slackHistoryBroad from "./slack-history-broad.ts";
import slackPostAnywhere from "./slack-post-anywhere.ts";
import sqlAgentWrite from "./sql-agent-write.ts";
import toolkitEverything from "./toolkit-everything.ts";
import unsandboxedCodeExec from "./unsandboxed-code-exec.ts";

export const scanRules: readonly ScanRule[] = [
  awsFullAdmin,
  awsAdminManagedPolicy,
  awsServiceWildcard,
  awsResourceStarRestrictable,
  awsPassroleUnscoped,
  awsPrivescCombination,
  awsAssumeRoleUnscoped,
  awsPublicPrincipal,
  awsOidcTrustUnscoped,
  awsNotactionAllow,
  awsDataExfil,
  awsBroadManagedPolicy,
  awsCrossAccountTrustOpen,
  awsBedrockAnyModel,
  awsAgentTokenVaultAny,
  awsCodeInterpreterPrivilegedRole,
  awsUnknownAction,
  gcpBasicRole,
  gcpPublicMember,
  gcpSaImpersonationWide,
  gcpPrivescRole,
  gcpServiceAdminRole,
  gcpWifUnrestricted,
  gcpVmCloudPlatformDefaultSa,
  azureOwnerWide,
  azureContributorWide,
  azureCustomRoleWildcard,
  azureDataPlaneWide,
  graphAppPrivesc,
  graphTenantWideApp,
  graphDelegatedDirectoryWrite,
  googleFullMailbox,
  googleDriveFull,
  googleCloudPlatformUserConsent,
  googleAdminSdkWrite,
  googleRestrictedWrite,
  slackAdminScope,
  slackHistoryBroad,
  githubClassicScope,
  oktaManageScope,
  saasAdminScope,
  oauthWildcardScope,
  slackPostAnywhere,
  auth0KeycloakAdminClient,
  paymentLiveSecretKey,
  ghaWriteAll,
  ghaAgentUntrustedTrigger,
  ghaPermissionsMissing,
  ghaWorkflowLevelWrite,
  githubAppPermissionBroad,
  ghaAgentUnrestrictedTools,
  ghaAppTokenUnscoped,
  ghaSecretsInheritAgent,
  ghaIdTokenUnneeded,
  k8sClusterAdmin,
  k8sRbacWildcard,
  k8sSecretsRead,
  k8sRbacEscalationVerbs,
  k8sPodExec,
  k8sWorkloadWriteClusterwide,
  k8sTokenCsrMint,
  k8sPublicSubject,
  k8sWebhookConfigWrite,
  mcpFilesystemRoot,
  mcpAutoApprove,
  mcpDockerSocketPrivileged,
  mcpBroadCredential,
  mcpAllToolsets,
  mcpShellServer,
  mcpEnableAllProjectServers,
  agentPermissionBypass,
  agentShellWildcard,
  agentMcpWildcard,
  agentFileScopeWide,
  agentNetworkWide,
  agentSubagentInheritsAll,
  agentSandboxDisabled,
  langchainDangerousFlag,
  unsandboxedCodeExec,
  humanApprovalDisabled,
  fileToolkitRootless,
  sqlAgentWrite,
  browserSecurityDisabled,
  toolkitEverything,
  longLivedKey,
  grantWithoutExpiry,
  sessionTooLong,
  agentIdentityNoOwner,
];
