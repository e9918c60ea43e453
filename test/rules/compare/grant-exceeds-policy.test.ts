import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emitAws } from "../../../compiler/emit/aws/emit.ts";
import type { Agent, Identity, Policy } from "../../../compiler/model/policy.ts";
import { policies, target } from "../../compiler/emit/aws/arbitrary.ts";
import { memoryHost } from "../../compiler/memory-host.ts";
import { agent, byName, deny, grant, instant, origin, policy } from "../../compiler/model/policies.ts";
import { exceeding, now, seen } from "./granted.ts";

const role: Identity = {
  kind: "aws",
  role: "triage",
  adopt: true,
  origin: origin(1),
};
const account: Identity = { kind: "kubernetes", serviceaccount: "billing/triage", origin: origin(1) };
const app: Identity = { kind: "github", app: "acme-triage", origin: origin(1) };
const triage = (parts: Partial<Agent>): Policy => policy([agent("triage", { identities: [role], ...parts })]);

const object = "arn:aws:s3:::acme/in/*";
const reads = grant("aws:s3:GetObject", { resources: [[object]] });

function terraform(statements: string, name = '"triage"'): string {
  return `resource "aws_iam_role" "agent" {
  name               = ${name}
  assume_role_policy = "{}"
}

resource "aws_iam_role_policy" "agent" {
  role = aws_iam_role.agent.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [${statements}]
  })
}
`;
}
const statement = (action: string, resource: string, rest = "") =>
  `{ Effect = "Allow", Action = [${action}], Resource = [${resource}]${rest} }`;
const read = statement('"s3:GetObject"', `"${object}"`);

async function told(of: Policy, text: string, file = "main.tf"): Promise<readonly string[]> {
  return (await exceeding([of], { [file]: text })).map(({ severity, message }) => `${severity}: ${message}`);
}

describe("a role of AWS", () => {
  test("that allows what the policy does is in order", async () => {
    expect(await told(triage({ grants: [reads] }), terraform(read))).toEqual([]);
  });

  test("that allows another action is told with it", async () => {
    const [finding, ...more] = await told(
      triage({ grants: [reads] }),
      terraform(statement('"s3:GetObject", "s3:DeleteObject"', `"${object}"`)),
    );
    expect(more).toEqual([]);
    expect(finding).toMatch(
      /^error: The role 'agent' of 'triage' allows 'aws:s3:DeleteObject' on 'arn:aws:s3:::acme\/in\/', which the policy never does\./,
    );
  });

  test("that reaches further is told with a resource that the policy leaves out", async () => {
    const [finding] = await told(
      triage({ grants: [reads] }),
      terraform(statement('"s3:GetObject"', '"arn:aws:s3:::acme/*"')),
    );
    expect(finding).toMatch(/'aws:s3:GetObject' on 'arn:aws:s3:::acme\/.+'/);
    expect(finding).not.toContain("acme/in/");
  });

  test("is compared whatever the case of its actions, as IAM does", async () => {
    expect(
      await told(triage({ grants: [reads] }), terraform(statement('"S3:getobject"', `"${object}"`))),
    ).toEqual([]);
  });

  test("may name the bucket beside its objects", async () => {
    const both = statement('"s3:GetObject"', `"arn:aws:s3:::acme", "${object}"`);
    expect(await told(triage({ grants: [reads] }), terraform(both))).toEqual([]);
  });

  test("with every resource is wide where the action has resources, and right where it has none", async () => {
    const of = triage({ grants: [grant("aws:ec2:DescribeInstances"), reads] });
    expect(await told(of, terraform(statement('"ec2:DescribeInstances"', '"*"')))).toEqual([]);
    expect(await told(of, terraform(statement('"s3:GetObject"', '"*"')))).toHaveLength(1);
  });

  test("with a wildcard is told with the riskiest action that the policy does not give", async () => {
    const [finding] = await told(triage({ grants: [reads] }), terraform(statement('"s3:*"', '"*"')));
    expect(finding).toMatch(/allows 'aws:s3:PutBucketPolicy'.* \(by 's3:\*'\)/);
  });

  test("may have a wildcard that stands for what the policy gives", async () => {
    const of = triage({
      grants: [grant(["aws:sts:GetCallerIdentity", "aws:sts:GetSessionToken"])],
    });
    expect(await told(of, terraform(statement('"sts:GetCallerI*", "sts:GetSession*"', '"*"')))).toEqual([]);
  });

  test("with all actions, or all but some, is told with an action of a service that matters", async () => {
    const of = triage({ grants: [reads] });
    expect((await told(of, terraform(statement('"*"', '"*"'))))[0]).toContain("'aws:iam:");
    const rest = '{ Effect = "Allow", NotAction = ["iam:*"], Resource = "*" }';
    expect((await told(of, terraform(rest)))[0]).toMatch(/'aws:(?:secretsmanager|s3|lambda|ec2):/);
  });

  test("with an attached policy of AWS is judged by what that gives", async () => {
    const attached = (name: string) => `${terraform(read)}
resource "aws_iam_role_policy_attachment" "more" {
  role       = aws_iam_role.agent.name
  policy_arn = "arn:aws:iam::aws:policy/${name}"
}`;
    const of = triage({ grants: [reads] });
    expect((await told(of, attached("AdministratorAccess")))[0]).toMatch(/^error: .*'aws:iam:/);
    expect(await told(of, attached("SomethingUnknown"))).toEqual([]);
  });

  test("is given what an own policy says that is attached to it, and not what other policies say", async () => {
    const own = (label: string) => `resource "aws_iam_role" "agent" {
  name = "triage"
}
resource "aws_iam_policy" "wide" {
  policy = jsonencode({ Statement = [${statement('"sqs:SendMessage"', '"*"')}] })
}
resource "aws_iam_role_policy_attachment" "wide" {
  role       = aws_iam_role.agent.name
  policy_arn = aws_iam_policy.${label}.arn
}`;
    expect(await told(triage({ grants: [reads] }), own("wide"))).toHaveLength(1);
    expect(await told(triage({ grants: [reads] }), own("other"))).toEqual([]);
  });

  test("of another name is none of the agent's", async () => {
    expect(await told(triage({ grants: [] }), terraform(read, '"other"'))).toEqual([]);
    expect(await told(triage({ grants: [] }), terraform(read, '"triage-${var.env}"'))).toEqual([]);
  });

  test("is not told what its documents deny again", async () => {
    const wide = statement('"s3:GetObject"', '"arn:aws:s3:::acme/*"');
    const but = (resource: string) =>
      `${wide}, { Effect = "Deny", Action = "s3:*", Resource = "${resource}" }`;
    const of = triage({ grants: [] });
    expect(await told(of, terraform(but("arn:aws:s3:::acme/*")))).toEqual([]);
    expect(await told(of, terraform(but("arn:aws:s3:::acme/in/*")))).toHaveLength(1);
  });

  test("whose documents deny on a condition, or that has a boundary, is a warning", async () => {
    const conditional = `${statement('"s3:DeleteObject"', `"${object}"`)}, { Effect = "Deny", Action = "*", Resource = "*", Condition = { Bool = { "aws:MultiFactorAuthPresent" = "false" } } }`;
    expect((await told(triage({ grants: [reads] }), terraform(conditional)))[0]).toMatch(/^warning/);
    const bounded = terraform(statement('"s3:DeleteObject"', `"${object}"`)).replace(
      "assume_role_policy",
      'permissions_boundary = "arn:aws:iam::1:policy/b"\n assume_role_policy',
    );
    expect((await told(triage({ grants: [reads] }), bounded))[0]).toMatch(/^warning/);
  });

  test("that the policy forbids with a never is told", async () => {
    const of = triage({
      grants: [reads],
      denies: [deny("aws:s3:*", { resources: ["arn:aws:s3:::acme/in/x*"] })],
    });
    expect((await told(of, terraform(read)))[0]).toMatch(/^error: .*acme\/in\/x/);
  });

  test("without the condition that the policy has is a warning that says what the policy answers", async () => {
    const mfa = {
      variable: { kind: "context", name: "mfa" },
      type: "bool",
      op: "==",
      value: true,
    } as const;
    const of = (parts: Partial<Agent>) => triage({ grants: [{ ...reads, condition: [[mfa]] }], ...parts });
    const [finding] = await told(of({}), terraform(read));
    expect(finding).toMatch(/^warning: .* also when the policy does not: .*mfa/);
    const waive = {
      constraint: "condition",
      because: "b",
      until: instant("2027-01-01"),
      origin: origin(1),
    } as const;
    expect(await told(of({ waives: [{ ...waive, target: "aws" }] }), terraform(read))).toEqual([]);
    expect(await told(of({ waives: [{ ...waive, target: "okta" }] }), terraform(read))).toHaveLength(1);
    expect(
      await told(of({ waives: [{ ...waive, target: "aws", until: now }] }), terraform(read)),
    ).toHaveLength(1);
    const outside = { enforcedOutside: { by: "a gateway", until: instant("2027-01-01"), origin: origin(1) } };
    expect(await told(of(outside), terraform(read))).toEqual([]);
    const conditioned = statement(
      '"s3:GetObject"',
      `"${object}"`,
      ', Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" } }',
    );
    expect(await told(of({}), terraform(conditioned))).toEqual([]);
  });

  test("past the end of a grant is a warning, and after it an error", async () => {
    const until = (text: string) =>
      triage({ grants: [{ ...reads, range: { ...reads.range, until: instant(text) } }] });
    expect((await told(until("2026-12-24"), terraform(read)))[0]).toMatch(/^warning: /);
    expect((await told(until("2026-11-01"), terraform(read)))[0]).toMatch(/^error: /);
  });

  test("of an agent that is not in force is not compared: other rules tell that", async () => {
    expect(await told(triage({ expires: instant("2026-11-01") }), terraform(read))).toEqual([]);
  });

  test("with a region and an account that the text leaves open is compared without these", async () => {
    const queue = "arn:aws:sqs:eu-west-1:123456789012:jobs";
    const of = triage({ grants: [grant("aws:sqs:SendMessage", { resources: [[queue]] })] });
    const open = (name: string) => `
Resources:
  Agent:
    Type: AWS::IAM::Role
    Properties:
      RoleName: triage
      Policies:
        - PolicyName: p
          PolicyDocument:
            Statement:
              - Effect: Allow
                Action: sqs:SendMessage
                Resource: !Sub "arn:aws:sqs:\${AWS::Region}:\${AWS::AccountId}:${name}"
`;
    expect(await told(of, open("jobs"), "template.yaml")).toEqual([]);
    expect((await told(of, open("jobs2"), "template.yaml"))[0]).toContain("arn:aws:sqs:region:account:jobs2");
    expect(await told(of, open("${Queue}"), "template.yaml")).toEqual([]);
  });

  test("with a resource that is not known is judged by its actions alone", async () => {
    const unknown = (action: string) => statement(action, "aws_s3_bucket.data.arn");
    const of = triage({ grants: [reads] });
    expect(await told(of, terraform(unknown('"s3:GetObject"')))).toEqual([]);
    expect((await told(of, terraform(unknown('"s3:DeleteObject"'))))[0]).toMatch(
      /^error: .*DeleteObject', which/,
    );
  });

  test("is found where an SDK or a command gives it a policy", async () => {
    const python = `import boto3, json
iam = boto3.client("iam")
iam.put_role_policy(RoleName="triage", PolicyName="p", PolicyDocument=json.dumps({
    "Statement": [{"Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "${object}"}],
}))
`;
    expect(await told(triage({ grants: [reads] }), python, "setup.py")).toHaveLength(1);
    expect(
      await told(triage({ grants: [reads] }), python.replace('"triage"', '"other"'), "setup.py"),
    ).toEqual([]);
    const shell = `aws iam put-role-policy --role-name triage --policy-name p --policy-document '{"Statement": [{"Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "${object}"}]}'\n`;
    expect(await told(triage({ grants: [reads] }), shell, "setup.sh")).toHaveLength(1);
  });

  test("is found in constructs of a program", async () => {
    const cdk = (more: string) => `import * as iam from "aws-cdk-lib/aws-iam";
const agentRole = new iam.Role(this, "AgentRole", { roleName: "triage", assumedBy });
${more}`;
    const added = `agentRole.addToPolicy(new iam.PolicyStatement({ actions: ["s3:DeleteObject"], resources: ["${object}"] }));`;
    expect(await told(triage({ grants: [reads] }), cdk(added), "stack.ts")).toHaveLength(1);
    expect(
      await told(triage({ grants: [reads] }), cdk(added.replace("agentRole", "otherRole")), "stack.ts"),
    ).toEqual([]);
  });

  test("that serves two environments must go beyond both", async () => {
    const wide = triage({ grants: [grant("aws:s3:GetObject")] });
    const narrow = triage({ grants: [] });
    expect(await exceeding([wide, narrow], { "main.tf": terraform(read) })).toEqual([]);
    expect(await exceeding([narrow, narrow], { "main.tf": terraform(read) })).toHaveLength(1);
  });

  test.each(["cloudformation", "terraform"])(
    "made by Remit for %s allows nothing more than the policy",
    async (format) => {
      const data = (name: string) => memoryHost({}).data(name);
      let compared = 0;
      await fc.assert(
        fc.asyncProperty(policies, async (generated) => {
          const identity = (name: string): Identity => ({
            ...role,
            adopt: true,
            role: `remit-${name}`,
          });
          const of: Policy = {
            ...generated,
            agents: Object.fromEntries(
              Object.values(generated.agents).map((one) => [
                one.name,
                { ...one, identities: [identity(one.name)] },
              ]),
            ),
          };
          const { files } = await emitAws(
            {
              policy: of,
              target: {
                ...target,
                agents: Object.keys(of.agents),
                settings: { ...target.settings, format },
              },
              at: now,
            },
            data,
          );
          const texts = Object.fromEntries(files.map(({ path, content }) => [path, String(content)]));
          expect((await exceeding([of], texts)).map(({ message }) => message)).toEqual([]);
          const without = Object.values(of.agents).map((one) => ({ ...one, grants: [] }));
          compared += (await exceeding([{ ...of, agents: byName(without) }], texts)).length;
        }),
        { seed: 7, numRuns: 60 },
      );
      expect(compared).toBeGreaterThan(30);
    },
  );
});

describe("a service account of Kubernetes", () => {
  const rbac = (rules: string, kind = "Role", subject = "  namespace: billing") => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: { name: triage, namespace: billing }
rules:
${rules}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}Binding
metadata: { name: triage, namespace: billing }
roleRef: { kind: ${kind}, name: triage, apiGroup: rbac.authorization.k8s.io }
subjects:
- kind: ServiceAccount
  name: triage
${subject}
`;
  const pods = `- apiGroups: [""]
  resources: [pods]
  verbs: [get, list]`;
  const of = (...grants: Agent["grants"]) => triage({ identities: [account], grants });
  const lists = grant(["k8s:core/pods:get", "k8s:core/pods:list"], { resources: [["prod/billing/*"]] });

  test("that may do what the policy says is in order, whatever the cluster", async () => {
    expect(await told(of(lists), rbac(pods), "rbac.yaml")).toEqual([]);
  });

  test("that may do more is told with a verb and a resource", async () => {
    const [finding] = await told(of(lists), rbac(pods.replace("get, list", "get, delete")), "rbac.yaml");
    expect(finding).toMatch(
      /^error: The service account 'billing\/triage' of 'triage' allows 'k8s:core\/pods:delete' on 'cluster\/billing\/x' \(by 'pods'\), which the policy never does/,
    );
    expect(
      (await told(of(lists), rbac(pods.replace("pods", '"*"').replace("get, list", '"*"')), "rbac.yaml"))[0],
    ).toContain("'k8s:core/secrets:get'");
  });

  test("that is bound in the whole cluster reaches beyond its namespace", async () => {
    const [finding] = await told(of(lists), rbac(pods, "ClusterRole"), "rbac.yaml");
    expect(finding).toContain("'k8s:core/pods:get'");
    expect(finding).not.toContain("cluster/billing");
  });

  test("of another namespace or name is another", async () => {
    const none = of();
    expect(await told(none, rbac(pods), "rbac.yaml")).toHaveLength(1);
    expect(await told(none, rbac(pods, "Role", "  namespace: other"), "rbac.yaml")).toEqual([]);
    expect(await told(none, rbac(pods).replace("  name: triage\n", "  name: other\n"), "rbac.yaml")).toEqual(
      [],
    );
  });

  test("with a role that every cluster has is told by what that gives", async () => {
    const command =
      "kubectl create clusterrolebinding x --clusterrole=cluster-admin --serviceaccount=billing:triage\n";
    expect((await told(of(lists), command, "setup.sh"))[0]).toMatch(
      /'k8s:core\/secrets:get'.*by 'cluster-admin'/,
    );
  });

  test("held to named objects is in order where the policy names them", async () => {
    const named = pods.replace("verbs: [get, list]", "resourceNames: [web]\n  verbs: [get]");
    const web = grant("k8s:core/pods:get", { resources: [["*/billing/web"]] });
    expect(await told(of(web), rbac(named), "rbac.yaml")).toEqual([]);
    expect(await told(of(web), rbac(named.replace("web", "db")), "rbac.yaml")).toHaveLength(1);
  });
});

describe("GitHub", () => {
  const workflow = (permissions: string) => `on: push
jobs:
  triage:
    permissions: ${permissions}
    runs-on: ubuntu-latest
    steps:
      - uses: anthropics/claude-code-action@v1
  other:
    permissions: { packages: write }
    steps:
      - run: make
`;
  const file = ".github/workflows/triage.yml";
  const found = async (permissions: string, ...grants: Agent["grants"]) => {
    const text = workflow(permissions);
    const of = triage({ identities: [], grants });
    const agents = [seen("triage", file, text, "anthropics/claude-code-action")];
    return (await exceeding([of], { [file]: text }, agents)).map(
      ({ agent: id, message }) => `${id} ${message}`,
    );
  };

  test("a job in which the agent runs gives no more than the policy, and other jobs are not the agent's", async () => {
    const issues = grant("github:issues:write", { resources: [["acme/shop"]] });
    expect(await found("{ issues: write }", issues)).toEqual([]);
    expect(await found("{ issues: read, metadata: read, id-token: write }", issues)).toEqual([]);
    const [more] = await found("{ issues: write, contents: write }", issues);
    expect(more).toMatch(
      /^\.github\/workflows\/triage\.yml#triage The workflow of 'triage' allows 'github:contents:write'/,
    );
    expect((await found("write-all", issues))[0]).toContain("'github:contents:write' (by 'write-all')");
  });

  test("the manifest of the agent's App gives no more than the policy", async () => {
    const manifest = (name: string) =>
      JSON.stringify({
        name,
        default_permissions: { contents: "write", pull_requests: "read", metadata: "read" },
      });
    const of = (...grants: Agent["grants"]) => triage({ identities: [app], grants });
    const both = grant(["github:contents:write", "github:pull-requests:write"]);
    expect(await told(of(both), manifest("Acme Triage"), "app.json")).toEqual([]);
    expect(await told(of(), manifest("Acme Triage"), "app.json")).toHaveLength(2);
    expect(await told(of(), manifest("Other"), "app.json")).toEqual([]);
  });
});

describe("a list of OAuth scopes", () => {
  const code = (scope: string) => `from google.oauth2 import service_account
SCOPES = ["openid", "https://www.googleapis.com/auth/${scope}"]
agent = Agent("triage")
`;
  const file = "agents/triage/mail.py";
  const found = async (scope: string, agents: readonly Agent[], path = file) =>
    (await exceeding([policy(agents)], { [path]: code(scope) }, [])).map(
      ({ severity, message }) => `${severity} ${message}`,
    );
  const of = (...grants: Agent["grants"]) => agent("triage", { source: ["agents/triage/**"], grants });

  test("in the agent's source asks for no more than the policy gives", async () => {
    const readonly = grant("google:https://www.googleapis.com/auth/gmail.readonly");
    expect(await found("gmail.readonly", [of(readonly)])).toEqual([]);
    expect(await found("gmail.readonly", [of(grant("google:https://mail.google.com/"))])).toEqual([]);
    const [more] = await found("gmail.modify", [of(readonly)]);
    expect(more).toMatch(
      /^warning The code of 'triage' allows 'google:https:\/\/www\.googleapis\.com\/auth\/gmail\.modify'/,
    );
  });

  test("elsewhere, or in the source of two agents, is nobody's", async () => {
    expect(await found("gmail.modify", [of()], "web/login.py")).toEqual([]);
    expect(await found("gmail.modify", [of(), agent("other", { source: ["agents/**"] })])).toEqual([]);
  });
});
