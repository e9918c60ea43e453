import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, remit } from "../run.ts";
import { readJson } from "../schema.ts";
import { AT, world } from "../world.ts";

const cwd = folder(world);
const send = ["--agent", "helper", "--action", "mail:send", "--input", "amount=5", "--input", "urgent=false"];

describe("eval", () => {
  test("allows with exit code 0 and denies with 1, each with the statement that decides", async () => {
    const allowed = await remit(["eval", ...send, "--approved-by", "max", ...AT], { cwd });
    expect(allowed.code).toBe(0);
    expect(allowed.out).toMatch(/^allow {2}.*\n {2}agents\.remit:16 {2}may mail:send where amount <= 10\.00/);
    const denied = await remit(["eval", ...send, ...AT], { cwd });
    expect(denied.code).toBe(1);
    expect(denied.out).toMatch(/^deny {2}.*approval/);
  });

  test("takes every part of a request from its options", async () => {
    const person = ["--on-behalf-of", "kim@acme.example", "--group", "staff"];
    const read = ["eval", "--agent", "acme.helper", "--action", "acme.mail:read", ...AT];
    expect((await remit([...read, ...person], { cwd })).code).toBe(0);
    expect((await remit(read, { cwd })).code).toBe(1);
    const urgent = await remit(
      ["eval", ...send.with(-1, "urgent=true"), "--approved-by", "max@acme.example", ...AT],
      { cwd },
    );
    expect(urgent.out).toContain("'never'");
  });

  test("writes a decision as JSON", async () => {
    const { out } = await remit(["eval", ...send, "--format", "json", ...AT], { cwd });
    expect(readJson("eval", out)).toMatchObject({ decision: "deny" });
  });

  test("decides each line of a file in order, a line that is no JSON like a malformed request", async () => {
    const lines = [
      '{"agent":"acme.helper","action":"tool:search"}',
      "",
      "nonsense",
      '{"agent":"acme.helper","action":"tool:search","time":"2027-03-01T00:00:00Z"}',
      '{"agent":"acme.helper","action":"tool:search","colour":1}',
    ];
    writeFileSync(join(cwd, "asked.jsonl"), `\ufeff${lines.join("\r\n")}`);
    const { code, out } = await remit(["eval", "--requests", "asked.jsonl", ...AT], { cwd });
    expect(code).toBe(0);
    const decisions = out.trimEnd().split("\n");
    for (const line of decisions) readJson("eval", line);
    expect(decisions.map((line) => line.slice(0, 20))).toEqual([
      '{"decision":"allow",',
      '{"decision":"deny","',
      '{"decision":"deny","',
      '{"decision":"deny","',
    ]);
    const piped = await remit(["eval", "--requests", "-", ...AT], { cwd, stdin: lines.join("\n") });
    expect(piped.out).toBe(out);
  });

  test("says what is missing, and what is not of the form", async () => {
    const say = async (...words: readonly string[]): Promise<string> =>
      (await remit(["eval", ...words, ...AT], { cwd })).err;
    expect(await say("--agent", "helper")).toContain("Say who asks for what");
    expect(await say(...send, "--group", "staff")).toContain("--group needs --on-behalf-of");
    expect(await say(...send, "--input", "=x")).toContain("--input takes NAME=VALUE, not '=x'");
    expect(await say(...send, "--approved-by", "nobody")).toContain("not 'nobody'");
    expect(await say("--requests", "nowhere.jsonl")).toContain(
      "Cannot read 'nowhere.jsonl': there is no such file",
    );
    expect(await say(...send, "--environment", "prod")).toContain("environment");
  });

  test("decides nothing by a policy with errors", async () => {
    const broken = folder({ ...world, "x.remit": "agent x { }" });
    const { code, err } = await remit(["eval", ...send, ...AT], { cwd: broken });
    expect(code).toBe(2);
    expect(err).toMatch(
      /^remit: The policy has \d+ errors, so it decides nothing: x\.remit:1:\d+: .* Run 'remit check'\.\n$/,
    );
  });

  test("wants an environment where some are declared", async () => {
    const several = folder({ ...world, "e.remit": "environment staging\nenvironment prod\n" });
    const asked = await remit(["eval", ...send, ...AT], { cwd: several });
    expect(asked.err).toMatch(/--environment staging or --environment prod/);
    expect((await remit(["eval", ...send, "--environment", "prod", ...AT], { cwd: several })).code).toBe(1);
  });
});

describe("explain", () => {
  test("tells what an agent may do, until when, and who answers for it", async () => {
    const { code, out } = await remit(["explain", "helper", ...AT], { cwd });
    expect(code).toBe(0);
    expect(out).toContain("acme.helper  Helper\n  Answers mail.\n");
    expect(out).toMatch(/owner\s+Ada <ada@acme\.example>/);
    expect(out).toMatch(/in force\s+until 2027-03-01/);
    expect(out).toContain("  may tool:search\n    until 2027-03-01  agents.remit:17\n");
    expect(out).toContain("Never:\n  never mail:send where urgent\n");
  });

  test("says why an agent is not in force", async () => {
    const { out } = await remit(["explain", "helper", "--at", "2027-03-02"], { cwd });
    expect(out).toMatch(/in force\s+no: outside of its life/);
    expect(out).toContain("never again");
  });

  test("says what would turn a deny into an allow, in the request and in the policy", async () => {
    const asked = ["explain", "helper", "mail:send", "--input", "urgent=false"];
    const { code, out } = await remit([...asked, "--input", "amount=12", ...AT], { cwd });
    expect(code).toBe(1);
    expect(out).toMatch(
      /^deny {2}.*\n.*\n\nIt would be allowed .*amount "10\.00".*approved by .*\.\nOr by another policy: .* {2}agents\.remit:16\n$/,
    );
    const allowed = await remit([...asked, "--input", "amount=9", "--approved-by", "max", ...AT], { cwd });
    expect(allowed.out).not.toContain("would");
  });

  test("writes an agent, a decision and a page as JSON", async () => {
    const json = async (...words: readonly string[]): Promise<unknown> =>
      readJson("explain", (await remit(["explain", ...words, "--format", "json", ...AT], { cwd })).out);
    expect(await json("helper")).toMatchObject({
      agent: "acme.helper",
      inForce: true,
      until: "2027-03-01T00:00:00Z",
    });
    expect(await json("helper", "mail:send")).toMatchObject({
      decision: "deny",
      request: { agent: "acme.helper" },
    });
  });

  test("takes parts of a request with an action only", async () => {
    for (const words of [
      ["helper", "--input", "amount=1"],
      ["swallowed", "--on-behalf-of", "lin@acme.example"],
    ]) {
      const { code, err } = await remit(["explain", ...words, ...AT], { cwd });
      expect([code, err]).toEqual([
        2,
        `remit: ${words[1]} belongs to a request, and a request needs an action: remit explain ${words[0]} ACTION ${words[1]} …\n`,
      ]);
    }
  });

  test("suggests the nearest agent", async () => {
    expect((await remit(["explain", "helpre", ...AT], { cwd })).err).toBe(
      "remit: There is no agent named 'helpre'. Did you mean 'helper'?\n",
    );
  });
});

describe("a deny names what of a condition is missing or does not hold", () => {
  const cwd = folder({
    "a.remit": `owner ada { email "ada@acme.example" }
service desk { action pay { risk write  input amount decimal  input vendor string } action wipe { risk admin } }
agent clerk {
  owner ada
  expires 2027-03-01
  may desk:pay where amount <= 500.00 and (request.ip in 10.0.0.0/8 or request.mfa) until 2027-01-01
  may desk:wipe until 2027-01-01
  never desk:wipe where request.mfa because "never with a person at hand"
  never desk:pay where vendor == "Initech"
}
`,
  });
  const reason = async (...words: readonly string[]): Promise<string> => {
    const { out } = await remit(["explain", "clerk", ...words, "--format", "json", ...AT], { cwd });
    const { reason } = JSON.parse(out);
    return typeof reason === "string" ? reason : "";
  };

  test.each([
    [
      ["desk:pay", "--input", "vendor=x"],
      "The nearest 'may' of clerk has a condition that is not known to be true: amount <= 500.00 and request.ip in 10.0.0.0/8, or amount <= 500.00 and request.mfa; amount and request.ip are not known.",
    ],
    [
      ["desk:pay", "--input", "vendor=x", "--input", "amount=900"],
      "…; request.ip is not known, and amount <= 500.00 does not hold.",
    ],
    [
      ["desk:pay", "--input", "vendor=x", "--input", "amount=9", "--context", "ip=11.0.0.1"],
      "…; request.mfa is not known.",
    ],
    [
      ["desk:pay", "--input", "vendor=x", "--input", "amount=900", "--context", "ip=10.0.0.1"],
      "The nearest 'may' of clerk has a condition that does not hold: …; amount <= 500.00 does not hold.",
    ],
    [
      ["desk:pay", "--input", "amount=9"],
      "A 'never' of clerk takes it away, as long as vendor is not known.",
    ],
    [
      ["desk:wipe"],
      "A 'never' of clerk takes it away, as long as request.mfa is not known: never with a person at hand.",
    ],
    [
      ["desk:wipe", "--context", "mfa=true"],
      "A 'never' of clerk takes it away: never with a person at hand.",
    ],
  ])("%j", async (words, expected) => {
    const said = await reason(...words);
    for (const part of expected.split("…")) expect(said).toContain(part);
    expect(said.endsWith(expected.split("…").at(-1) ?? "")).toBe(true);
  });
});

describe("who-can", () => {
  test("shows the nevers that take a part of the grant, and no others", async () => {
    const cwd = folder({
      "a.remit": `owner ada { email "ada@acme.example" }
agent clerk {
  owner ada
  expires 2027-03-01
  may aws:s3:GetObject on "arn:aws:s3:::acme/*"
  may aws:s3:PutObject, aws:s3:DeleteObject on "arn:aws:s3:::acme/*" until 2027-01-01
  may tool:read_*
  never aws:s3:DeleteObject
  never aws:s3:GetObject on "arn:aws:s3:::other/*"
  never aws:s3:Get* on "arn:aws:s3:::acme/secret/*"
  never tool:*_all
}
`,
    });
    const nevers = async (...words: readonly string[]): Promise<readonly (readonly string[])[]> => {
      const { out } = await remit(["who-can", ...words, "--format", "json", ...AT], { cwd });
      const document: { agents: { grants: { except: { text: string }[] }[] }[] } = JSON.parse(out);
      return document.agents.flatMap(({ grants }) =>
        grants.map(({ except }) => except.map(({ text }) => text)),
      );
    };
    expect(await nevers("aws:s3:*")).toEqual([[expect.stringContaining("acme/secret")], []]);
    expect(await nevers("aws:s3:GetObject", "arn:aws:s3:::acme/public/*")).toEqual([[]]);
    expect(await nevers("aws:s3:GetObject", "arn:aws:s3:::acme/secret/*")).toEqual([]);
    expect(await nevers("aws:s3:DeleteObject")).toEqual([]);
    expect(await nevers("tool:*")).toEqual([["never tool:*_all"]]);
    expect(await nevers("tool:read_all")).toEqual([]);
  });

  test("lists agents with their statements, ends and owners", async () => {
    const { code, out } = await remit(["who-can", "mail:send", ...AT], { cwd });
    expect(code).toBe(0);
    expect(out).toMatch(
      /^acme\.helper {2}answers for it: ada@acme\.example\n {2}may mail:send .*\n {2}but never mail:send where urgent\n {4}until 2027-01-01/,
    );
  });

  test("leaves out what has ended and what nobody may", async () => {
    expect((await remit(["who-can", "mail:send", "--at", "2027-01-01"], { cwd })).out).toBe(
      "No agent may do 'acme.mail:send'.\n",
    );
    expect((await remit(["who-can", "mail", ...AT], { cwd })).code).toBe(2);
  });

  test("answers for globs, as JSON too", async () => {
    const { out } = await remit(["who-can", "mail:*", "--format", "json", ...AT], { cwd });
    expect(readJson("who-can", out)).toMatchObject({
      agents: [{ agent: "acme.helper", owner: "ada@acme.example", grants: [{}, {}] }],
    });
  });
});

describe("test", () => {
  test("runs every case, in the reference and in every engine", async () => {
    expect(await remit(["test", ...AT], { cwd })).toEqual({ code: 0, out: "3 passed, 0 failed\n", err: "" });
    const all = await remit(["test", "--engine", "all", "--format", "json", ...AT], { cwd });
    expect(readJson("test", all.out)).toMatchObject({ summary: { failed: 0 } });
  });

  test("shows a failing case with its place and the reason, and counts it in JUnit", async () => {
    const wrong = world["agents.remit"].replace("deny  mail:send", "allow mail:send");
    const failing = folder({ ...world, "agents.remit": wrong });
    const { code, out } = await remit(["test", ...AT], { cwd: failing });
    expect(code).toBe(1);
    expect(out).toContain("error[test-failed]: Expected allow, got deny.");
    expect(out).toMatch(/2 passed, 1 failed\n$/);
    const junit = await remit(["test", "--format", "junit", ...AT], { cwd: failing });
    expect(junit.out).toContain('tests="3" failures="1"');
    expect(junit.out).toContain('<testsuite name="the helper asks first" tests="3" failures="1">');
  });

  test("--coverage lists the grants, nevers and conditions that no case reaches", async () => {
    const { out } = await remit(["test", "--coverage", "--format", "json", ...AT], { cwd });
    expect(readJson("test", out)).toMatchObject({
      coverage: {
        reached: 2,
        total: 5,
        uncovered: [
          { what: "condition", text: expect.stringContaining("may mail:send") },
          { what: "grant", text: "may tool:search" },
          { what: "never" },
        ],
      },
    });
  });
});

describe("verify", () => {
  test("finds no disagreement, and the same for the same seed", async () => {
    const words = ["verify", "--requests", "300", "--seed", "9", "--format", "json", ...AT];
    const first = await remit(words, { cwd });
    expect(readJson("verify", first.out)).toMatchObject({
      disagreements: [],
      engines: [{ name: "opa", requests: 300 }],
    });
    expect(await remit(words, { cwd })).toEqual(first);
  });
});
