/** Combinations of Kubernetes, GitHub, Google Cloud, Azure, Microsoft Graph and Okta. */
import type { Escalation } from "./catalog.ts";

const on =
  (service: string) =>
  (id: string, title: string, needs: readonly string[], explanation: string): Escalation => ({
    id: `${service}-${id}`,
    title,
    needs: needs.map((any) => any.split(" ").map((action) => `${service}:${action}`)),
    explanation,
  });

const k8s = on("k8s");
const github = on("github");
const gcp = on("gcp");
const azure = on("azure");
const graph = on("graph");
const okta = on("okta");
const rbac = "rbac.authorization.k8s.io";

/** A service account handed to a service that then runs the caller's code. */
const actAs = (id: string, service: string, steps: string): Escalation =>
  gcp(
    `act-as-${id}`,
    `a service account given to ${service}`,
    ["iam.serviceAccounts.actAs", steps],
    `It can run its own code in ${service} as a service account.`,
  );

export const otherEscalations: readonly Escalation[] = [
  k8s(
    "escalate",
    "wider roles",
    [
      `${rbac}/roles:escalate ${rbac}/clusterroles:escalate`,
      `${rbac}/roles:update ${rbac}/roles:patch ${rbac}/roles:create ${rbac}/clusterroles:update ${rbac}/clusterroles:patch ${rbac}/clusterroles:create`,
    ],
    "The escalate verb lets it write roles with rights that it lacks itself.",
  ),
  k8s(
    "bind",
    "roles bound to itself",
    [
      `${rbac}/roles:bind ${rbac}/clusterroles:bind`,
      `${rbac}/rolebindings:create ${rbac}/rolebindings:update ${rbac}/rolebindings:patch ${rbac}/clusterrolebindings:create ${rbac}/clusterrolebindings:update ${rbac}/clusterrolebindings:patch`,
    ],
    "The bind verb lets it bind roles with rights that it lacks itself.",
  ),
  k8s(
    "impersonate",
    "impersonation",
    ["core/users:impersonate core/groups:impersonate core/serviceaccounts:impersonate"],
    "It can send requests as a user, group or service account with more rights.",
  ),
  k8s(
    "token",
    "tokens of service accounts",
    ["core/serviceaccounts/token:create"],
    "It can request tokens of a service account with more rights.",
  ),
  k8s(
    "secrets",
    "secrets of service accounts",
    [
      "core/pods:create apps/deployments:create apps/daemonsets:create batch/jobs:create",
      "core/secrets:get core/secrets:list core/secrets:watch",
    ],
    "It can start pods as any service account of the namespace, and read the secrets that hold their tokens.",
  ),
  k8s(
    "exec",
    "commands in pods",
    [
      "core/pods/exec:create core/pods/exec:get core/pods/attach:create core/pods/ephemeralcontainers:patch core/pods/ephemeralcontainers:update",
    ],
    "It can run commands in pods and take the tokens of their service accounts.",
  ),
  k8s(
    "nodes-proxy",
    "the kubelet's interface",
    ["core/nodes/proxy:get core/nodes/proxy:create"],
    "It can run commands in every pod of a node, past admission and audit.",
  ),
  k8s(
    "certificates",
    "client certificates",
    [
      "certificates.k8s.io/certificatesigningrequests:create",
      "certificates.k8s.io/certificatesigningrequests/approval:update certificates.k8s.io/certificatesigningrequests/approval:patch",
      "certificates.k8s.io/signers:approve",
    ],
    "It can request a certificate for another identity and approve it itself.",
  ),
  github(
    "workflow",
    "a workflow that reads secrets",
    ["workflows:write", "contents:write"],
    "It can add a workflow that runs with the repository's secrets and token.",
  ),
  github(
    "administration",
    "the repository's own settings",
    ["administration:write"],
    "It can add collaborators, and loosen the rules that protect branches.",
  ),
  github(
    "custom-roles",
    "wider organization roles",
    ["organization_custom_roles:write organization_custom_org_roles:write"],
    "It can widen roles that are already given.",
  ),
  github(
    "members",
    "membership of teams",
    ["members:write"],
    "It can put accounts into teams with more rights.",
  ),
  actAs("functions", "Cloud Functions", "cloudfunctions.functions.create cloudfunctions.functions.update"),
  actAs("run", "Cloud Run", "run.services.create run.services.update run.jobs.create run.jobs.run"),
  actAs("compute", "Compute Engine", "compute.instances.create compute.instances.setServiceAccount"),
  actAs("dataflow", "Dataflow", "dataflow.jobs.create"),
  actAs("dataproc", "Dataproc", "dataproc.clusters.create"),
  actAs("composer", "Composer", "composer.environments.create"),
  actAs("scheduler", "Cloud Scheduler", "cloudscheduler.jobs.create"),
  actAs("vertex", "Vertex AI", "aiplatform.customJobs.create notebooks.instances.create"),
  gcp(
    "token",
    "tokens of a service account",
    [
      "iam.serviceAccounts.getAccessToken iam.serviceAccounts.signJwt iam.serviceAccounts.signBlob iam.serviceAccounts.implicitDelegation",
    ],
    "It can get tokens of a service account with more rights.",
  ),
  gcp(
    "key",
    "keys of a service account",
    ["iam.serviceAccountKeys.create"],
    "It can make lasting keys of a service account with more rights.",
  ),
  gcp(
    "role-update",
    "a wider custom role",
    ["iam.roles.update"],
    "It can add permissions to a role that it holds.",
  ),
  gcp(
    "set-iam-policy",
    "a policy of its own",
    [
      "resourcemanager.projects.setIamPolicy resourcemanager.folders.setIamPolicy resourcemanager.organizations.setIamPolicy iam.serviceAccounts.setIamPolicy",
    ],
    "It can give itself any role there.",
  ),
  gcp(
    "cloud-build",
    "the build service account",
    ["cloudbuild.builds.create"],
    "It can run build steps with the rights of the build service account.",
  ),
  gcp(
    "deployment-manager",
    "the service agent of deployments",
    ["deploymentmanager.deployments.create deploymentmanager.deployments.update"],
    "It can deploy with the rights of the Google APIs service agent.",
  ),
  gcp(
    "metadata",
    "a login to machines",
    ["compute.instances.setMetadata compute.projects.setCommonInstanceMetadata"],
    "It can sign in to machines and take the tokens of their service accounts.",
  ),
  azure(
    "role-assignment",
    "a role for itself",
    ["Microsoft.Authorization/roleAssignments/write"],
    "It can assign itself any role in that scope.",
  ),
  azure(
    "role-definition",
    "a wider role",
    ["Microsoft.Authorization/roleDefinitions/write"],
    "It can add permissions to a role that it holds.",
  ),
  azure(
    "elevate",
    "the whole tenant",
    ["Microsoft.Authorization/elevateAccess/action"],
    "It can make itself user access administrator of every subscription.",
  ),
  azure(
    "managed-identity",
    "a managed identity of a machine",
    [
      "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
      "Microsoft.Compute/virtualMachines/write Microsoft.Compute/virtualMachineScaleSets/write Microsoft.Web/sites/write Microsoft.Logic/workflows/write Microsoft.Resources/deploymentScripts/write",
    ],
    "It can run its own code as a managed identity.",
  ),
  azure(
    "federation",
    "a trusted outside identity",
    ["Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write"],
    "It can make a managed identity trust tokens that it issues.",
  ),
  azure(
    "run-command",
    "commands on machines",
    [
      "Microsoft.Compute/virtualMachines/runCommand/action Microsoft.Compute/virtualMachines/extensions/write",
    ],
    "It can run commands on machines and take the tokens of their identities.",
  ),
  azure(
    "runbook",
    "runbooks of an automation account",
    [
      "Microsoft.Automation/automationAccounts/runbooks/write",
      "Microsoft.Automation/automationAccounts/jobs/write",
    ],
    "It can run its own runbook as the account's identity.",
  ),
  azure(
    "vault-policy",
    "an access policy of a vault",
    ["Microsoft.KeyVault/vaults/accessPolicies/write Microsoft.KeyVault/vaults/write"],
    "It can give itself access to all secrets and keys of a vault.",
  ),
  graph(
    "role",
    "a directory role for itself",
    ["RoleManagement.ReadWrite.Directory RoleAssignmentSchedule.ReadWrite.Directory"],
    "It can give itself any directory role.",
  ),
  graph(
    "app-role",
    "any application permission",
    ["AppRoleAssignment.ReadWrite.All"],
    "It can give its own application any permission without consent.",
  ),
  graph(
    "application",
    "credentials of another application",
    ["Application.ReadWrite.All"],
    "It can add a secret to an application with more rights and sign in as it.",
  ),
  graph(
    "authentication",
    "another user's sign-in",
    ["UserAuthenticationMethod.ReadWrite.All User-PasswordProfile.ReadWrite.All"],
    "It can set how a user with more rights signs in.",
  ),
  okta(
    "roles",
    "an administrator role for itself",
    ["okta.roles.manage"],
    "It can assign administrator roles, to its own client as well.",
  ),
  okta(
    "app-grants",
    "more scopes for itself",
    ["okta.appGrants.manage"],
    "It can grant further scopes to its own client.",
  ),
  okta(
    "idp",
    "an identity provider of its own",
    ["okta.idps.manage", "okta.policies.manage"],
    "It can let an identity provider that it controls sign in as anybody.",
  ),
  okta(
    "users",
    "another user's sign-in",
    ["okta.users.manage", "okta.authenticators.manage okta.policies.manage okta.sessions.manage"],
    "It can reset how an administrator signs in, and loosen the policy that asks for more.",
  ),
];
