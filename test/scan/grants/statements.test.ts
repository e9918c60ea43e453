import { describe, expect, test } from "vitest";
import { loadParsers } from "../../../bench/score/grant-tools.ts";
import type { AwsStatement } from "../../../scan/grants/aws/fact.ts";
import { readGrants } from "../../../scan/grants/read.ts";

const parsers = await loadParsers();

/** One statement in every dialect: reading objects of a bucket, over TLS. */
const spellings: Readonly<Record<string, string>> = {
  "policy.json": `{"Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":"arn:aws:s3:::inbox/*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}`,
  "template.yaml": `Resources:
  Agent:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyDocument:
            Statement:
              - Effect: Allow
                Action: [s3:GetObject, s3:ListBucket]
                Resource: arn:aws:s3:::inbox/*
                Condition:
                  Bool:
                    aws:SecureTransport: true
`,
  "encoded.tf": `resource "aws_iam_role_policy" "agent" {
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = ["s3:GetObject", "s3:ListBucket"]
      Resource  = "arn:aws:s3:::inbox/*"
      Condition = { Bool = { "aws:SecureTransport" = "true" } }
    }]
  })
}
`,
  "document.tf": `locals {
  actions = ["s3:GetObject", "s3:ListBucket"]
}
data "aws_iam_policy_document" "agent" {
  statement {
    actions   = local.actions
    resources = ["arn:aws:s3:::inbox/*"]
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["true"]
    }
  }
}
`,
  "heredoc.tf": `resource "aws_iam_policy" "agent" {
  policy = <<EOF
{"Statement":{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::inbox/*"],"Condition":{"Bool":{"aws:SecureTransport":"true"}}}}
EOF
}
`,
  "stack.ts": `const actions = ["s3:GetObject", "s3:ListBucket"];
role.addToPolicy(new iam.PolicyStatement({
  effect: iam.Effect.ALLOW,
  actions,
  resources: ["arn:aws:s3:::inbox/*"],
  conditions: { Bool: { "aws:SecureTransport": true } },
}));
`,
  "stack.py": `role.add_to_policy(iam.PolicyStatement(
    actions=["s3:GetObject", "s3:ListBucket"],
    resources=["arn:aws:s3:::inbox/*"],
    conditions={"Bool": {"aws:SecureTransport": "true"}},
))
`,
  "boto.py": `policy = {
    "Statement": [{
        "Effect": "Allow",
        "Action": ["s3:GetObject", "s3:ListBucket"],
        "Resource": "arn:aws:s3:::inbox/*",
        "Condition": {"Bool": {"aws:SecureTransport": "true"}},
    }]
}
iam.put_role_policy(PolicyDocument=json.dumps(policy))
`,
  "text.py": `POLICY = """{"Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":"arn:aws:s3:::inbox/*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}"""
`,
  "put.sh": `cat > policy.json <<'JSON'
{"Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":"arn:aws:s3:::inbox/*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}
JSON
`,
  "pulumi.ts": `const document = aws.iam.getPolicyDocument({
  statements: [{
    actions: ["s3:GetObject", "s3:ListBucket"],
    resources: ["arn:aws:s3:::inbox/*"],
    conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["true"] }],
  }],
});
`,
  "serverless.yml": `provider:
  iamRoleStatements:
    - Effect: Allow
      Action:
        - s3:GetObject
        - s3:ListBucket
      Resource: arn:aws:s3:::inbox/*
      Condition: { Bool: { "aws:SecureTransport": true } }
`,
};

function statementsOf(file: string, text: string): readonly AwsStatement[] {
  return readGrants(file, text, parsers).grants.flatMap((grant) =>
    grant.kind === "aws-statement" ? [grant] : [],
  );
}

describe.each(Object.entries(spellings))("the statement in %s", (file, text) => {
  const [statement, ...more] = statementsOf(file, text);

  test("is found, once", () => {
    expect(statement).toBeDefined();
    expect(more).toEqual([]);
  });

  test("says the same as in every other spelling", () => {
    const conditions = statement?.conditions.map(({ operator, key, values }) => [
      operator,
      key,
      ...values.map((value) => value.value),
    ]);
    expect(statement?.effect).toBe("Allow");
    expect(statement?.role).toBe("identity");
    expect(statement?.actions.map((action) => action.value)).toEqual(["s3:GetObject", "s3:ListBucket"]);
    expect(statement?.resources.map((resource) => resource.value)).toEqual(["arn:aws:s3:::inbox/*"]);
    expect(conditions).toEqual([["Bool", "aws:SecureTransport", "true"]]);
  });

  test("has its words where the text has them", () => {
    for (const word of [...(statement?.actions ?? []), ...(statement?.resources ?? [])])
      expect(text.slice(word.at, word.end)).toContain(word.value);
  });
});

describe("a document", () => {
  test("under a role's trust is trust", () => {
    const text = `resource "aws_iam_role" "agent" {
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}
`;
    expect(statementsOf("main.tf", text)).toMatchObject([
      { role: "trust", holder: "agent", principals: [{ type: "Service" }] },
    ]);
  });

  test("of a VPC endpoint, a boundary or an organisation is a ceiling", () => {
    const ceilings = [
      'resource "aws_vpc_endpoint" "s3"',
      'resource "aws_iam_policy" "agent_boundary"',
      'resource "aws_organizations_policy" "limits"',
    ];
    for (const head of ceilings)
      expect(
        statementsOf(
          "main.tf",
          `${head} {\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })\n}\n`,
        ),
      ).toMatchObject([{ role: "ceiling" }]);
  });

  test("whose parts are chosen by a condition has every choice", () => {
    const text = `resource "aws_iam_role_policy" "a" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = var.wide ? ["s3:*"] : ["s3:GetObject"], Resource = "*" }] })
}
`;
    expect(statementsOf("main.tf", text)[0]?.actions.map((action) => action.value)).toEqual([
      "s3:*",
      "s3:GetObject",
    ]);
  });

  test("with intrinsic functions keeps what is known of them", () => {
    const text = `Statement:
  - Effect: Allow
    Action: s3:GetObject
    Resource:
      - !Sub "arn:aws:s3:::\${Bucket}/in/*"
      - !GetAtt Queue.Arn
      - Fn::Join: ["", ["arn:aws:s3:::", { Ref: Other }, "/*"]]
`;
    expect(statementsOf("a.yaml", text)[0]?.resources.map(({ value, open }) => [value, open])).toEqual([
      ["arn:aws:s3:::${Bucket}/in/*", true],
      ["${Queue.Arn}", true],
      ["arn:aws:s3:::${Other}/*", true],
    ]);
  });
});
