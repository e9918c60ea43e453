import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, remit } from "../run.ts";
import { readJson } from "../schema.ts";
import { AT, world } from "../world.ts";

describe("init", () => {
  test("says where to check, in another folder than the current one", async () => {
    const cwd = folder({});
    expect((await remit(["init", "some/folder"], { cwd })).err).toContain(
      "then run 'remit check some/folder'.",
    );
    expect((await remit(["init", "."], { cwd })).err).toContain("then run 'remit check'.");
  });

  test("writes a workspace that checks, compiles and passes its tests as it stands", async () => {
    const cwd = folder({});
    const ran = await remit(["init", "--at", "2026-12-01"], { cwd });
    expect(ran).toMatchObject({ code: 0, out: "wrote remit.yaml\nwrote policy/agents.remit\n" });
    expect((await remit(["check", "--at", "2026-12-01"], { cwd })).out).toMatch(
      /^nothing to report: 1 agent/,
    );
    expect((await remit(["compile", "--at", "2026-12-01"], { cwd })).code).toBe(0);
    expect((await remit(["fmt", "--check"], { cwd })).out).toBe("");
  });

  test("touches nothing that is there", async () => {
    const cwd = folder({ "old.remit": "// mine\n" });
    expect((await remit(["init"], { cwd })).out).toBe("wrote remit.yaml\n");
    expect(readFileSync(join(cwd, "remit.yaml"), "utf8")).toContain('policies: "**/*.remit"');
    const again = await remit(["init"], { cwd });
    expect([again.code, again.err]).toEqual([2, expect.stringContaining("is there already")]);
  });
});

describe("lock", () => {
  const files = {
    ...world,
    "w.remit": `namespace acme
use people

agent reader {
  owner   ada
  expires 2027-03-01

  may aws:s3:GetObject* on "arn:aws:s3:::acme-mail/*"
}
`,
  };

  test("says what a wildcard means now, and freezes it with --update", async () => {
    const cwd = folder(files);
    const before = await remit(["lock", ...AT], { cwd });
    expect(before.code).toBe(1);
    expect(before.out).toContain("aws:s3:GetObject*\n  + aws:s3:GetObject\n");
    const updated = await remit(["lock", "--update", "--format", "json", ...AT], { cwd });
    expect(updated.code).toBe(0);
    expect(readJson("lock", updated.out)).toMatchObject({
      written: true,
      upToDate: false,
      catalogs: ["aws/s3"],
    });
    expect(await remit(["lock", ...AT], { cwd })).toMatchObject({
      code: 0,
      out: "remit.lock is up to date\n",
    });
  });

  test("shows what an upgrade would add, and check warns of it", async () => {
    const cwd = folder(files);
    await remit(["lock", "--update", ...AT], { cwd });
    const frozen = readFileSync(join(cwd, "remit.lock"), "utf8");
    writeFileSync(join(cwd, "remit.lock"), frozen.replace(/ *"aws:s3:GetObjectAcl",\n/, ""));
    expect((await remit(["lock", ...AT], { cwd })).out).toContain(
      "aws:s3:GetObject*\n  + aws:s3:GetObjectAcl\n",
    );
    expect((await remit(["check", ...AT], { cwd })).out).toContain("warning[lock-outdated]");
  });
});

describe("schedule", () => {
  test("lists what begins and ends, and when", async () => {
    const { code, out } = await remit(["schedule", ...AT], { cwd: folder(world) });
    expect(code).toBe(0);
    expect(out).toMatch(
      /^2027-01-01 +acme\.helper loses: may mail:send .*\n2027-03-01 +acme\.helper ends: it expires\n$/,
    );
  });

  test("says when what is waived at a platform without dates has to be applied again", async () => {
    const more = `service bills { audience "https://bills.example"  action pay { risk write } }
agent acme-payer {
  owner people.ada  expires 2027-03-01  session 1h
  may bills:pay with approval from people.desk for 15m
  waive approval on keycloak because "pilot" until 2027-01-15
}
target keycloak { realm "acme"  only acme-payer }
`;
    const cwd = folder({ ...world, "more.remit": more });
    const { out } = await remit(["schedule", "--format", "json", ...AT], { cwd });
    const { changes } = JSON.parse(out);
    readJson("schedule", out);
    expect(
      changes.filter(({ apply }: { apply: readonly string[] }) => apply.includes("keycloak")),
    ).toMatchObject([
      { at: "2027-01-14T22:59:59Z", agent: "acme-payer", what: "loses" },
      { at: "2027-01-15T00:00:00Z", agent: "acme-payer", why: "waive approval on keycloak ends" },
      { at: "2027-03-01T00:00:00Z", agent: "acme-payer", what: "ends" },
    ]);
    const list = await remit(["compile", "--target", "keycloak", ...AT], { cwd });
    expect(list.out).toContain("1 waived");
    const late = await remit(["compile", "--target", "keycloak", "--check", "--at", "2027-01-15"], { cwd });
    expect(late.code).toBe(1);
  });

  test("writes JSON and a calendar whose lines are short and whose ids last", async () => {
    const cwd = folder(world);
    const { out } = await remit(["schedule", "--format", "json", ...AT], { cwd });
    expect(readJson("schedule", out)).toMatchObject({
      changes: [{ what: "loses" }, { why: "it expires", apply: [] }],
    });
    const ical = (await remit(["schedule", "--format", "ical", ...AT], { cwd })).out;
    const later = (await remit(["schedule", "--format", "ical", "--at", "2026-12-02"], { cwd })).out;
    expect(ical.split("\r\n").every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    expect(ical.match(/BEGIN:VEVENT/g)).toHaveLength(2);
    expect(ical.match(/UID:.*/g)).toEqual(later.match(/UID:.*/g));
  });
});

describe("the workspace", () => {
  test("ends at its folder: links that lead out of it are not followed", async () => {
    const outside = folder({
      "secret.remit": 'owner eve { email "eve@acme.example" }\n',
      "tools.json": '{"tools":[]}',
    });
    const cwd = folder({
      ...world,
      "s.remit": 'service chat { protocol mcp  url "https://x.example"  tools "link.json" }\n',
    });
    mkdirSync(join(cwd, "sub"));
    symlinkSync(join(outside, "secret.remit"), join(cwd, "sub/secret.remit"));
    symlinkSync(outside, join(cwd, "linked"));
    symlinkSync(join(outside, "tools.json"), join(cwd, "link.json"));
    writeFileSync(join(cwd, "remit.yaml"), "policies: '**/*.remit'\n");
    const { out } = await remit(["check", ...AT], { cwd });
    expect(out).not.toContain("eve");
    expect(out).toContain("There is no file 'link.json'");
  });
});
