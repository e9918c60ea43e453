/** Combinations of AWS that need no role to pass. */
import type { Escalation } from "./catalog.ts";

const aws = (actions: string): readonly string[] => actions.split(" ").map((action) => `aws:${action}`);

const own = (id: string, title: string, needs: readonly string[], explanation: string): Escalation => ({
  id: `aws-${id}`,
  title,
  needs: needs.map(aws),
  explanation,
});

export const awsEscalations: readonly Escalation[] = [
  own(
    "policy-version",
    "a new version of a policy",
    ["iam:CreatePolicyVersion"],
    "It can rewrite a managed policy that it is itself under, and make the new version the default one.",
  ),
  own(
    "default-version",
    "an older version of a policy",
    ["iam:SetDefaultPolicyVersion"],
    "It can bring back an older, wider version of a policy that it is itself under.",
  ),
  own(
    "attach-policy",
    "a policy attached to itself",
    ["iam:AttachUserPolicy iam:AttachGroupPolicy iam:AttachRolePolicy"],
    "It can attach any managed policy to an identity that it acts as.",
  ),
  own(
    "put-policy",
    "an inline policy for itself",
    ["iam:PutUserPolicy iam:PutGroupPolicy iam:PutRolePolicy"],
    "It can write any policy into an identity that it acts as.",
  ),
  own(
    "access-key",
    "another user's access key",
    ["iam:CreateAccessKey"],
    "It can make lasting keys of a user with more rights.",
  ),
  own(
    "login-profile",
    "another user's password",
    ["iam:CreateLoginProfile iam:UpdateLoginProfile"],
    "It can set the console password of a user with more rights.",
  ),
  own(
    "service-credential",
    "another user's service credentials",
    ["iam:CreateServiceSpecificCredential iam:ResetServiceSpecificCredential"],
    "It can make credentials of a user with more rights.",
  ),
  own(
    "add-to-group",
    "membership of a group",
    ["iam:AddUserToGroup"],
    "It can put its own user into a group with more rights.",
  ),
  own(
    "trust-policy",
    "a role that trusts it",
    ["iam:UpdateAssumeRolePolicy", "sts:AssumeRole"],
    "It can make a role with more rights trust it, and then assume that role.",
  ),
  own(
    "boundary",
    "a boundary taken away",
    [
      "iam:DeleteRolePermissionsBoundary iam:DeleteUserPermissionsBoundary iam:PutRolePermissionsBoundary iam:PutUserPermissionsBoundary",
    ],
    "It can remove or loosen the boundary that holds its own rights down.",
  ),
  own(
    "identity-provider",
    "an identity provider of its own",
    [
      "iam:CreateOpenIDConnectProvider iam:CreateSAMLProvider iam:UpdateSAMLProvider",
      "iam:UpdateAssumeRolePolicy iam:CreateRole",
    ],
    "It can make roles trust an identity provider that it controls.",
  ),
  own(
    "update-saml",
    "the key of a SAML provider",
    ["iam:UpdateSAMLProvider"],
    "It can replace a provider's metadata and sign in as anyone whom roles trust through it.",
  ),
  own(
    "roles-anywhere",
    "a trust anchor of its own",
    [
      "rolesanywhere:CreateTrustAnchor rolesanywhere:UpdateTrustAnchor",
      "rolesanywhere:CreateProfile rolesanywhere:UpdateProfile",
    ],
    "It can make roles accept certificates that it issues.",
  ),
  own(
    "lambda-code",
    "code of an existing function",
    ["lambda:UpdateFunctionCode"],
    "It can replace a function's code and act with the function's role.",
  ),
  own(
    "lambda-layer",
    "a layer of an existing function",
    ["lambda:UpdateFunctionConfiguration"],
    "It can put a layer or a wrapper into a function and act with the function's role.",
  ),
  own(
    "glue-endpoint-key",
    "the key of a Glue endpoint",
    ["glue:UpdateDevEndpoint"],
    "It can put its key onto a development endpoint and act with the endpoint's role.",
  ),
  own(
    "codebuild-existing",
    "an existing build project",
    ["codebuild:StartBuild codebuild:StartBuildBatch", "codebuild:UpdateProject"],
    "It can change what a project builds and act with the project's role.",
  ),
  own(
    "apprunner-existing",
    "an existing App Runner service",
    ["apprunner:UpdateService"],
    "It can replace the image of a service and act with the service's role.",
  ),
  own(
    "change-set",
    "an existing stack",
    ["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"],
    "It can change a stack that deploys with a role of its own.",
  ),
  own(
    "ssm-command",
    "commands on instances",
    ["ssm:SendCommand ssm:StartSession"],
    "It can run commands on instances and take the credentials of their roles.",
  ),
  own(
    "instance-connect",
    "a login to instances",
    ["ec2-instance-connect:SendSSHPublicKey ec2-instance-connect:SendSerialConsoleSSHPublicKey"],
    "It can sign in to instances and take the credentials of their roles.",
  ),
  own(
    "user-data",
    "the start-up script of an instance",
    ["ec2:ModifyInstanceAttribute", "ec2:StartInstances", "ec2:StopInstances"],
    "It can replace an instance's start-up script and act with the instance's role.",
  ),
  own(
    "ecs-exec",
    "commands in containers",
    ["ecs:ExecuteCommand"],
    "It can run commands in a task and take the credentials of the task's role.",
  ),
  own(
    "sagemaker-url",
    "an existing notebook",
    ["sagemaker:CreatePresignedNotebookInstanceUrl sagemaker:CreatePresignedDomainUrl"],
    "It can open a notebook and act with the notebook's role.",
  ),
  own(
    "sagemaker-lifecycle",
    "the start-up script of a notebook",
    ["sagemaker:UpdateNotebookInstanceLifecycleConfig"],
    "It can change the script that runs with a notebook's role.",
  ),
  own(
    "agentcore-existing",
    "an existing AgentCore code interpreter",
    ["bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"],
    "It can run code in an interpreter and take the credentials of the interpreter's role.",
  ),
  own(
    "agentcore-command",
    "commands in an AgentCore runtime",
    ["bedrock-agentcore:InvokeAgentRuntimeCommand bedrock-agentcore:InvokeAgentRuntimeCommandShell"],
    "It can run commands in a runtime and take the credentials of the runtime's role.",
  ),
  own(
    "emr-step",
    "a step of an existing EMR cluster",
    ["elasticmapreduce:AddJobFlowSteps"],
    "It can run code on a cluster with the cluster's role.",
  ),
  own(
    "eks-access",
    "an access entry of a cluster",
    ["eks:CreateAccessEntry", "eks:AssociateAccessPolicy"],
    "It can make itself an administrator of a cluster and use the identities of its pods.",
  ),
  own(
    "sso-assignment",
    "an account assignment",
    ["sso:CreateAccountAssignment"],
    "It can assign itself a permission set in any account.",
  ),
  own(
    "sso-permission-set",
    "a wider permission set",
    [
      "sso:PutInlinePolicyToPermissionSet sso:AttachManagedPolicyToPermissionSet",
      "sso:ProvisionPermissionSet",
    ],
    "It can widen a permission set that it holds.",
  ),
];
