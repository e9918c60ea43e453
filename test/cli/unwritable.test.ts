/** Output that cannot be written is told in one line, with exit code 2. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { build, CLI } from "./built.ts";

const folder = mkdtempSync(join(tmpdir(), "remit-unwritable-"));

beforeAll(() => {
  build();
  mkdirSync(join(folder, "policy/undeclared.remit"), { recursive: true });
  writeFileSync(join(folder, "remit.yaml"), "workspace: w\n");
  writeFileSync(join(folder, "policy/p.remit"), 'owner ada "Ada" { email "ada@acme.example" }\n');
  writeFileSync(join(folder, "a.py"), 'from agents import Agent\na = Agent(name="clerk")\n');
});

const run = (args: readonly string[], stdout: "pipe" | number = "pipe") =>
  spawnSync(process.execPath, [CLI, ...args], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", stdout, "pipe"],
  });

describe("output that cannot be written", () => {
  test("stubs where a folder has the file's name", () => {
    const { status, stderr } = run(["scan", "--fix"]);
    expect(status).toBe(2);
    expect(stderr).toBe(
      "remit: Stubs go into 'policy/undeclared.remit', which cannot be read: it is a folder. Make it a file.\n",
    );
  });

  test.skipIf(!existsSync("/dev/full"))("standard output on a full disk", () => {
    const { status, stderr } = run(["scan"], openSync("/dev/full", "w"));
    expect(status).toBe(2);
    expect(stderr).toBe("remit: Cannot write the output: no space is left.\n");
  });
});
