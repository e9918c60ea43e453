/** What a scan did not read whole is told in the formats of machines, too. */
import { describe, expect, test } from "vitest";
import { reporters } from "../../../cli/report/report.ts";
import { plain } from "../../../cli/report/style.ts";
import { folder, remit } from "../run.ts";
import { sarifComplaints } from "../sarif-schema.ts";
import { HOSTILE, sample } from "./sample.ts";

const root = folder({ "src/half.py": "from agents import Agent\nAgent(name=(\n" });

const run = (format: string, ...more: readonly string[]) =>
  remit(["scan", "--no-policy", "--format", format, "--at", "2026-12-01", ...more], { cwd: root });

describe("a file that was not read whole", () => {
  test("is a notice for GitHub, and an error where it fails the run", async () => {
    const place = "file=src/half.py,line=2,title=not read whole::";
    const whole = await run("github");
    expect(whole.out).toContain(`::notice ${place}`);
    expect([whole.code, whole.err]).toEqual([0, ""]);
    const failed = await run("github", "--fail-on-incomplete");
    expect(failed.out).toContain(`::error ${place}`);
    expect([failed.code, failed.err]).toEqual([
      1,
      "1 file not read whole: exit code 1 by --fail-on-incomplete.\n",
    ]);
  });

  test("is a notification of the tool in SARIF", async () => {
    for (const [level, ...words] of [["warning"], ["error", "--fail-on-incomplete"]] as const) {
      const { out } = await run("sarif", ...words);
      expect(sarifComplaints(out)).toEqual([]);
      const [notification] = JSON.parse(out).runs[0].invocations[0].toolExecutionNotifications;
      expect(notification).toMatchObject({
        level,
        locations: [{ physicalLocation: { artifactLocation: { uri: "src/half.py" } } }],
      });
    }
  });

  test("is a case in JUnit, skipped, and failed where it fails the run", async () => {
    expect((await run("junit")).out).toMatch(/name="not read whole".*\n *<skipped message=/);
    const { out } = await run("junit", "--fail-on-incomplete");
    expect(out).toMatch(/name="not read whole".*\n *<failure message=/);
    expect(out).toMatch(/^<testsuites .*failures="1"/m);
  });

  test("begins no command of its own, whatever it is called, and the others are counted", () => {
    const unread = Array.from({ length: 12 }, () => ({ where: HOSTILE, file: HOSTILE, reason: HOSTILE }));
    const report = { ...sample([]), unread };
    const lines = reporters.github(report, plain).trimEnd().split("\n");
    expect(lines).toHaveLength(12);
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^::notice /);
    expect(lines.at(-2)).toContain("and 2 more");
    expect(sarifComplaints(reporters.sarif(report, plain))).toEqual([]);
  });
});
