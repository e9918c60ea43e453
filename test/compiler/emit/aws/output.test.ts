import { describe, expect, it } from "vitest";
import { rolesOf } from "../../../../cli/engines/aws.ts";
import { loadCatalog } from "../../../../compiler/catalog/load.ts";
import { emitAws } from "../../../../compiler/emit/aws/emit.ts";
import { maxPolicySize } from "../../../../compiler/emit/aws/permissions.ts";
import { formatInstant } from "../../../../compiler/literals.ts";
import type { Agent, Policy } from "../../../../compiler/model/policy.ts";
import { iamAllows } from "../../../oracles/iam.ts";
import { memoryHost } from "../../memory-host.ts";
import { agent, deny, grant, instant, origin, policy } from "../../model/policies.ts";
import { target } from "./arbitrary.ts";
import { referencesIn, stringsOf, textOfString } from "./hcl.ts";

const host = memoryHost({});
const data = (name: string) => host.data(name);
const at = instant("2026-12-01");
const oidc = { kind: "oidc", issuer: "https://id.acme.example", subject: "bot", origin: origin(1) } as const;
const adopted = { kind: "aws", role: "bot", adopt: true, origin: origin(1) } as const;
const bot = (parts: Partial<Agent>): Agent => agent("bot", { identities: [oidc], ...parts });

function emitted(of: Policy, format = "json", agents: readonly string[] = Object.keys(of.agents)) {
  return emitAws(
    { policy: of, target: { ...target, agents, settings: { ...target.settings, format } }, at },
    data,
  );
}
async function may(of: Policy, action: string, resource: string, when: string): Promise<boolean> {
  const role = rolesOf(await emitted(of)).get("bot");
  return iamAllows(
    { policies: role?.identity ?? [], boundary: role?.boundary },
    { action, resource, keys: { "aws:currenttime": when } },
  );
}
const object = "arn:aws:s3:::acme/1";

describe("size", () => {
  it("600 actions are split over policies within the limit, and each is still allowed, and denied where denied", async () => {
    const catalog = await loadCatalog("aws", ["ec2:*"], data);
    const names = catalog
      .matching("ec2:*")
      .slice(0, 600)
      .map(({ name }) => name);
    expect(names).toHaveLength(600);
    const all = names.map((name) => `aws:${name}`);
    for (const denies of [
      [],
      [
        deny(all, {
          unless: [[{ variable: { kind: "context", name: "mfa" }, type: "bool", op: "==", value: true }]],
        }),
      ],
    ]) {
      const { files, problems } = await emitted(policy([bot({ grants: [grant(all)], denies })]));
      expect(problems).toEqual([]);
      const documents = files.filter(({ path }) => /permissions-\d+\.json$/.test(path));
      expect(documents.length).toBeGreaterThan(2);
      for (const { content } of documents)
        expect(String(content).replace(/\s/g, "").length).toBeLessThanOrEqual(maxPolicySize);
      const principal = { policies: documents.map(({ content }): unknown => JSON.parse(String(content))) };
      for (const action of names) {
        const call = { action, resource: "*", keys: { "aws:currenttime": "2026-12-01T00:00:00Z" } };
        expect(iamAllows(principal, call), action).toBe(denies.length === 0);
        const proven = { ...call, keys: { ...call.keys, "aws:multifactorauthpresent": "true" } };
        expect(iamAllows(principal, proven), action).toBe(true);
      }
    }
  });

  it("what does not fit even so is refused by name", async () => {
    const list = Array.from({ length: 4000 }, (_, index) => `arn:aws:s3:::acme/${index}/${"x".repeat(30)}`);
    const { problems } = await emitted(
      policy([bot({ grants: [grant("aws:s3:GetObject", { resources: [list] })] })]),
    );
    expect(problems.map(({ code }) => code)).toEqual(["over-size-limit"]);
  });
});

describe("time", () => {
  it("an agent's end holds at the second, also where a role is adopted, and so does a grant's", async () => {
    for (const identities of [[oidc], [adopted]]) {
      const range = { from: instant("2026-12-10"), until: instant("2027-01-01") };
      const of = policy([
        bot({
          identities,
          expires: instant("2027-03-31"),
          grants: [grant("aws:s3:GetObject"), grant("aws:s3:PutObject", { range })],
        }),
      ]);
      expect(await may(of, "s3:GetObject", object, "2027-03-30T23:59:59Z")).toBe(true);
      expect(await may(of, "s3:GetObject", object, "2027-03-31T00:00:00Z")).toBe(false);
      expect(await may(of, "s3:PutObject", object, "2026-12-09T23:59:59Z")).toBe(false);
      expect(await may(of, "s3:PutObject", object, "2026-12-10T00:00:00Z")).toBe(true);
      expect(await may(of, "s3:PutObject", object, "2026-12-31T23:59:59Z")).toBe(true);
      expect(await may(of, "s3:PutObject", object, "2027-01-01T00:00:00Z")).toBe(false);
    }
  });

  it("a suspended agent can do nothing, at any time, and can take no role", async () => {
    for (const identities of [[oidc], [adopted]]) {
      const of = policy([
        bot({
          identities,
          suspended: { since: at, because: "x", origin: origin(1) },
          grants: [grant(["aws:s3:GetObject", "aws:sqs:SendMessage"])],
        }),
      ]);
      for (const action of ["s3:GetObject", "sqs:SendMessage", "iam:CreateUser", "sts:GetCallerIdentity"])
        for (const when of ["2026-11-30T00:00:00Z", formatInstant(at), "2030-01-01T00:00:00Z"])
          expect(await may(of, action, object, when), `${action} ${when}`).toBe(false);
      if (identities[0]?.kind !== "oidc") continue;
      const trust = (await emitted(of)).files.find(({ path }) => path.endsWith("trust.json"));
      expect(JSON.parse(String(trust?.content)).Statement).toContainEqual(
        expect.objectContaining({ Effect: "Deny", Action: ["sts:AssumeRoleWithWebIdentity"] }),
      );
    }
  });

  it("a session of less than an hour is left out, unless waived", async () => {
    const short = (waives: Agent["waives"]) =>
      emitted(policy([bot({ session: 1800, waives, grants: [grant("aws:s3:GetObject")] })]));
    const [fate] = (await short([])).enforcement;
    expect(fate?.enforcement).toMatchObject({ kind: "left-out", constraint: "session" });
    const waive = {
      constraint: "session",
      target: "aws",
      because: "x",
      until: at + 1,
      origin: origin(1),
    } as const;
    const waived = await short([waive]);
    expect(waived.enforcement[0]?.enforcement).toMatchObject({ kind: "waived", constraints: ["session"] });
    const role = waived.files.find(({ path }) => path.endsWith("role.json"));
    expect(JSON.parse(String(role?.content))).toMatchObject({ maxSessionDuration: 3600 });
  });
});

describe("names", () => {
  const aws = (role: string) => ({ kind: "aws", role, adopt: false, origin: origin(1) }) as const;
  const pair = (one: Agent, other: Agent) => emitted(policy([one, other]));
  const grants = [grant("aws:s3:GetObject")];

  it("two roles that differ in case only are one to IAM, and refused", async () => {
    const { problems } = await pair(
      agent("a", { grants, identities: [oidc, aws("Bot")] }),
      agent("b", { grants, identities: [oidc, aws("bOT")] }),
    );
    expect(problems).toMatchObject([{ code: "shared-identity" }]);
    expect(problems[0]?.message).toContain("'bOT' of agent 'b' is 'Bot' of agent 'a'");
  });

  it("a role that is named for its agent does not meet one that is named by hand", async () => {
    const { problems } = await pair(
      agent("a", { grants, identities: [oidc] }),
      agent("b", { grants, identities: [oidc, aws("A")] }),
    );
    expect(problems.map(({ code }) => code)).toEqual(["shared-identity"]);
  });

  it("agents whose names differ in case only get roles that do not", async () => {
    const { problems, objects } = await pair(
      agent("bot", { grants, identities: [oidc] }),
      agent("Bot", { grants, identities: [oidc] }),
    );
    expect(problems).toEqual([]);
    const names = (objects ?? []).map(({ name }) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(6);
  });
});

describe("format terraform", () => {
  it("is read by Terraform's own parser, and only references of its own are templates", async () => {
    const hostile = "${aws_iam_role.x.arn} %{ if true } $${y} ${";
    const { files } = await emitted(
      policy([
        bot({
          identities: [{ ...oidc, subject: hostile }],
          grants: [grant("aws:s3:GetObject", { resources: [[`arn:aws:s3:::acme/${hostile}/*`]] })],
        }),
      ]),
      "terraform",
    );
    const text = String(files.find(({ path }) => path === "main.tf.json")?.content);
    const references = new Set<string>();
    let values = "";
    for (const string of stringsOf(JSON.parse(text))) {
      const found = await referencesIn(string);
      for (const one of found) references.add(one);
      if (found.length === 0) values += await textOfString(string);
    }
    expect([...references].sort()).toEqual([
      "aws_iam_policy.bot_boundary.arn",
      "aws_iam_policy.bot_p1.arn",
      "aws_iam_role.bot.name",
    ]);
    // To IAM `${` begins a variable, so there it is written as one that stands for `$`.
    const inIam = hostile.replaceAll("${", "${$}{");
    expect(values).toContain(`"arn:aws:s3:::acme/${inIam}/*"`);
    expect(values).toContain(`:sub":["${inIam}"]`);
  });
});
