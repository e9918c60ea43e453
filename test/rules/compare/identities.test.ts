import { describe, expect, test } from "vitest";
import { knowledgeOf, loadParsers } from "../../../bench/score/grant-tools.ts";
import type { Policy } from "../../../compiler/model/policy.ts";
import { answeredByPolicy } from "../../../rules/compare/identities.ts";
import { checkGrants } from "../../../rules/scan/check.ts";
import { scanRules } from "../../../rules/scan/index.ts";
import { readGrants } from "../../../scan/grants/read.ts";
import type { FoundAgent } from "../../../scan/identity.ts";
import { match } from "../../../scan/match.ts";
import { agent, grant, origin, policy } from "../../compiler/model/policies.ts";
import { exceeding, now, seen } from "./granted.ts";

const parsers = await loadParsers();
const reads = grant("aws:s3:GetObject", { resources: [["arn:aws:s3:::acme/in/*"]] });
const sales = (parts = {}): Policy => policy([agent("sales", { grants: [reads], ...parts })]);

const terraform = `resource "aws_bedrockagent_agent" "desk" {
  agent_name              = "sales"
  agent_resource_role_arn = aws_iam_role.sales_agent.arn
}

resource "aws_iam_role" "sales_agent" {
  name               = "sales-agent"
  assume_role_policy = "{}"
}

resource "aws_iam_role_policy" "sales" {
  role = aws_iam_role.sales_agent.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = ["s3:DeleteObject"], Resource = ["arn:aws:s3:::acme/in/*"] }]
  })
}
`;
const cloudFormation = (role: string) => `Resources:
  Desk:
    Type: AWS::Bedrock::Agent
    Properties:
      AgentName: sales
      AgentResourceRoleArn: ${role}
  SalesAgentRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
      Policies:
        - PolicyName: p
          PolicyDocument:
            Statement:
              - Effect: Allow
                Action: s3:DeleteObject
                Resource: arn:aws:s3:::acme/in/*
`;
const cdk = `import * as iam from "aws-cdk-lib/aws-iam";
import * as bedrock from "aws-cdk-lib/aws-bedrock";
const role = new iam.Role(this, "SalesAgentRole", {
  assumedBy: service,
  inlinePolicies: { p: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ["s3:DeleteObject"], resources: ["arn:aws:s3:::acme/in/*"] })] }) },
});
const desk = new bedrock.CfnAgent(this, "Desk", { agentName: "sales", agentResourceRoleArn: role.roleArn });
`;

const made = (file: string, text: string, alias: string): FoundAgent => ({
  ...seen("sales", file, text, alias),
  aliases: [alias],
});

const told = async (of: Policy, file: string, text: string, alias: string) =>
  (await exceeding([of], { [file]: text }, [made(file, text, alias)])).map(({ message }) => message);

describe("the role that an agent's resource names", () => {
  test.each([
    ["main.tf", terraform, "desk", "sales_agent"],
    [
      "main.tf",
      terraform.replace("aws_iam_role.sales_agent.arn", '"arn:aws:iam::123456789012:role/x/sales-agent"'),
      "desk",
      "sales_agent",
    ],
    ["t.yaml", cloudFormation("!GetAtt SalesAgentRole.Arn"), "Desk", "SalesAgentRole"],
    ["t.yaml", cloudFormation("{ Fn::GetAtt: [SalesAgentRole, Arn] }"), "Desk", "SalesAgentRole"],
    ["stack.ts", cdk, "desk", "SalesAgentRole"],
  ])(
    "is the declared agent's, though the policy names no identity (%s, %#)",
    async (file, text, alias, role) => {
      const [message = "", ...more] = await told(sales(), file, text, alias);
      expect(more).toEqual([]);
      expect(message).toContain(`The role '${role}' of 'sales' allows 'aws:s3:DeleteObject'`);
    },
  );

  test.each([
    ["main.tf", terraform.replace("aws_iam_role.sales_agent.arn", "aws_iam_role.other.arn"), "desk"],
    ["main.tf", terraform.replace("aws_iam_role.sales_agent.arn", "var.role"), "desk"],
    ["main.tf", terraform, "another"],
    ["t.yaml", cloudFormation("!Ref Role"), "Desk"],
  ])("is nobody's where nothing says so (%s, %#)", async (file, text, alias) => {
    expect(await told(sales(), file, text, alias)).toEqual([]);
  });

  test("is told once where the policy names it as well", async () => {
    const identities = [{ kind: "aws" as const, role: "sales-agent", adopt: true, origin: origin(1) }];
    const [message, ...more] = await told(sales({ identities }), "main.tf", terraform, "desk");
    expect(more).toEqual([]);
    expect(message).toContain("The role 'sales_agent' of 'sales'");
  });

  test("that does what the policy says is in order", async () => {
    expect(await told(sales(), "main.tf", terraform.replace("DeleteObject", "GetObject"), "desk")).toEqual(
      [],
    );
  });
});

describe("an identity without an owner", () => {
  async function ownerless(of: Policy | undefined, file: string, text: string, alias: string) {
    const grants = readGrants(file, text, parsers).grants.map((each) => ({ ...each, file }));
    const knowledge = await knowledgeOf(grants);
    const agents = [made(file, text, alias)];
    const declared = of === undefined ? [] : Object.values(of.agents);
    const isAnswered = answeredByPolicy({
      at: now,
      agents,
      servers: [],
      ...(of === undefined
        ? {}
        : {
            policy: { agents: declared, services: [], matching: match(agents, declared), environments: [of] },
          }),
      granted: { grants, knowledge },
    });
    return checkGrants(scanRules, grants, knowledge)
      .filter((found) => found.rule === "agent-identity-no-owner" && !isAnswered(found))
      .map(({ message }) => message.slice(0, message.indexOf(",")));
  }

  test("has one where it is the role of a declared agent, which has", async () => {
    expect(await ownerless(sales(), "main.tf", terraform, "desk")).toEqual([]);
    expect(await ownerless(sales(), "t.yaml", cloudFormation("!GetAtt SalesAgentRole.Arn"), "Desk")).toEqual(
      [],
    );
    const identities = [{ kind: "aws" as const, role: "sales-agent", adopt: true, origin: origin(1) }];
    expect(await ownerless(sales({ identities }), "main.tf", terraform, "another")).toEqual([]);
  });

  test("is told where no policy, or none of its agents, is its", async () => {
    const expected = ["Nothing says who answers for 'sales_agent'"];
    expect(await ownerless(undefined, "main.tf", terraform, "desk")).toEqual(expected);
    expect(await ownerless(policy([agent("other", {})]), "main.tf", terraform, "desk")).toEqual(expected);
    expect(await ownerless(sales({ owner: "" }), "main.tf", terraform, "desk")).toEqual(expected);
  });
});
