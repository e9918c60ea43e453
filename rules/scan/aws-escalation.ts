/**
 * Known ways to more rights in AWS, as the actions that each needs. From the public research on privilege escalation in
 * IAM and AWS's documentation of the actions.
 */
export interface EscalationPath {
  readonly needs: readonly string[];
  /**
   * `self`: the holder raises its own rights. `pass`: it starts something with a role that it hands over. `use`: it
   * gets at something that already runs with a role.
   */
  readonly kind: "self" | "pass" | "use";
}

const self = [
  "iam:CreatePolicyVersion",
  "iam:SetDefaultPolicyVersion",
  "iam:AttachUserPolicy",
  "iam:AttachGroupPolicy",
  "iam:AttachRolePolicy",
  "iam:PutUserPolicy",
  "iam:PutGroupPolicy",
  "iam:PutRolePolicy",
  "iam:AddUserToGroup",
  "iam:UpdateAssumeRolePolicy",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:UpdateLoginProfile",
  "iam:DeleteRolePermissionsBoundary",
  "iam:DeleteUserPermissionsBoundary",
];

/** What must stand beside `iam:PassRole`. */
const pass = [
  "ec2:RunInstances",
  "ec2:RequestSpotInstances",
  "lambda:CreateFunction lambda:InvokeFunction",
  "lambda:CreateFunction lambda:CreateEventSourceMapping",
  "lambda:CreateFunction lambda:AddPermission",
  "glue:CreateDevEndpoint",
  "glue:CreateJob glue:StartJobRun",
  "glue:CreateJob glue:CreateTrigger",
  "glue:CreateSession glue:RunStatement",
  "cloudformation:CreateStack",
  "cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet",
  "datapipeline:CreatePipeline datapipeline:PutPipelineDefinition datapipeline:ActivatePipeline",
  "sagemaker:CreateNotebookInstance sagemaker:CreatePresignedNotebookInstanceUrl",
  "sagemaker:CreateTrainingJob",
  "sagemaker:CreateProcessingJob",
  "codebuild:CreateProject codebuild:StartBuild",
  "ecs:RegisterTaskDefinition ecs:RunTask",
  "ecs:RegisterTaskDefinition ecs:CreateService",
  "states:CreateStateMachine states:StartExecution",
  "apprunner:CreateService",
  "batch:RegisterJobDefinition batch:SubmitJob",
  "elasticmapreduce:RunJobFlow",
  "ssm:StartAutomationExecution",
  "bedrock-agentcore:CreateCodeInterpreter bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter",
  "bedrock-agentcore:CreateAgentRuntime bedrock-agentcore:InvokeAgentRuntime",
  "autoscaling:CreateLaunchConfiguration autoscaling:CreateAutoScalingGroup",
];

const use = [
  "lambda:UpdateFunctionCode",
  "lambda:UpdateFunctionConfiguration",
  "ec2-instance-connect:SendSSHPublicKey",
  "ssm:SendCommand",
  "ssm:StartSession",
  "glue:UpdateDevEndpoint",
  "glue:UpdateJob glue:StartJobRun",
  "ecs:ExecuteCommand",
  "cloudformation:UpdateStack",
  "codebuild:UpdateProject codebuild:StartBuild",
  "sagemaker:CreatePresignedNotebookInstanceUrl",
  "ec2:ModifyInstanceAttribute ec2:StopInstances ec2:StartInstances",
  "eks:CreateAccessEntry eks:AssociateAccessPolicy",
];

export const escalationPaths: readonly EscalationPath[] = [
  ...self.map((action): EscalationPath => ({ needs: [action], kind: "self" })),
  ...pass.map((list): EscalationPath => ({ needs: ["iam:PassRole", ...list.split(" ")], kind: "pass" })),
  ...use.map((list): EscalationPath => ({ needs: list.split(" "), kind: "use" })),
];
