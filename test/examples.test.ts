/** The example worlds are what a newcomer reads first: sound, canonical, locked, tested to the last statement. */
import { cpSync, mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { remit } from "./cli/run.ts";
import { readJson } from "./cli/schema.ts";

const AT = ["--at", "2026-12-01T10:00Z"];

for (const world of ["finance", "support"])
  describe(`examples/${world}`, () => {
    const cwd = join(realpathSync(mkdtempSync(join(tmpdir(), "remit-example-"))), world);
    cpSync(`examples/${world}`, cwd, { recursive: true });

    test("checks without an error or a warning", async () => {
      const { out } = await remit(["check", "--format", "json", ...AT], { cwd });
      expect(readJson("check", out)).toMatchObject({ summary: { errors: 0, warnings: 0 } });
    });

    test("is in canonical form, and its lock is up to date", async () => {
      expect(await remit(["fmt", "--check"], { cwd })).toEqual({ code: 0, out: "", err: "" });
      expect((await remit(["lock", ...AT], { cwd })).out).toBe("remit.lock is up to date\n");
    });

    test("passes its tests in every engine, and they reach every statement and condition", async () => {
      const { code, out } = await remit(
        ["test", "--engine", "all", "--coverage", "--format", "json", ...AT],
        { cwd },
      );
      expect(code).toBe(0);
      expect(readJson("test", out)).toMatchObject({ summary: { failed: 0 }, coverage: { uncovered: [] } });
    });

    test("compiles, and engines and reference agree on what was generated from it", async () => {
      expect((await remit(["compile", "--out", "build", ...AT], { cwd })).code).toBe(0);
      const { code, out } = await remit(["verify", "--requests", "400", ...AT], { cwd });
      expect(code, out).toBe(0);
    });
  });
