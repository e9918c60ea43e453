/** The example worlds are what a newcomer reads first: sound, canonical, locked, tested to the last statement. */
import { cpSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { remit } from "./cli/run.ts";
import { sarifComplaints } from "./cli/sarif-schema.ts";
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

interface Scanned {
  readonly agents: readonly {
    readonly name: string;
    readonly framework: string;
    readonly tools: readonly string[];
    readonly declaredAs: string | null;
  }[];
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly file: string;
    readonly range: { readonly start: { readonly line: number } };
  }[];
  readonly errors: readonly unknown[];
}

/** The schema, which `readJson` asks first, says the rest. */
const isScanned = (value: unknown): value is Scanned =>
  typeof value === "object" && value !== null && "agents" in value && "findings" in value;

describe("examples/travel", () => {
  const cwd = join(realpathSync(mkdtempSync(join(tmpdir(), "remit-example-"))), "travel");
  cpSync("examples/travel", cwd, { recursive: true });

  async function scanned(...words: readonly string[]): Promise<Scanned> {
    const document = readJson(
      "scan",
      (await remit(["scan", "--format", "json", ...words, ...AT], { cwd })).out,
    );
    if (!isScanned(document)) throw new Error("no document of scan");
    return document;
  }

  test("has a sound policy in canonical form whose tests pass", async () => {
    expect((await remit(["check", ...AT], { cwd })).out).toMatch(/^nothing to report/);
    expect((await remit(["fmt", "--check"], { cwd })).code).toBe(0);
    expect((await remit(["test", ...AT], { cwd })).out).toMatch(/^\d+ passed, 0 failed/);
  });

  test("has exactly these differences between its code and its policy", async () => {
    expect((await remit(["scan", ...AT], { cwd })).code).toBe(1);
    const { findings, agents, errors } = await scanned();
    expect(
      findings.map(({ rule, severity, file, range }) => `${file}:${range.start.line} ${severity} ${rule}`),
    ).toEqual([
      ".github/workflows/triage.yml:17 error undeclared-agent",
      ".github/workflows/triage.yml:20 error gha-agent-untrusted-trigger",
      ".mcp.json:3 error undeclared-mcp-server",
      ".mcp.json:5 error mcp-filesystem-root",
      "apps/concierge/agent.ts:4 error undeclared-tool",
      "apps/planner/plan.ts:11 error undeclared-agent",
      "infra/fares.tf:19 error grant-exceeds-policy",
      "policy/agents.remit:21 note unused-grant",
      "policy/agents.remit:53 warning missing-agent",
    ]);
    expect(
      agents.map(({ name, framework, tools, declaredAs }) => [
        name,
        framework,
        [...tools].sort(),
        declaredAs,
      ]),
    ).toEqual([
      ["label-issues", "github-actions-agent", [], null],
      ["concierge", "openai-agents-js", ["bookTrip", "cancelTrip", "searchTrips"], "travel.concierge"],
      ["trip-planner", "vercel-ai-sdk", ["weather"], null],
      ["fare-watch", "langchain", ["read_fares"], "travel.fare-watch"],
      ["refund-desk", "pydantic-ai", ["draft_refund", "read_booking"], "travel.refund-desk"],
    ]);
    expect(errors).toEqual([]);
  });

  test("has findings in SARIF whose rules name the agentic top ten and the weaknesses that they map to", async () => {
    const { out } = await remit(["scan", "--format", "sarif", ...AT], { cwd });
    expect(sarifComplaints(out)).toEqual([]);
    expect(JSON.stringify(JSON.parse(out))).toContain(
      '"ASI01","ASI02","ASI03","LLM01:2025","LLM06:2025","CWE-94","CWE-862"',
    );
  });

  test("is declared whole once --fix has written the two stubs and a person stands behind them", async () => {
    await remit(["scan", "--fix", "--quiet", ...AT], { cwd });
    const stubs = join(cwd, "policy/undeclared.remit");
    const text = readFileSync(stubs, "utf8");
    expect(text.match(/^agent .*$/gm)).toEqual(["agent label-issues {", "agent trip-planner {"]);
    expect((await scanned("--only", "undeclared-agent")).findings.length).toBe(2);
    writeFileSync(stubs, `namespace travel\nuse people\n\n${text.replaceAll("FILL-IN-THE-OWNER", "sam")}`);
    expect((await remit(["check", ...AT], { cwd })).code).toBe(0);
    expect((await scanned("--only", "undeclared-agent")).findings).toEqual([]);
  });
});
