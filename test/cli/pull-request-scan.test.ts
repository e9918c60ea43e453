import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { agent, commit, expectHarmless, folder, git, pullRequest } from "./pull-request-world.ts";
import { outsideOfCode } from "./report/rendered.ts";
import { sarifComplaints } from "./sarif-schema.ts";

const openAiAgent = (name: string, tool: string) => `import { Agent, tool } from "@openai/agents";
import { z } from "zod";
const one = tool({ name: ${JSON.stringify(tool)}, description: "x", parameters: z.object({}), execute: async () => "" });
export const made = new Agent({ name: ${JSON.stringify(name)}, tools: [one] });
`;
const pythonAgent = (name: string) => `from pydantic_ai import Agent

desk = Agent("test", name=${JSON.stringify(name)})
`;
const administrator = JSON.stringify(
  { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
  null,
  2,
);

describe("the scan of a pull request", () => {
  it("tells agents that nobody declared, in TypeScript and Python, and what would declare them", () => {
    const base = commit({ "a.remit": agent("500.00"), "src/old.ts": openAiAgent("Old one", "send") });
    commit({
      "src/refunds.ts": openAiAgent("Refunder", "refund_customer"),
      "jobs/clean.py": pythonAgent("Cleaner"),
      // A line more in a file with an old finding makes no new one.
      "src/old.ts": `// moved\n${openAiAgent("Old one", "send")}`,
    });
    const result = pullRequest(base);
    expect(result.code).toBe(1);
    expect(result.stdout).toMatch(/^::error file=src\/refunds\.ts,line=4,.*title=undeclared-agent::/m);
    expect(result.stdout).toMatch(/^::error file=jobs\/clean\.py,line=3,.*title=undeclared-agent::/m);
    expect(result.stdout).not.toContain("old.ts");
    for (const text of [result.comment, result.summary]) {
      expect(text).toContain(`### remit scan: 2 errors new since \`${base.slice(0, 12)}\``);
      expect(text).toContain('agent refunder "Refunder" {');
      expect(text).toContain("may tool:refund_customer");
    }
    expect(result.outputs).toContain("findings=true");
    expect(result.sarif).toEqual(["check.sarif", "diff.sarif", "scan.sarif"]);
    const sarif = readFileSync(join(folder, ".git", "out", "scan.sarif"), "utf8");
    expect(sarifComplaints(sarif)).toEqual([]);
    const places = [...sarif.matchAll(/"uri": "([^"]*)"/g)].map(([, uri]) => uri);
    expect(new Set(places)).toEqual(new Set(["jobs/clean.py", "src/refunds.ts", "a.remit"]));
  });

  it("tells an IAM document that is too broad, at its place, and nothing of one that was there", () => {
    const base = commit({ "a.remit": agent("500.00"), "old.json": administrator });
    commit({ "infra/agent-policy.json": administrator });
    const result = pullRequest(base);
    expect(result.code).toBe(1);
    expect(result.stdout).toMatch(/^::error file=infra\/agent-policy\.json,line=6,.*title=aws-full-admin::/m);
    expect(result.stdout).not.toContain("old.json");
    expect(result.comment).toContain("| error | `infra/agent-policy.json:6` | `aws-full-admin` ");
  });

  it("finds nothing new where code only moved", () => {
    const base = commit({ "a.remit": agent("500.00"), "src/old.ts": openAiAgent("Old one", "send") });
    git("mv", "src/old.ts", "src/moved.ts");
    commit({});
    const result = pullRequest(base);
    expect(result.code).toBe(0);
    expect(result.comment).toContain("### remit scan: nothing new since");
    expect(result.outputs).toContain("findings=false");
  });

  it("can be turned off, and told what fails", () => {
    const base = commit({ "a.remit": agent("500.00") });
    commit({ "src/refunds.ts": openAiAgent("Refunder", "refund_customer") });
    const off = pullRequest(base, { REMIT_SCAN: "false" });
    expect([off.code, off.sarif]).toEqual([0, ["check.sarif", "diff.sarif"]]);
    expect(off.comment).not.toContain("scan");
    const none = pullRequest(base, { REMIT_SCAN_FAIL_ON: "none" });
    expect([none.code, none.outputs.includes("findings=true")]).toEqual([0, true]);
  });

  it("without a base reports all that there is, and fails nothing", () => {
    commit({ "a.remit": agent("500.00"), "src/old.ts": openAiAgent("Old one", "send") });
    const result = pullRequest("");
    expect(result.code).toBe(0);
    expect(result.stdout).toContain("file=src/old.ts");
    expect(result.sarif).toEqual(["check.sarif", "scan.sarif"]);
  });

  it("fetches the base of a shallow checkout by itself, and says how where it cannot", () => {
    const base = commit({ "a.remit": agent("500.00") });
    commit({ "a.remit": agent("900.00"), "src/refunds.ts": openAiAgent("Refunder", "refund_customer") });
    git("config", "uploadpack.allowAnySHA1InWant", "true");
    const clone = (name: string): string => {
      git("clone", "-q", "--depth", "1", `file://${folder}`, join(folder, ".git", name));
      return join(folder, ".git", name);
    };
    const fetched = pullRequest(base, {}, clone("fetched"));
    expect(fetched.comment).toContain("triage may call `invoices:pay`");
    expect(fetched.comment).toContain("### remit scan: 1 error new since");
    const alone = clone("alone");
    spawnSync("git", ["remote", "remove", "origin"], { cwd: alone });
    const result = pullRequest(base, {}, alone);
    expect(result.code).toBe(2);
    expect(result.stdout).toContain(
      `This clone is shallow and does not hold '${base}'. Run: git fetch --depth=1 origin ${base}`,
    );
    expect(result.comment).toContain("Not compared");
  });

  it("a hostile branch injects nothing through names of files, agents and tools", () => {
    const hostile =
      "</summary></td><img src=x onerror=alert(1)>\n```\n::error::pwned %0A\r::warning::x @everyone #1 [x](javascript:1) `x` | a <!-- -->\n</details>";
    const base = commit({ "a.remit": agent("500.00") });
    commit({
      "src/new\n::error::x @everyone.ts": openAiAgent(hostile, "send"),
      "src/<img src=x>`|.py": pythonAgent(hostile),
      "src/ [x](y) @me #1.json": administrator,
      "jobs/%0A::error::.ts": openAiAgent("@everyone", hostile),
    });
    const result = pullRequest(base);
    expect(result.code).toBe(1);
    expect(result.comment.split("undeclared-agent").length).toBeGreaterThanOrEqual(4);
    expect(result.comment).toContain("aws-full-admin");
    expectHarmless(result);
    expect(sarifComplaints(readFileSync(join(folder, ".git", "out", "scan.sarif"), "utf8"))).toEqual([]);
  });

  it("a comment that is too long is cut at a line, with all that it opened closed", () => {
    const base = commit({ "a.remit": agent("500.00") });
    commit({
      "src/many.ts": `import { Agent } from "@openai/agents";\n${Array.from({ length: 300 }, (_, index) => `export const a${index} = new Agent({ name: "Helper ${index}", tools: [] });`).join("\n")}\n`,
    });
    const { comment } = pullRequest(base);
    expect(comment.length).toBeLessThan(60_000);
    expect(comment).toContain("and more: the annotations and the SARIF files have all of it.");
    expect(outsideOfCode(comment)).toContain("and more");
    expect(comment.split("<details>").length).toBe(comment.split("</details>").length);
  });
});
