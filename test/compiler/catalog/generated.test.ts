import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type BuiltInService, builtInServices } from "../../../compiler/catalog/catalog.ts";
import { loadCatalog } from "../../../compiler/catalog/load.ts";
import { adminActions } from "../../../compiler/catalog/overlay-aws.ts";
import { memoryHost } from "../memory-host.ts";

const root = join(import.meta.dirname, "../../../compiler/catalog/generated");
const all = (service: BuiltInService) => loadCatalog(service, ["*"], memoryHost({}).data);

describe.each(builtInServices)("The catalog %s", (service) => {
  test("lists exactly the files that are there, with their digests", () => {
    const index: { parts: [string, string, string][] } = JSON.parse(
      readFileSync(join(root, service, "index.json"), "utf8"),
    );
    const files = readdirSync(join(root, service)).filter((file) => file !== "index.json");
    expect(index.parts.map(([name]) => `${name}.json`).sort()).toEqual(files.sort());
    for (const [name, , digest] of index.parts) {
      const bytes = readFileSync(join(root, service, `${name}.json`));
      expect(createHash("sha256").update(bytes).digest("hex"), name).toBe(digest);
    }
  });

  test("has well-formed names, sorted and each once", async () => {
    const catalog = await all(service);
    const names = catalog.matching("*").map((action) => action.name);
    expect(names.length).toBeGreaterThan(60);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(names.toSorted((a, b) => (a < b ? -1 : 1)));
    // Google's scopes are URLs, which the language takes in quotes.
    for (const name of names) expect(name).toMatch(service === "google" ? /^\S+$/ : /^[A-Za-z0-9_.:/-]+$/);
  });

  test("has resource types where an action names them", async () => {
    const catalog = await all(service);
    for (const action of catalog.matching("*"))
      if (action.resourceRequired) expect(action.resources.length, action.name).toBeGreaterThan(0);
  });
});

test("Every curated name of a partial catalog has the shape that the catalog takes for well-formed, or is plain", async () => {
  for (const service of ["gcp", "azure", "graph"] as const) {
    const catalog = await all(service);
    for (const { name } of catalog.matching("*"))
      if (!/^(openid|profile|email|offline_access|full_access_as_app)$/.test(name))
        expect(catalog.wellShaped(name), name).toBe(true);
  }
});

test("The partial catalogs together know at least a hundred admin actions", async () => {
  const catalogs = await Promise.all((["gcp", "azure", "graph"] as const).map(all));
  const admin = catalogs.flatMap((catalog) => catalog.matching("*").filter((one) => one.risk === "admin"));
  expect(admin.length).toBeGreaterThanOrEqual(100);
});

test("Every action of the AWS overlay is admin in the data", async () => {
  const catalog = await all("aws");
  expect(adminActions.size).toBeGreaterThanOrEqual(60);
  for (const name of adminActions) expect(catalog.action(name)?.risk, name).toBe("admin");
});

describe("Risks", () => {
  test.each([
    ["aws", "s3:GetObject", "read"],
    ["aws", "s3:ListBucket", "read"],
    ["aws", "s3:PutObject", "write"],
    ["aws", "s3:PutBucketPolicy", "admin"],
    ["aws", "iam:PassRole", "admin"],
    ["aws", "sts:AssumeRole", "admin"],
    ["aws", "lambda:UpdateFunctionCode", "admin"],
    ["aws", "lambda:InvokeFunction", "write"],
    ["aws", "bedrock-agentcore:InvokeCodeInterpreter", "admin"],
    ["aws", "ec2:CreateTags", "write"],
    ["k8s", "apps/deployments:get", "read"],
    ["k8s", "apps/deployments:patch", "write"],
    ["k8s", "core/pods/log:get", "read"],
    ["k8s", "core/pods/portforward:get", "write"],
    ["k8s", "core/pods/exec:create", "admin"],
    ["k8s", "core/secrets:list", "admin"],
    ["k8s", "core/configmaps:list", "read"],
    ["k8s", "core/nodes:get", "read"],
    ["k8s", "rbac.authorization.k8s.io/clusterroles:escalate", "admin"],
    ["k8s", "rbac.authorization.k8s.io/roles:get", "read"],
    ["k8s", "rbac.authorization.k8s.io/rolebindings:create", "admin"],
    ["github", "contents:read", "read"],
    ["github", "contents:write", "write"],
    ["github", "pull_requests:write", "write"],
    ["github", "pull-requests:write", "write"],
    ["github", "id-token:write", "write"],
    ["github", "administration:write", "admin"],
    ["github", "workflows:write", "admin"],
    ["github", "metadata:read", "read"],
    ["slack", "chat:write", "write"],
    ["slack", "channels:history", "read"],
    ["slack", "admin.users:write", "admin"],
    ["slack", "admin.users:read", "read"],
    ["slack", "admin", "admin"],
    ["okta", "okta.users.read", "read"],
    ["okta", "okta.users.manage", "admin"],
    ["okta", "okta.brands.manage", "write"],
    ["google", "https://www.googleapis.com/auth/gmail.readonly", "read"],
    ["google", "https://www.googleapis.com/auth/gmail.send", "write"],
    ["google", "https://mail.google.com/", "write"],
    ["google", "https://www.googleapis.com/auth/drive.readonly", "read"],
    ["google", "https://www.googleapis.com/auth/cloud-platform", "admin"],
    ["google", "https://www.googleapis.com/auth/admin.directory.user", "admin"],
    ["google", "https://www.googleapis.com/auth/admin.directory.user.readonly", "read"],
    ["gcp", "iam.serviceAccounts.actAs", "admin"],
    ["gcp", "storage.objects.get", "read"],
    ["azure", "Microsoft.Authorization/roleAssignments/write", "admin"],
    ["azure", "Microsoft.Storage/storageAccounts/read", "read"],
    ["graph", "RoleManagement.ReadWrite.Directory", "admin"],
    ["graph", "Mail.Send", "write"],
    ["graph", "Mail.Read", "read"],
  ] as const)("%s:%s is %s", async (service, name, risk) => {
    const catalog = await loadCatalog(service, [name], memoryHost({}).data);
    expect(catalog.action(name)?.risk).toBe(risk);
  });

  test.each([
    ["gcp", "spanner.databases.get", "read"],
    ["gcp", "spanner.databases.setIamPolicy", "admin"],
    ["gcp", "spanner.databases.write", "write"],
    ["azure", "Microsoft.Sql/servers/databases/read", "read"],
    ["azure", "Microsoft.Search/searchServices/listAdminKeys/action", "admin"],
    ["azure", "Microsoft.Sql/servers/databases/write", "write"],
    ["graph", "Printer.Read.All", "read"],
    ["graph", "Printer.ReadWrite.All", "write"],
    ["graph", "Printer.FullControl.All", "admin"],
  ] as const)("an unlisted %s:%s is taken for %s", async (service, name, risk) => {
    const catalog = await loadCatalog(service, [name], memoryHost({}).data);
    expect(catalog.action(name)).toBeUndefined();
    expect(catalog.assumed(name)?.risk).toBe(risk);
  });

  test.each([
    ["gcp", "storage"],
    ["gcp", "Storage.objects.get"],
    ["gcp", "storage.objects.get/"],
    ["azure", "Microsoft.Storage/storageAccounts"],
    ["azure", "Storage/read"],
    ["azure", "Microsoft.Storage/storageAccounts/list"],
    ["graph", "mail.read"],
    ["graph", "Mail"],
    ["graph", "Mail..Read"],
    ["aws", "s3:GetObjectt"],
  ] as const)("%s:%s has no shape that could be right", async (service, name) => {
    const catalog = await loadCatalog(service, [name], memoryHost({}).data);
    expect(catalog.wellShaped(name)).toBe(false);
  });
});

test("The table in docs/catalogs.md counts what there is", async () => {
  const page = readFileSync(join(import.meta.dirname, "../../../docs/catalogs.md"), "utf8");
  for (const service of builtInServices) {
    const catalog = await all(service);
    const [, kind, count] =
      new RegExp(`^\\| \`${service}\` \\| (\\w+) \\| ([\\d,]+) \\|`, "m").exec(page) ?? [];
    expect(kind, service).toBe(catalog.complete ? "complete" : "partial");
    expect(count?.replace(",", ""), service).toBe(String(catalog.matching("*").length));
  }
});
