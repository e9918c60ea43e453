import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, remit } from "../run.ts";
import { sarifComplaints } from "../sarif-schema.ts";
import { readJson } from "../schema.ts";
import { AT, world } from "../world.ts";

const broken = { ...world, "agents.remit": world["agents.remit"].replace("owner   ada", "owner   adda") };

describe("check", () => {
  test("has nothing to say of a sound policy", async () => {
    const ran = await remit(["check", ...AT], { cwd: folder(world) });
    expect(ran).toEqual({
      code: 0,
      out: "nothing to report: 1 agent, 3 grants, 1 test in 2 files\n",
      err: "",
    });
  });

  test("says what would stand in a compile's way, at its place, and nothing of what a target leaves out", async () => {
    const files = `agent acme-files { owner people.ada  expires 2027-03-01  may aws:s3:GetObject on "arn:aws:s3:::b/*" }
target aws { account "123456789012" }
target keycloak { realm "a realm" }
target cedar {}
`;
    const { code, out } = await remit(["check", ...AT], { cwd: folder({ ...world, "more.remit": files }) });
    expect(code).toBe(1);
    expect(out).toContain(
      'error[missing-member]: Agent \'acme-files\' needs an identity { oidc issuer "…" subject "…" } for target aws: its role\'s trust rests on it.\n  ┌─ more.remit:1:1',
    );
    expect(out).toContain('error[bad-literal]: "a realm" cannot be a realm');
    expect(out).not.toContain("left-out");
  });

  test("asks the targets in every environment, and a target meets itself in none of them", async () => {
    const files = `environment staging
environment prod
agent acme-files {
  owner people.ada  expires 2027-03-01  identity { oidc issuer "https://id.example" subject "files" }
  may aws:s3:GetObject on "arn:aws:s3:::b/*"
}
target aws { account "123456789012" }
`;
    const check = async (more: string) =>
      remit(["check", ...AT], { cwd: folder({ ...world, "more.remit": files + more }) });
    expect((await check("")).code).toBe(0);
    const { code, out } = await check('target aws prod { account "123456789012"  environment prod }\n');
    expect(code).toBe(1);
    expect(out.match(/error\[duplicate-name\]/g)).toHaveLength(1);
    expect(out).toContain("would both make the role 'acme-files' in account 123456789012");
  });

  test("shows a mistake where it is, once, with its fix, and exits with 1", async () => {
    const { code, out } = await remit(["check", ...AT], { cwd: folder(broken) });
    expect(code).toBe(1);
    expect(out).toContain("error[unknown-name]: There is no owner named 'adda'");
    expect(out).toContain("  ┌─ agents.remit:10:11\n");
    expect(out).toMatch(/10 │ {3}owner {3}adda\n {3}│ {11}\^\^\^\^\n/);
    expect(out).toMatch(/1 error in 2 files\n$/);
  });

  test("writes JSON as its schema says, with places in UTF-16 units from 1", async () => {
    const { out } = await remit(["check", "--format", "json", ...AT], { cwd: folder(broken) });
    expect(readJson("check", out)).toMatchObject({
      at: "2026-12-01T10:00:00Z",
      diagnostics: [
        {
          code: "unknown-name",
          severity: "error",
          file: "agents.remit",
          range: { start: { line: 10, column: 11 }, end: { line: 10, column: 15 } },
        },
      ],
      summary: { errors: 1, files: 2 },
    });
  });

  test("writes valid SARIF, with the page of each rule as its help", async () => {
    const { out } = await remit(["check", "--format", "sarif", ...AT], { cwd: folder(broken) });
    expect(sarifComplaints(out)).toEqual([]);
    expect(out).toContain('"uri": "agents.remit"');
  });

  test("annotates for GitHub, and writes JUnit and Markdown", async () => {
    const cwd = folder(broken);
    const github = await remit(["check", "--format", "github", ...AT], { cwd });
    expect(github.out).toMatch(
      /^::error file=agents\.remit,line=10,endLine=10,col=11,endColumn=15,title=unknown-name::/,
    );
    const junit = await remit(["check", "--format", "junit", ...AT], { cwd });
    expect(junit.out).toContain('tests="1" failures="1"');
    const markdown = await remit(["check", "--format", "markdown", ...AT], { cwd });
    expect(markdown.out).toContain("| error | `agents.remit:10` | `unknown-name` ");
  });

  test("gives the same bytes for the same input and clock, whatever the wall clock", async () => {
    const runs = await Promise.all(
      [1, 2].map(() => remit(["check", "--format", "json", "--at", "2026-12-01"], { cwd: folder(broken) })),
    );
    expect(runs[0]?.out).toBe(runs[1]?.out);
  });

  test("--fix applies what is safe and keeps the line endings and mode of the file", async () => {
    const text = `${world["agents.remit"].replace("until 2027-01-01", "until 2026-01-01")}`.replaceAll(
      "\n",
      "\r\n",
    );
    const cwd = folder({ ...world, "agents.remit": text });
    const { err } = await remit(["check", "--fix", ...AT], { cwd });
    expect(err).toMatch(/^Applied \d+ fix/);
    const fixed = readFileSync(join(cwd, "agents.remit"), "utf8");
    expect(fixed).not.toContain("2026-01-01");
    expect(fixed.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(statSync(join(cwd, "agents.remit")).mode & 0o777).toBe(0o644);
  });

  test("reports what lies in the given paths only, though it reads the whole workspace", async () => {
    const cwd = folder(broken);
    expect((await remit(["check", "people.remit", ...AT], { cwd })).code).toBe(0);
    expect((await remit(["check", "agents.remit", ...AT], { cwd })).code).toBe(1);
  });

  test("refuses a path that holds no policy of the workspace", async () => {
    const cwd = folder({ ...world, "docs/a.md": "", "docs/b.remit": "" });
    const { code, err } = await remit(["check", "agents.remit", "docs", ...AT], { cwd });
    expect([code, err]).toEqual([
      2,
      `remit: 'docs' holds no policy of the workspace '${cwd}', which takes *.remit.\n`,
    ]);
  });

  test("without remit.yaml takes the given files as the workspace", async () => {
    const { "remit.yaml": _yaml, ...files } = world;
    const cwd = folder({ ...files, "broken.remit": "agent {" });
    expect((await remit(["check", "people.remit", "agents.remit", ...AT], { cwd })).code).toBe(0);
    expect((await remit(["check", ...AT], { cwd })).code).toBe(1);
  });

  test("finds remit.yaml upwards, and shows files as seen from the current folder", async () => {
    const cwd = folder({ "a/remit.yaml": "", "a/b/x.remit": "agent {" });
    expect((await remit(["check"], { cwd: join(cwd, "a/b") })).out).toContain("┌─ x.remit:1:");
    expect((await remit(["check", "a/b"], { cwd })).out).toContain("┌─ a/b/x.remit:1:");
    expect((await remit(["check", "--config", "a/remit.yaml"], { cwd })).out).toContain("┌─ a/b/x.remit:1:");
  });

  test("says where there is no policy, and which setting of remit.yaml is wrong", async () => {
    const cwd = folder({});
    expect((await remit(["check"], { cwd })).err).toMatch(
      /^remit: There is no policy in '.*' \(looked for \*\*\/\*\.remit\)/,
    );
    writeFileSync(join(cwd, "remit.yaml"), "polices: x\n");
    expect(await remit(["check"], { cwd })).toEqual({
      code: 2,
      out: "",
      err: "remit: remit.yaml:1:1: There is no setting 'polices'; did you mean 'policies'?\n",
    });
  });

  test("writes into --out at once or not at all, and nothing then to standard output", async () => {
    const cwd = folder(world);
    const ran = await remit(["check", "--out", "report.txt", ...AT], { cwd });
    expect(ran).toEqual({ code: 0, out: "", err: "" });
    expect(readFileSync(join(cwd, "report.txt"), "utf8")).toContain("nothing to report");
    const refused = await remit(["check", "--out", "no/such/report.txt", ...AT], { cwd });
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("no/such/report.txt': there is no such file or folder");
  });
});
