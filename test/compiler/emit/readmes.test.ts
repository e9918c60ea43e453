/** What the pages beside the outputs have to say, whatever the policy. */
import { describe, expect, test } from "vitest";
import { compileTargets } from "../../../compiler/emit/compile.ts";
import type { EmittedObject } from "../../../compiler/emit/emission.ts";
import { checkWorkspace } from "../../../compiler/index.ts";
import { memoryHost } from "../memory-host.ts";

const SOURCE = `
owner jane { email "jane@acme.example" }
service invoices { action read { risk read  oauth "invoices.read" } }
agent triage { owner jane  expires 2027-03-31
  identity { oidc issuer "https://id.acme.example" subject "triage" }
  may invoices:read  may aws:s3:GetObject on "arn:aws:s3:::acme/*"
}
target aws { account "123456789012"  format json }
target opa {}
target keycloak { realm "acme" }
target okta { org "https://acme.okta.com"  server "aus1" }
`;

async function pages(previous: Readonly<Record<string, readonly EmittedObject[]>>) {
  const host = memoryHost({ "policy.remit": SOURCE });
  const config = { workspace: "acme", policies: ["**/*.remit"], scan: { include: [], exclude: [] } };
  const checked = await checkWorkspace(host, config, {});
  const targets = Object.entries(previous).map(([target, objects]) => ({ target, objects }));
  const options = { version: "1.0.0", previous: { targets, gone: [], files: {} } };
  const output = await compileTargets(checked, options, host.data);
  const errors = [...checked.problems, ...output.problems].filter(({ severity }) => severity === "error");
  expect(errors).toEqual([]);
  return (target: string) =>
    String(output.files.find(({ path }) => path === `${target}/README.md`)?.content).split("\n");
}

test("a compile of suspensions alone says which files of Keycloak and Okta it leaves with the agents on", async () => {
  const host = memoryHost({ "policy.remit": SOURCE });
  const config = { workspace: "acme", policies: ["**/*.remit"], scan: { include: [], exclude: [] } };
  const checked = await checkWorkspace(host, config, {});
  const { targets } = await compileTargets(checked, { version: "1.0.0", onlySuspensions: true }, host.data);
  const remarksOf = (kind: string) =>
    targets.find(({ target }) => target.kind === kind)?.emission.remarks?.join() ?? "";
  expect(remarksOf("keycloak")).toMatch(/realm\.json of an earlier compile still has them on/);
  expect(remarksOf("okta")).toMatch(/main\.tf\.json of an earlier compile still grants to them/);
});

describe("a page", () => {
  test.each([
    ["keycloak", "client", "- client old*bot*"],
    ["okta", "ai-agent", "- ai-agent old*bot*"],
    ["aws", "role", "- role old*bot*"],
  ])(
    "of %s lists what is not made any more, and has no such section otherwise",
    async (target, kind, line) => {
      const page = (await pages({ [target]: [{ kind, name: "old*bot*" }] }))(target);
      const section = page.slice(page.indexOf("## Remove"));
      expect(page).toContain("## Remove");
      expect(section).toContain(line.replaceAll("*", "\\*"));
      expect((await pages({}))(target)).not.toContain("## Remove");
    },
  );

  test("of documents for AWS says how one that exists is changed, in which order, and undone", async () => {
    const page = (await pages({}))("aws").join("\n");
    expect(page).toMatch(/create-policy-version [^\n]*--set-as-default/);
    expect(page).toContain("update-assume-role-policy");
    const [first, narrower, wider] = [
      "1. `permissions-1.json`",
      "2. To take access away: ",
      "3. To give access: ",
    ];
    expect([first, narrower, wider].map((part) => page.indexOf(part) > 0)).toEqual([true, true, true]);
    expect(page).toMatch(/Undo: put the former output back[^\n]*set-default-policy-version/);
  });

  test("of OPA says that a bundle built again is loaded with --watch or by polling, and not otherwise", async () => {
    const page = (await pages({}))("opa");
    expect(page.find((line) => line.startsWith("opa run"))).toContain(" --watch ");
    const stop = page[page.indexOf("## Stop") + 2];
    expect(stop).toMatch(
      /build `stop\.tar\.gz` again.*`--watch`.*bundle server.*otherwise it has to be started again/,
    );
  });
});
