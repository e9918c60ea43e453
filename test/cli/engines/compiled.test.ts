import { expect, it } from "vitest";
import { awsRunner } from "../../../cli/engines/aws.ts";
import { openTargets, type Runner } from "../../../cli/engines/compiled.ts";
import type { Agent, Policy } from "../../../compiler/model/policy.ts";
import { memoryHost } from "../../compiler/memory-host.ts";
import { agent, approval, deny, grant, instant, origin, policy } from "../../compiler/model/policies.ts";

const host = memoryHost({});
const data = (name: string) => host.data(name);
const identity = {
  kind: "oidc",
  issuer: "https://id.acme.example",
  subject: "bot",
  origin: origin(1),
} as const;
const at = instant("2026-12-01");
const object = "arn:aws:s3:::acme/1";
const get = { agent: "bot", action: "aws:s3:GetObject", resource: object, time: "2026-12-01T00:00:00Z" };

const world = (parts: Partial<Agent>): Policy =>
  policy([
    agent("bot", {
      identities: [identity],
      grants: [grant("aws:s3:GetObject", { resources: [["arn:aws:s3:::acme/*"]] })],
      ...parts,
    }),
  ]);

async function ask(of: Policy, request: object, runner: Runner = awsRunner) {
  const [engine] = openTargets(runner, of, data);
  return (await engine?.decide(request, at))?.decision;
}

it("what the target enforces is answered", async () => {
  expect(await ask(world({}), get)).toBe("allow");
  expect(await ask(world({}), { ...get, resource: "arn:aws:s3:::other/1" })).toBe("deny");
});

it("requests that AWS never sees are not asked", async () => {
  const strange: readonly object[] = [
    { ...get, action: "tool:send" },
    { ...get, action: "aws:s3:NoSuchAction" },
    { ...get, on_behalf_of: { user: "lin@acme.example" } },
    { ...get, via: ["bot"] },
    { ...get, resource: undefined },
    { ...get, resource: "no arn" },
    { ...get, agent: "stranger" },
    { ...get, colour: 1 },
  ];
  for (const request of strange)
    expect(await ask(world({}), request), JSON.stringify(request)).toBeUndefined();
});

it("a deny of what the target leaves out is no answer, and its deny of what the policy denies is one", async () => {
  const grants = [grant("aws:s3:GetObject", { approvals: [approval(["omar"], 60)] })];
  const approvals = [
    { by: "omar@acme.example", at: get.time, agent: "bot", action: get.action, resource: object },
  ];
  expect(await ask(world({ grants }), { ...get, approvals })).toBeUndefined();
  expect(await ask(world({ grants }), get)).toBe("deny");
});

it("an allow that a waive opens is no answer until the waive ends, and a deny afterwards", async () => {
  const grants = [grant("aws:s3:GetObject", { approvals: [approval(["omar"], 60)] })];
  const until = at + 10;
  const waives = [{ constraint: "approval", target: "aws", because: "x", until, origin: origin(1) } as const];
  expect(await ask(world({ grants, waives }), get)).toBeUndefined();
  expect(await ask(world({ grants, waives }), { ...get, time: "2026-12-01T00:00:10Z" })).toBe("deny");
});

it("a suspension stops what comes at or after it, and nothing before", async () => {
  const suspended = world({ suspended: { since: at, because: "x", origin: origin(1) } });
  expect(await ask(suspended, { ...get, time: "2026-11-30T23:59:59Z" })).toBe("allow");
  expect(await ask(suspended, get)).toBe("deny");
});

it("an output that allows more, or less, contradicts the reference", async () => {
  const unlike: Runner = {
    ...awsRunner,
    compile: (one, target, when, read) =>
      awsRunner.compile(
        { ...one, agents: { bot: { ...agent("bot"), ...one.agents.bot, denies: [] } } },
        target,
        when,
        read,
      ),
  };
  const denied = world({ denies: [deny("aws:s3:*", { resources: ["arn:aws:s3:::acme/1"] })] });
  expect(await ask(denied, get)).toBe("deny");
  expect(await ask(denied, get, unlike)).toBe("allow");
  const none: Runner = { ...awsRunner, open: async () => () => ({ decision: "deny", reason: "" }) };
  expect(await ask(world({}), get, none)).toBe("deny");
});

it("each declared target is an engine of its own, over its own agents", async () => {
  const one = world({});
  const settings = awsRunner.settings;
  const targets = [
    { kind: "aws", name: "a", settings, agents: ["bot"], origin: origin(1) },
    { kind: "aws", name: "b", settings, agents: [], origin: origin(1) },
  ] as const;
  const engines = openTargets(awsRunner, { ...one, targets }, data);
  expect(engines.map(({ name }) => name)).toEqual(["aws.a", "aws.b"]);
  expect(await engines[1]?.decide(get, at)).toBeUndefined();
});
