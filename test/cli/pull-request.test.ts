import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { agent, commit, expectHarmless, folder, git, pullRequest, script } from "./pull-request-world.ts";

describe("the steps of a pull request", () => {
  it("an agent without an owner fails the check, at its place", () => {
    const base = commit({ "a.remit": agent("500.00") });
    commit({ "b.remit": "agent stray { expires 2027-03-31  may tool:send }\n" });
    const result = pullRequest(base);
    expect(result.code).toBe(1);
    expect(result.stdout).toMatch(/^::error file=b\.remit,line=1,.*title=missing-member::/m);
    expect(result.summary).toContain("missing-member");
  });

  it("what widens is said in a sentence, and fails where that is asked", () => {
    const base = commit({ "a.remit": agent("500.00") });
    commit({ "a.remit": agent("900.00") });
    const result = pullRequest(base);
    expect(result.code).toBe(0);
    expect(result.comment).toMatch(/^<!-- remit-diff -->\n/);
    expect(result.comment).toContain("triage may call `invoices:pay` with amount 600.00");
    expect(result.outputs).toContain("wider=true");
    expect(pullRequest(base, { REMIT_FAIL_ON: "wider" }).code).toBe(1);
  });

  it("moved text is no change of access", () => {
    const base = commit({ "a.remit": agent("500.00") });
    git("mv", "a.remit", "moved.remit");
    commit({ "moved.remit": agent("500.00").replace(/ {2}/g, "\n    ") });
    const result = pullRequest(base, { REMIT_FAIL_ON: "any" });
    expect(result.code).toBe(0);
    expect(result.comment).toContain("No agent may do anything that it could not before, or less.");
    expect(result.outputs).toContain("wider=false");
  });

  it("a first policy is compared with nothing", () => {
    const base = commit({ "README.md": "hello\n" });
    commit({ "a.remit": agent("500.00") });
    const result = pullRequest(base);
    expect(result.code).toBe(0);
    expect(result.comment).toContain("**new**");
  });

  it("a base that cannot be read is said, and fails nothing", () => {
    const base = commit({ "a.remit": "agent { { {\n" });
    commit({ "a.remit": agent("500.00") });
    const result = pullRequest(base);
    expect(result.code).toBe(0);
    expect(result.comment).toContain("Not compared");
  });

  it("a base that cannot be read fails where a widening would", () => {
    const base = commit({ "a.remit": "agent { { {\n" });
    commit({ "a.remit": agent("500.00") });
    expect(pullRequest(base, { REMIT_FAIL_ON: "wider" }).code).toBe(2);
  });

  it("hostile names and strings stay text in annotation, comment and summary", () => {
    const hostile =
      "</td><img src=x onerror=alert(1)>\\n::error::pwned %0A @everyone [x](javascript:1) `${x}` | a";
    const base = commit({ "a.remit": agent("500.00") });
    commit({
      "a.remit": agent("900.00", `because "${hostile.replace("${", "\\${")}"`),
      "sub/new\nline ::error::x.remit": `agent "${hostile.replace("${", "\\${")}" { owner nobody }\n`,
      "b.remit": `agent other { owner jane  expires 2027-03-31  may tool:"${hostile.replace("${", "\\${")}" }\n`,
    });
    const result = pullRequest(base);
    expectHarmless(result);
  });

  it("makes one comment and replaces it afterwards", async () => {
    const base = commit({ "a.remit": agent("500.00") });
    commit({ "a.remit": agent("900.00") });
    const stored: { id: number; body: string; user: { type: string } }[] = [
      { id: 7, body: "<!-- remit-diff --> not from a bot", user: { type: "User" } },
    ];
    const calls: string[] = [];
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        calls.push(`${request.method} ${request.url}`);
        if (request.method === "POST")
          stored.push({ id: 8, body: JSON.parse(body).body, user: { type: "Bot" } });
        const found = stored.find((one) => one.id === 8);
        if (request.method === "PATCH" && found !== undefined) found.body = JSON.parse(body).body;
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify(request.method === "GET" ? stored : {}));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const env = {
      REMIT_COMMENT: "true",
      REMIT_PULL_REQUEST: "5",
      GITHUB_TOKEN: "t",
      GITHUB_REPOSITORY: "acme/app",
      GITHUB_API_URL: `http://127.0.0.1:${port}`,
    };
    const { spawn } = await import("node:child_process");
    const once = () =>
      new Promise<number | null>((resolve) =>
        spawn(process.execPath, [script], {
          cwd: folder,
          env: {
            PATH: process.env.PATH ?? "",
            REMIT_BASE: base,
            REMIT_AT: "2026-11-24",
            REMIT_OUTPUT: join(folder, ".git", "out"),
            ...env,
          },
          stdio: "ignore",
        }).on("close", resolve),
      );
    expect(await once()).toBe(0);
    expect(await once()).toBe(0);
    server.close();
    expect(calls.filter((call) => call.startsWith("POST"))).toEqual([
      "POST /repos/acme/app/issues/5/comments",
    ]);
    expect(calls.filter((call) => call.startsWith("PATCH"))).toEqual([
      "PATCH /repos/acme/app/issues/comments/8",
    ]);
    expect(stored.find((one) => one.id === 8)?.body).toContain("triage may call");
  });
});
