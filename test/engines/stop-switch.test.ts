import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { build, runBuilt } from "../cli/built.ts";
import { folder } from "../cli/run.ts";
import { engine } from "./engine.ts";
import { asDecision, type OpaServer, startOpa } from "./opa-server.ts";

const opa = engine("opa");

const files = {
  "a.remit": `owner jane { email "jane@acme.example" }
target opa {}
agent triage { owner jane  expires 2099-03-31  may tool:send }
agent reader under triage { may tool:send }
`,
};

/** Seconds between two polls of a bundle. */
const poll = 1;

describe.skipIf(opa === undefined)("the stop switch on a running OPA", () => {
  let bundles: Server | undefined;
  let server: OpaServer | undefined;
  afterAll(() => {
    server?.stop();
    bundles?.close();
  });

  it("denies within one poll of the stop bundle, without a compile of the policy", async () => {
    build();
    const root = folder(files);
    const remit = (...words: readonly string[]) => {
      const done = runBuilt(words, root);
      expect(done.err, words.join(" ")).not.toContain("bug");
      expect(done.code, done.out + done.err).toBe(0);
    };
    const pack = (name: string) =>
      execFileSync(opa ?? "", ["build", "--bundle", name, "--output", `${name}.tar.gz`], {
        cwd: join(root, "dist/opa"),
      });
    remit("compile");
    pack("bundle");
    pack("stop");
    let fetched = 0;
    bundles = createServer((request, response) => {
      if (request.url === "/stop.tar.gz") fetched++;
      response.end(readFileSync(join(root, "dist/opa", request.url ?? "")));
    });
    const listening = bundles;
    await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
    const address = bundles.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const polled = (name: string) => ({
      service: "remit",
      resource: `${name}.tar.gz`,
      polling: { min_delay_seconds: poll, max_delay_seconds: poll },
    });
    writeFileSync(
      join(root, "opa.json"),
      JSON.stringify({
        services: { remit: { url: `http://127.0.0.1:${port}` } },
        bundles: { remit: polled("bundle"), stop: polled("stop") },
        decision_logs: { console: true },
      }),
    );
    server = await startOpa(opa ?? "", ["--config-file", join(root, "opa.json")]);
    const running = server;
    const ask = async (agent: string) =>
      asDecision(await running.ask("remit/decision", { agent, action: "tool:send" }));
    expect((await ask("triage")).allow).toBe(true);

    remit("suspend", "triage", "--because", "INC-7");
    const before = readFileSync(join(root, "dist/opa/bundle/remit/policy/data.json"), "utf8");
    remit("compile", "--only-suspensions");
    expect(readFileSync(join(root, "dist/opa/bundle/remit/policy/data.json"), "utf8")).toBe(before);
    pack("stop");
    const earlier = fetched;
    // One poll, and the time that a busy machine takes to load what it fetched.
    let tries = 0;
    while ((await ask("triage")).allow && tries++ < 50) await pause(200);
    expect(await ask("triage")).toEqual({ allow: false, reasons: ["The agent 'triage' is stopped."] });
    expect((await ask("reader")).allow).toBe(false);
    // The first poll brings it; a second may begin while that is loaded.
    expect(fetched - earlier).toBeLessThanOrEqual(2);

    // What this server logs is read as it stands, with the lines that are no decisions.
    writeFileSync(join(root, "opa.log"), running.said());
    const read = runBuilt(["usage", "opa.log", "--format", "json"], root);
    const report: { agents: { agent: string; count: number; denied: number }[]; damaged: { count: number } } =
      JSON.parse(read.out);
    const triage = report.agents.find((one) => one.agent === "triage");
    expect(triage?.count).toBeGreaterThanOrEqual(1);
    expect(triage?.denied).toBeGreaterThanOrEqual(1);
    expect(report.agents.find((one) => one.agent === "reader")).toMatchObject({ count: 0, denied: 1 });
    expect(report.damaged.count).toBe(0);
  });
});
