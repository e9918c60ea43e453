import { describe, expect, test } from "vitest";
import { knowledgeOf, loadParsers } from "../../../bench/score/grant-tools.ts";
import { checkGrants } from "../../../rules/scan/check.ts";
import { scanRules } from "../../../rules/scan/index.ts";
import type { Grant, Located } from "../../../scan/grants/fact.ts";
import { readGrants } from "../../../scan/grants/read.ts";

const parsers = await loadParsers();

/** `file:line rule` of each finding in a small tree. */
async function findingsIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const grants = Object.entries(files).flatMap(([file, text]) =>
    readGrants(file, text, parsers).grants.map((grant): Located<Grant> => ({ ...grant, file })),
  );
  const found = checkGrants(scanRules, grants, await knowledgeOf(grants));
  return found.map(({ file, extent, rule }) => {
    const line = (files[file] ?? "").slice(0, extent.at).split("\n").length;
    return `${file}:${line} ${rule}`;
  });
}

describe("roles of Google Cloud", () => {
  const binding = `resource "google_project_iam_member" "agent" {
  for_each = {
    for pair in setproduct(keys(local.projects), var.agent_roles) : pair[1] => { role = pair[1] }
  }
  role   = each.value.role
  member = "serviceAccount:agent"
}
`;
  const list = `variable "agent_roles" {
  default = [
    "roles/aiplatform.user",
    "roles/storage.admin",
  ]
}
`;

  test("are followed from a binding to the list in another file of the folder", async () => {
    expect(await findingsIn({ "a/iam.tf": binding, "a/variables.tf": list })).toEqual([
      "a/variables.tf:4 gcp-service-admin-role",
    ]);
  });

  test("are not followed into another folder, nor to a list that nothing names", async () => {
    expect(await findingsIn({ "a/iam.tf": binding, "b/variables.tf": list })).toEqual([]);
    expect(
      await findingsIn({
        "a/iam.tf": binding.replace("agent_roles", "agent_roles_2"),
        "a/variables.tf": list,
      }),
    ).toEqual([]);
  });

  test("are read from the variables and loops of a script", async () => {
    const script = `ROLES=("roles/run.admin" "roles/logging.logWriter")
for role in "\${ROLES[@]}"; do
  gcloud projects add-iam-policy-binding "$P" --member="serviceAccount:$SA" --role="$role"
done
`;
    expect(await findingsIn({ "setup.sh": script })).toEqual(["setup.sh:1 gcp-service-admin-role"]);
  });

  test("are read from lists of words in code", async () => {
    const code = `subprocess.run(["gcloud", "projects", "add-iam-policy-binding", project, "--member", sa, "--role=roles/editor"])\n`;
    expect(await findingsIn({ "grant.py": code })).toEqual(["grant.py:1 gcp-basic-role"]);
  });
});

describe("roles of Azure", () => {
  test("are found behind an existing definition and a variable of Bicep", async () => {
    const bicep = `targetScope = 'subscription'
var roles = {
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c'
}
resource reader 'Microsoft.Authorization/roleDefinitions@2022-04-01' existing = {
  name: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'
}
resource one 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid('one')
  properties: {
    roleDefinitionId: reader.id
  }
}
resource two 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid('two')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.contributor)
  }
}
`;
    // The symbol says reader; the identifier is the owner's.
    expect(await findingsIn({ "main.bicep": bicep })).toEqual([
      "main.bicep:11 azure-owner-wide",
      "main.bicep:11 grant-without-expiry",
      "main.bicep:17 azure-contributor-wide",
    ]);
  });

  test("are found behind the variables of an ARM template", async () => {
    const arm = `{
  "$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
  "variables": { "role": "[concat('/providers/Microsoft.Authorization/roleDefinitions/', 'b24988ac-6180-42a0-ab88-20f7382dd24c')]" },
  "resources": [
    {
      "type": "Microsoft.Authorization/roleAssignments",
      "properties": {
        "roleDefinitionId": "[variables('role')]"
      }
    }
  ]
}
`;
    expect(await findingsIn({ "main.json": arm })).toEqual(["main.json:8 azure-contributor-wide"]);
  });

  test("are found in azapi resources and for_each", async () => {
    const terraform = `resource "azapi_resource" "grant" {
  type      = "Microsoft.Authorization/roleAssignments@2022-04-01"
  parent_id = data.azurerm_subscription.current.id
  body = {
    properties = {
      roleDefinitionId = "/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c"
    }
  }
}
resource "azurerm_role_assignment" "agent" {
  for_each             = toset(["Reader", "Contributor"])
  scope                = azurerm_resource_group.main.id
  role_definition_name = each.value
}
`;
    expect(await findingsIn({ "main.tf": terraform })).toEqual([
      "main.tf:6 azure-contributor-wide",
      "main.tf:11 azure-contributor-wide",
    ]);
  });
});

describe("roles of Kubernetes", () => {
  const role = `kind: ClusterRole
apiVersion: rbac.authorization.k8s.io/v1
metadata: { name: runner }
rules:
  - apiGroups: [""]
    resources: [pods/exec]
    verbs: [create]
`;
  const binding = (kind: string) => `kind: ${kind}
apiVersion: rbac.authorization.k8s.io/v1
metadata: { name: runner, namespace: box }
roleRef: { kind: ClusterRole, name: runner, apiGroup: rbac.authorization.k8s.io }
subjects: [{ kind: ServiceAccount, name: agent }]
`;

  test("reach as far as their bindings in other files", async () => {
    expect(await findingsIn({ "role.yaml": role, "binding.yaml": binding("RoleBinding") })).toEqual([]);
    expect(await findingsIn({ "role.yaml": role, "binding.yaml": binding("ClusterRoleBinding") })).toEqual([
      "role.yaml:6 k8s-pod-exec",
    ]);
    expect(await findingsIn({ "role.yaml": role })).toEqual(["role.yaml:6 k8s-pod-exec"]);
  });
});

describe("what is embedded in a block of YAML", () => {
  test("is found at its own line", async () => {
    const workflow = `on: workflow_dispatch
permissions:
  contents: read
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: anthropics/claude-code-action@v1
        with:
          settings: |
            {
              "permissions": {
                "allow": [
                  "Bash(git log:*)",
                  "Bash(python:*)"
                ]
              }
            }
          allowed_tools: |
            Bash(git log:*)
            Bash(node:*)
`;
    expect(await findingsIn({ ".github/workflows/a.yml": workflow })).toEqual([
      ".github/workflows/a.yml:15 agent-shell-wildcard",
      ".github/workflows/a.yml:21 agent-shell-wildcard",
    ]);
  });
});

describe("a role of AWS", () => {
  test("adds up the statements of its policies", async () => {
    const terraform = `resource "aws_iam_role_policy" "pass" {
  role   = aws_iam_role.agent.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "iam:PassRole", Resource = "*", Sid = "x" }] })
}
resource "aws_iam_role_policy" "run" {
  role   = aws_iam_role.agent.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["lambda:CreateFunction", "lambda:InvokeFunction"], Resource = "*" }] })
}
`;
    const other = terraform.replace("aws_iam_role.agent.id", "aws_iam_role.other.id");
    expect(await findingsIn({ "main.tf": terraform })).toContain("main.tf:3 aws-privesc-combination");
    expect(await findingsIn({ "main.tf": other })).not.toContain("main.tf:3 aws-privesc-combination");
  });

  test("whose policy reads one bucket reads no account", async () => {
    const policy =
      '{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::inbox/*"}]}';
    expect(await findingsIn({ "policy.json": policy })).toEqual([]);
  });
});
