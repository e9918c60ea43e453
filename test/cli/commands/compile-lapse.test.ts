import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, remit } from "../run.ts";
import { readJson } from "../schema.ts";
import { bot, SERVICE } from "./keycloak-bot.ts";

describe("what lapses by itself", () => {
  test("a review that lapsed is told, does not stand in the way of a compile, and ends access on the target", async () => {
    const review = "review every 30d or suspend  reviewed 2026-11-20 by ada  may notes:read";
    const cwd = folder({ "a.remit": SERVICE + bot(review) });
    const enabled = (): boolean => {
      const realm = JSON.parse(readFileSync(join(cwd, "dist/keycloak/realm.json"), "utf8"));
      return (
        realm.clients.find((client: { clientId: string }) => client.clientId === "bot")?.enabled ?? false
      );
    };
    expect((await remit(["compile", "--at", "2026-12-01"], { cwd })).code).toBe(0);
    expect(enabled()).toBe(true);
    const at = ["--at", "2026-12-20"];
    const lapsed = await remit(["compile", ...at], { cwd });
    expect(lapsed.code).toBe(0);
    expect(lapsed.out).toContain("warning[review-overdue]: 'bot' was reviewed");
    expect(enabled()).toBe(false);
    const checked = await remit(["check", ...at], { cwd });
    expect(checked.code).toBe(1);
    expect(checked.out).toContain("error[review-overdue]");
  });

  test("from the end of a waived session on, what it let pass is left out there, and the rest compiles", async () => {
    const text = `${SERVICE}
target aws { account "123456789012" }
target opa {}
${bot('session 15m  waive session on aws because "AWS has no shorter one" until 2027-01-01  may aws:s3:GetObject on "arn:aws:s3:::b/*"')}`;
    const cwd = folder({ "a.remit": text });
    expect((await remit(["compile", "--at", "2026-12-01"], { cwd })).code).toBe(0);
    const template = () => readFileSync(join(cwd, "dist/aws/template.json"), "utf8");
    expect(template()).toContain("s3:GetObject");
    const later = await remit(["compile", "--at", "2027-01-01"], { cwd });
    expect(later.code).toBe(0);
    expect(later.out).toContain("Not emitted for 'aws', which cannot enforce its session");
    expect(template()).not.toContain("s3:GetObject");
    const checked = await remit(["check", "--at", "2027-01-01"], { cwd });
    expect(checked.out).toContain(
      "warning[session-too-short]: The waive of the session on the target 'aws' ended",
    );
    const never = folder({ "a.remit": text.replace(/waive session.*until 2027-01-01/, "") });
    expect((await remit(["check", "--at", "2027-01-01"], { cwd: never })).out).toContain(
      "error[session-too-short]",
    );
    const schedule = await remit(["schedule", "--format", "json", "--at", "2026-12-01"], { cwd });
    expect(readJson("schedule", schedule.out)).toMatchObject({
      changes: [
        { at: "2027-01-01T00:00:00Z", why: "waive session on aws ends", apply: ["aws"] },
        { at: "2027-06-01T00:00:00Z", what: "ends" },
      ],
    });
  });

  test("the schedule names a target for a grant only where it carries the grant", async () => {
    const members = 'may notes:read  may aws:s3:GetObject on "arn:aws:s3:::b/*" until 2027-02-01';
    const cwd = folder({ "a.remit": `${SERVICE}\ntarget aws { account "123456789012" }\n${bot(members)}` });
    const { out } = await remit(["schedule", "--format", "json", "--at", "2026-12-01"], { cwd });
    expect(readJson("schedule", out)).toMatchObject({
      changes: expect.arrayContaining([
        expect.objectContaining({ at: "2027-02-01T00:00:00Z", what: "loses", apply: [] }),
        expect.objectContaining({ at: "2027-06-01T00:00:00Z", what: "ends", apply: ["keycloak"] }),
      ]),
    });
  });
});
