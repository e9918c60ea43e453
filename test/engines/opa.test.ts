import { execFileSync, spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nodeHost } from "../../cli/host.ts";
import type { Emission } from "../../compiler/emit/emission.ts";
import { policyDocument } from "../../compiler/emit/opa/data.ts";
import { emitOpa } from "../../compiler/emit/opa/emit.ts";
import { probes } from "../../compiler/model/probe.ts";
import { shrinkRequest } from "../../compiler/model/shrink.ts";
import { action, agent, approval, deny, grant, instant, origin, policy } from "../compiler/model/policies.ts";
import { policiesFromSource } from "../generate/checked.ts";
import { atDisagreement, servedDisagreement } from "../generate/disagreement.ts";
import { policies } from "../generate/policy-data.ts";
import { engine } from "./engine.ts";
import { asDecision, type OpaServer, startOpa } from "./opa-server.ts";

const opa = engine("opa") ?? "";
const root = process.cwd();
const folder = mkdtempSync(join(tmpdir(), "remit-opa-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (args: readonly string[], cwd: string): string =>
  execFileSync(opa, args, { cwd, encoding: "utf8", stdio: "pipe" });

const SEED = 20_261_124;
const REQUESTS = 100;
/** Requests under way at once. */
const LANES = 8;

const AT = instant("2020-12-01");
const END = instant("2999-01-01");

const example = policy(
  [
    agent("acme.triage", {
      expires: END,
      grants: [
        grant("acme.invoices:read", { resources: [["invoice/*"]] }),
        grant("acme.invoices:pay", { id: "pay", approvals: [approval(["omar"], 900)] }),
        grant("tool:send_*", { id: "tools", actions: [action("tool:send_*")] }),
      ],
      denies: [deny("tool:send_money")],
    }),
    agent("acme.reader", { expires: END, parent: "acme.triage", grants: [grant("tool:send_mail")] }),
  ],
  {
    tests: [
      {
        title: 'a test with a "hostile" title: ${x} {{y}}\n',
        agent: "acme.triage",
        origin: origin(7),
        cases: [
          {
            expect: "allow",
            origin: origin(8),
            request: { agent: "acme.triage", action: "tool:send_mail", time: "2026-12-01T00:00:00Z" },
          },
          {
            expect: "deny",
            origin: origin(9),
            request: { agent: "acme.triage", action: "tool:send_money", time: "2026-12-01T00:00:00Z" },
          },
        ],
      },
    ],
  },
);

async function emit(settings: Readonly<Record<string, string | number>>, name: string): Promise<string> {
  const target = { kind: "opa", settings, agents: Object.keys(example.agents), origin: origin(1) } as const;
  const emission = await emitOpa({ policy: example, target, at: AT }, nodeHost(root, AT).data);
  expect(emission.problems).toEqual([]);
  return write(emission, name);
}

function write({ files }: Emission, name: string): string {
  const out = join(folder, name);
  for (const { path, content } of files) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), content);
  }
  return out;
}

describe.skipIf(opa === "")("OPA", () => {
  test("the module in WebAssembly is what this OPA makes of its source, byte for byte", () => {
    const fresh = join(folder, "remit.wasm");
    execFileSync(process.execPath, [join(root, "scripts/opa-wasm.mjs"), fresh], { stdio: "pipe" });
    const kept = readFileSync(join(root, "compiler/emit/opa/generated/remit.wasm"));
    expect(readFileSync(fresh).equals(kept)).toBe(true);
  });

  test.each(["remit", "acme.agents"])(
    "under package %s the output is formatted, typed and passes its own tests",
    async (name) => {
      const out = await emit({ package: name }, name);
      // `opa fmt --diff --list` lists what is not formatted, and exits with 0 nevertheless.
      expect(run(["fmt", "--list", "bundle", "tests", "log"], out).trim()).toBe("");
      run(["check", "--strict", "--schema", "schemas", "bundle", "log"], out);
      expect(run(["test", "--verbose", "bundle", "tests"], out)).toMatch(/PASS: 2\/2/);
      const misspelt = join(folder, `${name}-misspelt`);
      mkdirSync(misspelt);
      const module = readFileSync(join(out, "bundle", ...name.split("."), "remit.rego"), "utf8");
      writeFileSync(join(misspelt, "remit.rego"), module.replace("input.via", "input.viaa"));
      expect(() => run(["check", "--strict", "--schema", "schemas", misspelt], out)).toThrow(/viaa/);
    },
  );

  test("a test that expects another decision fails", async () => {
    const out = await emit({ package: "remit" }, "wrong");
    const file = join(out, "tests/remit_test_cases/data.json");
    writeFileSync(file, readFileSync(file, "utf8").replaceAll('"allow": false', '"allow": true'));
    const failed = spawnSync(opa, ["test", "bundle", "tests"], { cwd: out, encoding: "utf8" });
    expect(failed.status).not.toBe(0);
    expect(failed.stdout).toMatch(/case 2 .*: FAIL/);
  });

  test("two builds of a bundle are the same bytes", async () => {
    const out = await emit({ package: "remit" }, "twice");
    for (const file of ["one.tar.gz", "two.tar.gz"])
      run(["build", "--bundle", "bundle", "--output", file], out);
    expect(readFileSync(join(out, "one.tar.gz")).equals(readFileSync(join(out, "two.tar.gz")))).toBe(true);
  });

  test("a signed bundle decides, a tampered one and an unsigned one are refused, and a stop stops", async () => {
    const out = await emit({ package: "acme.agents" }, "signed");
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    writeFileSync(join(out, "private.pem"), privateKey.export({ type: "pkcs1", format: "pem" }));
    writeFileSync(join(out, "public.pem"), publicKey.export({ type: "spki", format: "pem" }));
    const sign = (source: string, file: string) =>
      run(
        [
          "build",
          "--bundle",
          source,
          "--signing-alg",
          "RS256",
          "--signing-key",
          "private.pem",
          "--output",
          file,
        ],
        out,
      );
    sign("bundle", "bundle.tar.gz");
    sign("stop", "stop.tar.gz");
    const verified = (...files: string[]) => [
      "--verification-key",
      join(out, "public.pem"),
      ...files.flatMap((file) => ["--bundle", join(out, file)]),
    ];
    const request = { agent: "acme.reader", action: "tool:send_mail" };
    const ask = async (args: readonly string[]) => {
      const server = await startOpa(opa, args);
      try {
        return asDecision(await server.ask("acme/agents/decision", request));
      } finally {
        server.stop();
      }
    };
    expect(await ask(verified("bundle.tar.gz", "stop.tar.gz"))).toMatchObject({ allow: true });
    expect(await ask(verified("bundle.tar.gz"))).toMatchObject({ allow: true });

    mkdirSync(join(out, "opened"));
    execFileSync("tar", ["xzf", join(out, "bundle.tar.gz"), "-C", join(out, "opened")], { stdio: "pipe" });
    const data = join(out, "opened/data.json");
    writeFileSync(data, readFileSync(data, "utf8").replace("tool:send_mail", "tool:send_more"));
    await expect(ask(verified("opened"))).rejects.toThrow(/digest|signature/i);
    run(["build", "--bundle", "bundle", "--output", "unsigned.tar.gz"], out);
    await expect(ask(verified("unsigned.tar.gz"))).rejects.toThrow(/signature/i);

    const list = join(out, "stop/acme/agents_stop/data.json");
    writeFileSync(list, JSON.stringify({ agents: { "acme.triage": AT } }));
    sign("stop", "stop.tar.gz");
    expect(await ask(verified("bundle.tar.gz", "stop.tar.gz"))).toEqual({
      allow: false,
      reasons: ["The agent 'acme.reader' is stopped."],
    });
    writeFileSync(list, JSON.stringify({ agents: ["acme.triage"] }));
    sign("stop", "stop.tar.gz");
    expect((await ask(verified("bundle.tar.gz", "stop.tar.gz"))).allow).toBe(false);
  });

  test("a decision log holds who did what, and nothing of inputs, context, facts and the user", async () => {
    const out = await emit({ package: "remit" }, "logged");
    const server = await startOpa(opa, [
      ...["--set", "decision_logs.console=true"],
      ...["--bundle", join(out, "bundle"), join(out, "log")],
    ]);
    const facts = { "a/b~c": { value: "secret-1", at: "2026-12-01T00:00:00Z" } };
    const given = { by: "omar@acme.example", at: "x", agent: "x", action: "y", inputs: { a: "secret-2" } };
    await server.ask("remit/decision", {
      agent: "acme.reader",
      action: "tool:send_mail",
      on_behalf_of: { user: "secret-3@acme.example", groups: ["finance"] },
      inputs: { a: "secret-4" },
      context: { ip: "secret-5" },
      facts,
      approvals: [given, given],
    });
    for (let tries = 0; tries < 100 && !server.said().includes("decision_id"); tries++) await pause(50);
    server.stop();
    expect(server.said()).toContain("acme.reader");
    expect(server.said()).toContain("finance");
    expect(server.said()).not.toContain("secret");
  });

  test("past 'stale-after' the bundle denies everything", async () => {
    const request = { agent: "acme.reader", action: "tool:send_mail" };
    for (const [settings, allow] of [
      [{ package: "remit", "stale-after": 60 }, false],
      [{ package: "remit", "stale-after": END - AT }, true],
    ] as const) {
      const out = await emit(settings, `stale-${allow}`);
      const server = await startOpa(opa, ["--bundle", join(out, "bundle")]);
      const answer = asDecision(await server.ask("remit/decision", request));
      server.stop();
      expect(answer.allow).toBe(allow);
    }
  });

  describe("server", () => {
    let server: OpaServer;
    beforeAll(async () => {
      server = await startOpa(opa, [join(root, "compiler/emit/opa/remit.rego")]);
    });
    afterAll(() => server?.stop());

    test("without a policy everything is denied, with a reason", async () => {
      const answer = asDecision(await server.ask("remit/decision", { agent: "a", action: "tool:x" }));
      expect(answer).toEqual({
        allow: false,
        reasons: ["There is no policy here that this module can read."],
      });
    });

    test("decides as the reference evaluator does, at the request's time and at its own clock", async () => {
      const strange = fc.sample(policies, { seed: SEED, numRuns: 50 });
      const all = [...(await policiesFromSource(SEED, 200)).map(({ policy: one }) => one), ...strange];
      for (const [index, one] of all.entries()) {
        await server.put("remit/policy", policyDocument(one, Object.keys(one.agents)));
        const disagreement = async (request: unknown) => {
          const at = atDisagreement(one, request, asDecision(await server.ask("remit/at/decision", request)));
          if (at !== undefined || index % 5 !== 0) return at;
          const clock = Date.now() / 1000;
          return servedDisagreement(
            one,
            request,
            clock,
            asDecision(await server.ask("remit/decision", request)),
          );
        };
        const requests = [...probes(one, { seed: SEED + index, count: REQUESTS })];
        const lane = async (first: number) => {
          for (let next = first; next < requests.length; next += LANES) {
            const request = requests[next]?.request;
            if ((await disagreement(request)) === undefined) continue;
            const smallest = await shrinkRequest(
              request,
              async (less) => (await disagreement(less)) !== undefined,
            );
            expect.fail(`policy ${index}: ${JSON.stringify(smallest)}: ${await disagreement(smallest)}`);
          }
        };
        await Promise.all(Array.from({ length: LANES }, (_, first) => lane(first)));
      }
    });
  });
});
