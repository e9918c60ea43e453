/** Combinations of AWS in which a role is passed to a service. */
import type { Escalation } from "./catalog.ts";

const aws = (actions: string): readonly string[] => actions.split(" ").map((action) => `aws:${action}`);

/** A role handed to a service that then runs the caller's code. */
function pass(id: string, service: string, ...steps: readonly string[]): Escalation {
  return {
    id: `aws-pass-role-${id}`,
    title: `a role passed to ${service}`,
    needs: [aws("iam:PassRole"), ...steps.map(aws)],
    explanation: `It can hand a role to ${service} and act there with the role's rights.`,
  };
}

export const passRoleEscalations: readonly Escalation[] = [
  pass(
    "ec2",
    "EC2 instances",
    "ec2:RunInstances ec2:RequestSpotInstances ec2:RequestSpotFleet ec2:CreateFleet",
  ),
  pass(
    "ec2-running",
    "running EC2 instances",
    "ec2:AssociateIamInstanceProfile ec2:ReplaceIamInstanceProfileAssociation",
  ),
  pass(
    "autoscaling",
    "EC2 Auto Scaling",
    "autoscaling:CreateAutoScalingGroup autoscaling:UpdateAutoScalingGroup",
    "autoscaling:CreateLaunchConfiguration ec2:CreateLaunchTemplate ec2:CreateLaunchTemplateVersion",
  ),
  pass(
    "lambda",
    "Lambda",
    "lambda:CreateFunction",
    "lambda:InvokeFunction lambda:InvokeAsync lambda:AddPermission lambda:CreateEventSourceMapping lambda:CreateFunctionUrlConfig events:PutTargets",
  ),
  pass("glue-endpoint", "Glue development endpoints", "glue:CreateDevEndpoint"),
  pass("glue-job", "Glue jobs", "glue:CreateJob glue:UpdateJob", "glue:StartJobRun glue:CreateTrigger"),
  pass("glue-session", "Glue sessions", "glue:CreateSession", "glue:RunStatement"),
  pass(
    "cloudformation",
    "CloudFormation",
    "cloudformation:CreateStack cloudformation:UpdateStack cloudformation:CreateChangeSet cloudformation:CreateStackSet cloudformation:UpdateStackSet",
  ),
  pass(
    "ecs",
    "ECS tasks",
    "ecs:RegisterTaskDefinition",
    "ecs:RunTask ecs:StartTask ecs:CreateService ecs:UpdateService",
  ),
  pass("batch", "AWS Batch", "batch:RegisterJobDefinition", "batch:SubmitJob"),
  pass(
    "sagemaker-notebook",
    "SageMaker notebooks",
    "sagemaker:CreateNotebookInstance",
    "sagemaker:CreatePresignedNotebookInstanceUrl",
  ),
  pass(
    "sagemaker-job",
    "SageMaker jobs",
    "sagemaker:CreateProcessingJob sagemaker:CreateTrainingJob sagemaker:CreateHyperParameterTuningJob",
  ),
  pass("datapipeline", "Data Pipeline", "datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition"),
  pass(
    "codebuild",
    "CodeBuild",
    "codebuild:CreateProject codebuild:UpdateProject",
    "codebuild:StartBuild codebuild:StartBuildBatch",
  ),
  pass("codepipeline", "CodePipeline", "codepipeline:CreatePipeline codepipeline:UpdatePipeline"),
  pass("apprunner", "App Runner", "apprunner:CreateService apprunner:UpdateService"),
  pass(
    "states",
    "Step Functions",
    "states:CreateStateMachine states:UpdateStateMachine",
    "states:StartExecution scheduler:CreateSchedule events:PutTargets",
  ),
  pass("scheduler", "EventBridge Scheduler", "scheduler:CreateSchedule scheduler:UpdateSchedule"),
  pass("emr", "EMR clusters", "elasticmapreduce:RunJobFlow"),
  pass("emr-serverless", "EMR Serverless", "emr-serverless:StartJobRun"),
  pass(
    "agentcore-interpreter",
    "an AgentCore code interpreter",
    "bedrock-agentcore:CreateCodeInterpreter",
    "bedrock-agentcore:StartCodeInterpreterSession",
    "bedrock-agentcore:InvokeCodeInterpreter",
  ),
  pass(
    "agentcore-runtime",
    "an AgentCore runtime",
    "bedrock-agentcore:CreateAgentRuntime bedrock-agentcore:UpdateAgentRuntime",
    "bedrock-agentcore:InvokeAgentRuntime bedrock-agentcore:InvokeAgentRuntimeCommand",
  ),
  pass(
    "bedrock-agent",
    "Bedrock agents",
    "bedrock:CreateAgent bedrock:UpdateAgent",
    "bedrock:CreateAgentActionGroup bedrock:UpdateAgentActionGroup",
  ),
  pass(
    "ssm",
    "Systems Manager automations",
    "ssm:StartAutomationExecution",
    "ssm:CreateDocument ssm:UpdateDocument",
  ),
  pass("eks-pod-identity", "EKS pods", "eks:CreatePodIdentityAssociation eks:UpdatePodIdentityAssociation"),
  pass(
    "beanstalk",
    "Elastic Beanstalk",
    "elasticbeanstalk:CreateEnvironment elasticbeanstalk:UpdateEnvironment",
  ),
  pass(
    "cognito",
    "Cognito identity pools",
    "cognito-identity:SetIdentityPoolRoles",
    "cognito-identity:GetCredentialsForIdentity cognito-identity:UpdateIdentityPool",
  ),
];
