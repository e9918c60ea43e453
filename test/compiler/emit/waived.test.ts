/** A waive lets a modifier go until its end, and no longer: on the platform too. */
import { expect, test } from "vitest";
import { compileTargets } from "../../../compiler/emit/compile.ts";
import { checkWorkspace } from "../../../compiler/index.ts";
import { memoryHost } from "../memory-host.ts";
import { instant } from "../model/policies.ts";

const source = (target: string, kind: string, more = "") => `
owner jane { email "jane@acme.example" }
service invoices { audience "https://i.example"  action read { risk read } action pay { input amount decimal } }
agent triage {
  owner jane  expires 2027-03-31  session 1h
  identity { oidc issuer "https://id.acme.example" subject "triage" }
  may invoices:pay with approval from jane for 15m ${more}
  may aws:s3:GetObject on "arn:aws:s3:::b/*" with approval from jane for 15m ${more}
  waive approval on ${kind} because "pilot" until 2027-01-01
}
${target}`;

async function compiled(text: string, at: string) {
  const host = memoryHost({ "a.remit": text }, { at });
  const config = { workspace: "acme", policies: ["**/*.remit"], scan: { include: [], exclude: [] } };
  const output = await compileTargets(await checkWorkspace(host, config), { version: "1" }, host.data);
  const file = (path: string) => String(output.files.find((one) => one.path === path)?.content);
  const rows: readonly Readonly<Record<string, unknown>>[] = JSON.parse(file("enforcement.json")).permissions;
  return { file, rows: rows.filter((row) => row.enforcement !== "not-applicable") };
}

const aws = 'target aws { account "123456789012"  format json }';
const keycloak = 'target keycloak { realm "acme" }';

test("in IAM the permission ends with the waive, or with its own end where that is earlier", async () => {
  const ends = async (more: string) =>
    (await compiled(source(aws, "aws", more), "2026-12-01")).file("aws/triage/permissions-1.json");
  expect(await ends("")).toContain('"aws:CurrentTime": [\n            "2027-01-01T00:00:00Z"');
  expect(await ends("until 2026-12-24")).toContain(
    '"aws:CurrentTime": [\n            "2026-12-24T00:00:00Z"',
  );
  expect(await ends("until 2027-02-01")).not.toContain("2027-02-01");
});

test("in Cedar the permission ends with the waive", async () => {
  const { file } = await compiled(source("target cedar {}", "cedar"), "2026-12-01");
  expect(file("cedar/policies.cedar")).toContain('context.now < datetime("2027-01-01T00:00:00Z")');
});

test("what is waived where there are no dates says when to apply again: one token's life and a second before the waive ends", async () => {
  const text = source(keycloak, "keycloak");
  const [row] = (await compiled(text, "2026-12-01")).rows;
  expect(row).toMatchObject({
    enforcement: "waived",
    constraints: ["approval"],
    until: "2027-01-01T00:00:00Z",
    next: "2026-12-31T22:59:59Z",
    why: "Keycloak has no end date for a client or a scope",
  });
  const scopes = async (at: string) => {
    const realm = JSON.parse((await compiled(text, at)).file("keycloak/realm.json"));
    return realm.clients.map((client: { optionalClientScopes: unknown }) => client.optionalClientScopes);
  };
  expect(await scopes("2026-12-31T22:59:58Z")).toEqual([["invoices:pay"]]);
  expect(await scopes("2026-12-31T22:59:59Z")).toEqual([[]]);
  expect(instant("2026-12-31T22:59:59Z") + 3600 + 1).toBe(instant("2027-01-01"));
});

test.each([
  ["aws", aws, "aws:s3:GetObject"],
  ["keycloak", keycloak, "invoices:pay"],
  ["cedar", "target cedar {}", "invoices:pay"],
  ["okta", 'target okta { org "https://acme.okta.com"  server "aus1" }', "invoices:pay"],
])(
  "the page of %s lists what is given without its approval and until when, and nothing from then on",
  async (kind, target, action) => {
    const page = async (at: string) =>
      (await compiled(source(target, kind), at)).file(`${kind}/README.md`).replaceAll("\\", "");
    const line = new RegExp(
      `^- triage: ${action} without its approval, until 2027-01-01T00:00:00Z .a.remit:\\d+.$`,
      "m",
    );
    const waived = await page("2026-12-01");
    expect(waived.slice(waived.indexOf("## Waived"))).toMatch(line);
    expect(await page("2027-01-01")).not.toContain("## Waived");
  },
);
