import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { folder, remit } from "../run.ts";
import { readJson } from "../schema.ts";
import { AT, world } from "../world.ts";

const files = {
  ...world,
  "agents.remit": world["agents.remit"]
    .replace(
      "  expires 2027-03-01",
      '  identity { oidc issuer "https://id.acme.example" subject "helper"  aws role "helper"  keycloak client "helper-client"  okta agent "0oa1" }\n  expires 2027-03-01',
    )
    .replace(
      "  may tool:search\n",
      '  may tool:search\n  may aws:s3:GetObject, aws:s3:PutObject on "arn:aws:s3:::acme/*"\n',
    )
    .replace("action read { risk read }", 'action read { risk read  oauth "mail.read" }'),
};

/** Events in the shapes that the vendors document. */
const opa = (input: object, allow: boolean, timestamp = "2026-11-20T08:00:00.123456Z") => ({
  labels: { app: "gateway", id: "7f0d", version: "1.22.2" },
  decision_id: "4ca636c1-55e4-417a-b1d8-4aceb67960d1",
  bundles: { remit: { revision: "r1" } },
  path: "remit/decision",
  input,
  result: { allow, reasons: [] },
  requested_by: "10.0.0.9:55111",
  timestamp,
});
const cloudTrail = (role: string, eventName: string, more: object = {}) => ({
  eventVersion: "1.08",
  userIdentity: {
    type: "AssumedRole",
    principalId: "AROAEXAMPLE:session",
    arn: `arn:aws:sts::123456789012:assumed-role/${role}/session`,
    accountId: "123456789012",
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: "AROAEXAMPLE",
        arn: `arn:aws:iam::123456789012:role/agents/${role}`,
        accountId: "123456789012",
        userName: role,
      },
    },
  },
  eventTime: "2026-11-21T09:00:00Z",
  eventSource: "s3.amazonaws.com",
  eventName,
  awsRegion: "eu-west-1",
  requestParameters: { bucketName: "acme", key: "in/1.pdf" },
  resources: [
    { type: "AWS::S3::Object", ARN: "arn:aws:s3:::acme/in/1.pdf" },
    { accountId: "123456789012", type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::acme" },
  ],
  eventType: "AwsApiCall",
  ...more,
});
const keycloak = (clientId: string, type: string, scope: string) => ({
  time: Date.UTC(2026, 10, 22, 10),
  type,
  realmId: "a1b2",
  realmName: "acme",
  clientId,
  userId: "c3d4",
  ipAddress: "10.0.0.7",
  details: { grant_type: "client_credentials", scope, client_auth_method: "client-jwt" },
});
const okta = (id: string, result: string) => ({
  uuid: "f79f1c2a",
  published: "2026-11-23T11:00:00.000Z",
  eventType: "app.oauth2.as.token.grant.access_token",
  version: "0",
  severity: "INFO",
  displayMessage: "OAuth2 access token is granted",
  actor: { id, type: "PublicClientApp", alternateId: "unknown", displayName: "Mail agent" },
  client: { ipAddress: "10.0.0.8" },
  outcome: { result, reason: null },
  debugContext: { debugData: { grantedScopes: "mail.read", requestedScopes: "mail.read" } },
  target: [],
});

async function usage(logs: Readonly<Record<string, string | Uint8Array>>, ...options: readonly string[]) {
  const root = folder(files);
  for (const [name, content] of Object.entries(logs)) writeFileSync(join(root, name), content);
  return remit(["usage", ...Object.keys(logs), ...AT, ...options], { cwd: root });
}

const jsonLines = (records: readonly unknown[]): string =>
  `${records.map((record) => JSON.stringify(record)).join("\n")}\n`;

interface Report {
  readonly events: number;
  readonly agents: readonly {
    readonly agent: string;
    readonly count: number;
    readonly denied: number;
    readonly lastUsed: string | null;
    readonly grants: readonly {
      readonly text: string;
      readonly count: number;
      readonly lastUsed: string | null;
      readonly unused: boolean;
    }[];
  }[];
  readonly outside: readonly { readonly action: string }[];
  readonly undeclared: readonly { readonly principal: string; readonly log: string }[];
  readonly damaged: { readonly count: number; readonly where: readonly string[] };
}

const isReport = (value: unknown): value is Report =>
  typeof value === "object" && value !== null && "agents" in value;

async function reported(
  logs: Readonly<Record<string, string | Uint8Array>>,
  ...options: readonly string[]
): Promise<Report> {
  const done = await usage(logs, "--format", "json", ...options);
  expect(done.err).toBe("");
  const value = readJson("usage", done.out);
  if (!isReport(value)) throw new Error("no report");
  return value;
}

const search = { agent: "acme.helper", action: "tool:search" };

describe("remit usage", () => {
  it("reads decision logs of OPA: use by grant, refusals, strangers", async () => {
    const read = {
      agent: "acme.helper",
      action: "acme.mail:read",
      on_behalf_of: { user: "kim@acme.example", groups: ["staff"] },
    };
    const report = await reported({
      "log.jsonl": jsonLines([
        opa(search, true),
        opa(read, true),
        opa(read, true, "2026-11-25T00:00:00Z"),
        opa({ ...search, action: "tool:rm" }, false),
        opa({ agent: "rogue", action: "tool:x" }, true),
        // The server's own message on the same console.
        { level: "warning", msg: "OPA running with uid or gid 0.", time: "2026-11-20T08:00:00Z" },
      ]),
    });
    expect(report.damaged.count).toBe(0);
    const [helper] = report.agents;
    expect(helper).toMatchObject({
      agent: "acme.helper",
      count: 3,
      denied: 1,
      lastUsed: "2026-11-25T00:00:00Z",
    });
    expect(helper?.grants.map(({ count, unused }) => [count, unused])).toEqual([
      [2, false],
      [0, true],
      [1, false],
      [0, true],
    ]);
    expect(report.undeclared).toMatchObject([{ principal: "rogue", log: "opa" }]);
    expect(report.outside).toEqual([]);
  });

  it("reads CloudTrail in its `Records`, by role, and tells what no policy covers", async () => {
    const records = [
      cloudTrail("helper", "GetObject"),
      cloudTrail("helper", "DeleteBucket"),
      cloudTrail("helper", "PutObject", { errorCode: "AccessDenied" }),
      cloudTrail("helper", "PutObject", { errorCode: "NoSuchKey" }),
      cloudTrail("support-copilot", "GetObject"),
      cloudTrail("deployer", "GetObject", { userIdentity: { type: "IAMUser", userName: "deployer" } }),
    ];
    const report = await reported({ "trail.json.gz": gzipSync(JSON.stringify({ Records: records })) });
    expect(report.agents[0]).toMatchObject({ count: 2, denied: 1 });
    expect(report.agents[0]?.grants[3]).toMatchObject({ count: 1, lastUsed: "2026-11-21T09:00:00Z" });
    expect(report.outside).toMatchObject([{ agent: "acme.helper", action: "aws:s3:DeleteBucket", count: 1 }]);
    expect(report.undeclared).toMatchObject([{ principal: "support-copilot", log: "cloudtrail" }]);
  });

  it("reads Keycloak's events and Okta's System Log, by client and agent id, scopes as actions", async () => {
    const report = await reported({
      "keycloak.json": JSON.stringify(
        [
          keycloak("helper-client", "CLIENT_LOGIN", "acme.mail:read"),
          keycloak("helper-client", "CLIENT_LOGIN_ERROR", ""),
          keycloak("mail-agent", "CLIENT_LOGIN", ""),
          keycloak("web", "LOGIN", ""),
        ],
        null,
        2,
      ),
      "okta.jsonl": jsonLines([okta("0oa1", "SUCCESS"), okta("0oa1", "FAILURE"), okta("0oa9", "SUCCESS")]),
    });
    expect(report.agents[0]).toMatchObject({ count: 2, denied: 2, lastUsed: "2026-11-23T11:00:00Z" });
    expect(report.agents[0]?.grants[0]).toMatchObject({ count: 2 });
    expect(report.undeclared.map(({ principal }) => principal)).toEqual(["mail-agent", "Mail agent"]);
  });

  it("counts and names damage, and goes on", async () => {
    const cut = gzipSync(jsonLines([opa(search, true), opa(search, true)]));
    const report = await reported({
      "log.jsonl": `${jsonLines([opa(search, true)])}{"decision_id": \n\n[1]\n{"what":"is this"}\n${jsonLines([opa(search, true)])}`,
      "cut.jsonl.gz": cut.subarray(0, cut.length - 12),
      "half.json": `[${JSON.stringify(opa(search, true))}, {"decision_id":`,
    });
    expect(report.agents[0]?.count).toBeGreaterThanOrEqual(3);
    expect(report.damaged.where).toContain("log.jsonl:2");
    expect(report.damaged.where).toContain("log.jsonl:4");
    expect(report.damaged.count).toBeGreaterThanOrEqual(4);
  });

  it("does not mind brackets in strings, and splits arrays at any byte", async () => {
    const tricky = opa({ ...search, context: { note: 'a ]}[{ "\\" \u{1f600}' } }, true);
    const filler = opa({ ...search, context: { note: "x".repeat(3_000_000) } }, true);
    const report = await reported({ "log.json": JSON.stringify([tricky, filler, tricky, filler, tricky]) });
    expect(report.events).toBe(5);
    expect(report.damaged.count).toBe(0);
  });

  it("reads the first record behind a byte order mark, and sees that an array was cut off", async () => {
    const marked = await reported({ "log.jsonl": `\ufeff${jsonLines([opa(search, true)])}` });
    expect([marked.events, marked.damaged.count]).toEqual([1, 0]);
    const zipped = await reported({
      "log.json.gz": gzipSync(`\ufeff[${JSON.stringify(opa(search, true))}]`),
    });
    expect([zipped.events, zipped.damaged.count]).toEqual([1, 0]);
    const cut = await reported({ "log.json": "[1,1,1," });
    expect(cut.damaged).toEqual({ count: 1, where: ["log.json:1"] });
  });

  it("does not take for unused what a log without events cannot tell of", async () => {
    const report = await reported({ "log.json": "[1,1", "b.jsonl": jsonLines([opa(search, true)]) });
    expect(report).toMatchObject({ events: 1, empty: ["log.json"] });
    const done = await usage({ "log.json": "[1,1" });
    expect(done.code).toBe(0);
    expect(done.out).toContain("No event could be read in 'log.json'.");
    expect(done.out).toContain("1 damaged record was passed over: log.json:1");
    expect(done.out).not.toContain("unused");
  });

  it("names what cannot be read", async () => {
    const root = folder(files);
    const done = await remit(["usage", "nowhere.jsonl", ...AT], { cwd: root });
    expect([done.code, done.err]).toEqual([2, expect.stringContaining("Cannot read 'nowhere.jsonl'")]);
  });

  it("suggests the narrower policy as a patch: what was used stays, what was not goes", async () => {
    const done = await usage(
      {
        "log.jsonl": jsonLines([
          opa(search, true),
          opa({ agent: "acme.helper", action: "aws:s3:GetObject", resource: "arn:aws:s3:::acme/1" }, true),
        ]),
      },
      "--suggest",
      "--unused-for",
      "0s",
    );
    expect(done.code).toBe(0);
    expect(done.err).toContain("Proven narrower");
    expect(done.out).toContain("-  may mail:read on behalf of group staff");
    expect(done.out).toContain('+  may aws:s3:GetObject on "arn:aws:s3:::acme/*"');
    expect(done.out).not.toMatch(/^-.*tool:search/m);
  });

  it("suggests nothing from logs that show nothing, or too short a time", async () => {
    const nothing = await usage({ "log.jsonl": "" }, "--suggest");
    expect([nothing.code, nothing.out, nothing.err]).toEqual([
      2,
      "",
      expect.stringContaining("show no use of any agent"),
    ]);
    const short = await usage(
      { "log.jsonl": jsonLines([opa(search, true), opa(search, true, "2026-11-23T09:00:00Z")]) },
      "--suggest",
    );
    expect([short.code, short.out, short.err]).toEqual([
      2,
      "",
      expect.stringContaining("between 2026-09-02 and 2026-11-20, and a grant counts as unused after 90d"),
    ]);
  });

  it("says so where everything was used", async () => {
    const root = folder({
      ...world,
      "agents.remit":
        "namespace acme\nuse people\nagent one { owner ada  expires 2027-03-01  may tool:search }\n",
    });
    writeFileSync(
      join(root, "log.jsonl"),
      jsonLines([opa({ agent: "acme.one", action: "tool:search" }, true)]),
    );
    const done = await remit(["usage", "log.jsonl", "--suggest", "--unused-for", "0s", ...AT], { cwd: root });
    expect([done.out, done.err]).toEqual([
      "",
      "Everything that the policy gives was used: nothing to narrow.\n",
    ]);
  });

  it("is not deceived by a wrong timestamp, and does not count what is later than the clock", async () => {
    const early = opa(search, true, "2020-01-01T00:00:00Z");
    const late = opa(search, true, "2099-01-01T00:00:00Z");
    for (const wrong of [[early], [late], [early, late]]) {
      const done = await usage({ "log.jsonl": jsonLines([opa(search, true), ...wrong]) }, "--suggest");
      expect([done.code, done.out, done.err]).toEqual([
        2,
        "",
        expect.stringContaining("No suggestion: the logs show nothing of an agent of this policy between"),
      ]);
    }
    const report = await reported({ "log.jsonl": jsonLines([opa(search, true), late, late]) });
    expect(report).toMatchObject({
      events: 1,
      period: { until: "2026-11-20T08:00:00Z" },
      afterClock: [{ principal: "acme.helper", count: 2, last: "2099-01-01T00:00:00Z" }],
    });
    const words = await usage({ "log.jsonl": jsonLines([opa(search, true), late]) });
    expect(words.out).toContain("Dated after the clock, and not counted:\n  acme.helper  1×");
    const weekly = Array.from({ length: 14 }, (_, week) =>
      opa(search, true, new Date(Date.UTC(2026, 10, 30) - week * 7 * 86_400_000).toISOString()),
    );
    const done = await usage({ "log.jsonl": jsonLines([...weekly, late]) }, "--suggest");
    expect([done.code, done.err]).toEqual([0, expect.stringContaining("acme.helper 1×")]);
    const gap = await usage({ "log.jsonl": jsonLines(weekly.filter((_, week) => week !== 6)) }, "--suggest");
    expect([gap.code, gap.err]).toEqual([2, expect.stringContaining("between 2026-10-12 and 2026-10-26")]);
  });

  it("suggests what checks: a parent keeps what its used sub-agent needs, and what fails beside is told", async () => {
    const agents = (router: string, more: string) => ({
      ...world,
      "agents.remit": `namespace acme
use people

service mail {
  action read { risk read }
  action send { risk write  input amount decimal }
}

let cap = 10.00

scope reading {
  allow mail:read
}

agent router {
  owner ada
  expires 2027-03-01
${router}
}

agent labeler under router {
  owner ada
  expires 2027-03-01
  may mail:read
}

agent spare {
  owner ada
  expires 2027-03-01
  may reading
  may mail:send where amount <= cap
}
${more}`,
    });
    const suggested = async (sources: Readonly<Record<string, string>>) => {
      const root = folder(sources);
      writeFileSync(
        join(root, "log.jsonl"),
        jsonLines([opa({ agent: "acme.labeler", action: "acme.mail:read" }, true)]),
      );
      const done = await remit(["usage", "log.jsonl", "--suggest", "--unused-for", "0s", ...AT], {
        cwd: root,
      });
      expect(done.err).toContain("Proven narrower");
      execFileSync("git", ["init", "-q"], { cwd: root });
      execFileSync("git", ["apply"], { cwd: root, input: done.out });
      return { done, check: await remit(["check", "--format", "json", ...AT], { cwd: root }) };
    };
    const direct = await suggested(
      agents(
        "  may mail:read, mail:send",
        'test "the spare reads" {\n  as spare\n  at 2026-12-01T10:00Z\n  allow mail:read\n}\n',
      ),
    );
    expect(direct.done.code).toBe(0);
    expect(direct.done.out).toContain("-  may mail:read, mail:send\n+  may mail:read\n");
    expect(direct.check.out).not.toContain("wider-than-parent");
    expect(direct.done.err).toMatch(/agents\.remit:\d+: .*\[test-failed\]/);
    expect(direct.done.err).toMatch(/agents\.remit:\d+: .*cap.*\[unused\]/);
    const errors = [...direct.check.out.matchAll(/"code": "([a-z-]+)",\s*"severity": "error"/g)];
    expect(errors.map(([, code]) => code)).toEqual(["test-failed"]);
    expect(direct.done.err).not.toContain("wider-than-parent");
  });
});
