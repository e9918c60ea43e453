import { describe, expect, test } from "vitest";
import { folder, remit } from "../run.ts";
import { readJson } from "../schema.ts";
import { bot, SERVICE } from "./keycloak-bot.ts";

describe("--target", () => {
  const text = `${SERVICE}
target cedar {}
target cedar eu {}
target opa {}
target aws { account "123456789012" }
${bot('may aws:s3:GetObject on "arn:aws:s3:::b/*" with approval from ada for 15m')}`;
  const at = ["--at", "2026-12-01"];

  test.each([
    ["nope", ""],
    ["cedar.es", " Did you mean 'cedar.eu'?"],
    ["cedar.nope", ""],
    ["", ""],
    ["CEDAR", " Did you mean 'cedar'?"],
  ])("%j is none of them: exit code 2, with their names, with --check too", async (written, hint) => {
    const cwd = folder({ "a.remit": text });
    for (const more of [[], ["--check"]]) {
      const { code, err, out } = await remit(["compile", "--target", written, ...more, ...at], { cwd });
      expect([code, out]).toEqual([2, ""]);
      expect(err).toBe(
        `remit: There is no target '${written}'; there are aws, cedar, cedar.eu, keycloak, opa.${hint}\n`,
      );
    }
  });

  test("a kind is all of that kind; with a full stop the one without a name", async () => {
    const made = async (name: string) => {
      const cwd = folder({ "a.remit": text });
      const { out } = await remit(["compile", "--target", name, "--format", "json", ...at], { cwd });
      const document: unknown = readJson("compile", out);
      return document;
    };
    expect(await made("cedar")).toMatchObject({ targets: [{ target: "cedar" }, { target: "cedar.eu" }] });
    expect(await made("cedar.")).toMatchObject({ targets: [{ target: "cedar" }] });
    expect(await made("cedar.eu")).toMatchObject({ targets: [{ target: "cedar.eu" }] });
  });

  test("says only what the chosen targets lose, with --strict too", async () => {
    const cwd = folder({ "a.remit": text });
    const opa = await remit(["compile", "--target", "opa", "--strict", ...at], { cwd });
    expect(opa.code).toBe(0);
    expect(opa.out).not.toContain("left-out");
    const aws = await remit(["compile", "--target", "aws", "--strict", ...at], { cwd });
    expect(aws.code).toBe(1);
    expect(aws.out).toContain("Not emitted for 'aws'");
    expect(aws.out).not.toContain("cedar");
  });

  test("where all targets are for other environments, says which they are", async () => {
    const cwd = folder({
      "a.remit": `environment staging environment prod\nowner ada { email "ada@acme.example" }\ntarget opa { environment prod }\n`,
    });
    const { code, err } = await remit(["compile", "--environment", "staging", ...at], { cwd });
    expect([code, err]).toEqual([
      2,
      "remit: No target is for the environment 'staging'; there are opa (prod).\n",
    ]);
  });
});
