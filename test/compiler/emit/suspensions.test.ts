import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rolesOf } from "../../../cli/engines/aws.ts";
import { openCedar } from "../../../cli/engines/cedar.ts";
import { emitAws } from "../../../compiler/emit/aws/emit.ts";
import { emitCedar } from "../../../compiler/emit/cedar/emit.ts";
import type { Emission, Emitter, LastOutput } from "../../../compiler/emit/emission.ts";
import { lastOutput, stoppedAgents } from "../../../compiler/emit/last-output.ts";
import { formatInstant } from "../../../compiler/literals.ts";
import { isObject } from "../../../compiler/model/json.ts";
import type { Agent, Identity, Policy } from "../../../compiler/model/policy.ts";
import type { Target } from "../../../compiler/model/test-and-target.ts";
import { iamAllows } from "../../oracles/iam.ts";
import { memoryHost } from "../memory-host.ts";
import { byName, instant, origin } from "../model/policies.ts";
import * as aws from "./aws/arbitrary.ts";
import * as cedar from "./cedar/arbitrary.ts";

const host = memoryHost({});
const data = (name: string) => host.data(name);
/** The old output is made here, and the stop later. */
const [before, at] = [instant("2026-05-01"), instant("2026-07-01")];

interface World {
  readonly emitter: Emitter;
  readonly target: Target;
}

const filesOf = ({ files }: Emission): ReadonlyMap<string, string> =>
  new Map(files.map(({ path, content }) => [path, String(content)]));

/** The old output, and the same with the stops of the new policy over it. */
async function outputs({ emitter, target }: World, old: Policy, fresh: Policy) {
  const written = await emitter({ policy: old, target, at: before }, data);
  const agents = stoppedAgents([fresh], at);
  const last: LastOutput = { kind: "whole", files: filesOf(written) };
  const stop = await emitter(
    { policy: fresh, target, at, onlySuspensions: true, stops: { agents, last } },
    data,
  );
  const files = [...new Map([...filesOf(written), ...filesOf(stop)])].map(([path, content]) => ({
    path,
    content,
  }));
  return { written, stop, agents, over: { ...written, files } };
}

describe("suspensions alone", () => {
  it("on AWS: every pair of policies gives a part of what the old output gave, and stopped agents nothing", async () => {
    let [allowed, kept, ended] = [0, 0, 0];
    const list = fc.array(aws.calls, { minLength: 40, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(aws.policies, aws.policies, list, async (old, fresh, calls) => {
        const { written, over, agents } = await outputs({ emitter: emitAws, target: aws.target }, old, fresh);
        const answers = (emission: Emission) => {
          const roles = rolesOf(emission);
          return (call: aws.Call): boolean => {
            const role = roles.get(call.agent);
            const keys = {
              "aws:currenttime": formatInstant(call.at),
              ...(call.ip === undefined ? {} : { "aws:sourceip": call.ip }),
              ...(call.mfa === undefined ? {} : { "aws:multifactorauthpresent": String(call.mfa) }),
            };
            return (
              role !== undefined &&
              iamAllows(
                { policies: role.identity, boundary: role.boundary },
                { action: call.action, resource: call.resource ?? "*", keys },
              )
            );
          };
        };
        const [first, then] = [answers(written), answers(over)];
        for (const call of calls) {
          const [had, has] = [first(call), then(call)];
          if (has && !had) expect.fail(`wider: ${JSON.stringify(call)}`);
          if (has && agents.includes(call.agent)) expect.fail(`not stopped: ${JSON.stringify(call)}`);
          if (!agents.includes(call.agent)) expect(has).toBe(had);
          allowed += Number(had);
          kept += Number(has);
          ended += Number(had && !has);
        }
      }),
      { numRuns: 200, seed: 20_261_124, endOnFailure: true },
    );
    expect(Math.min(allowed, kept, ended)).toBeGreaterThan(40);
  });

  const oidc = (subject: string): Identity => ({
    kind: "oidc",
    issuer: "https://id.acme.example",
    subject,
    origin: origin(1),
  });
  const gateways = cedar.policies.map((one): Policy => {
    const services = Object.fromEntries(
      Object.entries(one.services).map(([name, service]) => [name, { ...service, protocol: "mcp" as const }]),
    );
    const agents = Object.values(one.agents).map(
      (each, index): Agent => ({
        ...each,
        identities: [oidc(`client ${index}"\\*`)],
        grants: each.grants.map((grant) => ({ ...grant, resources: [], subjects: [] })),
      }),
    );
    return { ...one, services, agents: byName(agents) };
  });
  const gateway = {
    profile: "agentcore",
    gateway: "arn:aws:bedrock-agentcore:eu-west-1:123456789012:gateway/tools-abc123",
    "principal tag": "client_id",
  };

  it.each([
    ["in Cedar", cedar.policies, cedar.target],
    ["at an AgentCore gateway", gateways, { ...cedar.target, settings: gateway }],
  ] as const)("%s: the same, valid in strict mode, without an error", async (_, policies, target) => {
    let [allowed, kept, ended] = [0, 0, 0];
    const list = fc.array(cedar.requests, { minLength: 100, maxLength: 100 });
    await fc.assert(
      fc.asyncProperty(policies, policies, list, async (old, fresh, requests) => {
        const world = { emitter: emitCedar, target };
        const { written, over, agents } = await outputs(world, old, fresh);
        const [first, then] = [openCedar(old, written, "old"), openCedar(old, over, "new")];
        expect(then.validate()).toEqual([]);
        for (const request of requests) {
          const [had, has] = [first.decide(request, at), then.decide(request, at)];
          expect(has.errors).toEqual([]);
          if (!has.asked) continue;
          if (has.allow && !had.allow) expect.fail(`wider: ${JSON.stringify(request)}`);
          const judged = [request.agent, ...(Array.isArray(request.via) ? request.via : [])].map(String);
          const stopped = judged.some((name) => agents.includes(name));
          expect(has.allow, JSON.stringify(request)).toBe(had.allow && !stopped);
          allowed += Number(had.allow);
          kept += Number(has.allow);
          ended += Number(had.allow && !has.allow);
        }
      }),
      { numRuns: 120, seed: 20_261_124, endOnFailure: true },
    );
    expect(Math.min(allowed, kept, ended)).toBeGreaterThan(10);
  });

  const suspended = (agent: Agent): Agent => ({
    ...agent,
    suspended: { since: before, because: "leak", origin: origin(1) },
  });
  const fixed = (arbitrary: fc.Arbitrary<Policy>): Policy => {
    const [one] = fc.sample(arbitrary, { numRuns: 1, seed: 20_261_124 });
    if (one === undefined) throw new Error("no sample");
    return one;
  };
  const stopAll = (policy: Policy): Policy => ({
    ...policy,
    agents: byName(Object.values(policy.agents).map(suspended)),
  });

  it.each(["cloudformation", "terraform"])(
    "in %s the first policy and the boundary deny everything, the rest is as it was",
    async (format) => {
      const target = { ...aws.target, settings: { ...aws.target.settings, format } };
      const old = fixed(aws.policies);
      const { written, stop } = await outputs({ emitter: emitAws, target }, old, stopAll(old));
      expect(stop.remarks).toEqual([]);
      const [file] = stop.files;
      const first = written.files.find(({ path }) => path === file?.path);
      const documents = (content: unknown): readonly unknown[] => {
        const value: unknown = JSON.parse(String(content));
        const found: unknown[] = [];
        const walk = (one: unknown): void => {
          if (Array.isArray(one)) for (const item of one) walk(item);
          if (!isObject(one)) return;
          for (const [key, inner] of Object.entries(one))
            if (key === "PolicyDocument") found.push(inner);
            else if (key === "policy" && typeof inner === "string") found.push(JSON.parse(inner));
            else walk(inner);
        };
        walk(value);
        return found;
      };
      const denies = documents(file?.content).filter(
        (one) => JSON.stringify(one).includes('"Suspended"') && !JSON.stringify(one).includes("Allow"),
      );
      expect(denies.length).toBeGreaterThan(3);
      expect(documents(file?.content)).toHaveLength(documents(first?.content).length);
    },
  );

  it.each([
    ["aws", emitAws, aws.target, fixed(aws.policies), ["stop/README.md", "stop/b_o-t.json"]],
    [
      "cedar",
      emitCedar,
      cedar.target,
      fixed(cedar.policies),
      ["stop/README.md", "stop/policies.cedar", "stop/policies.json"],
    ],
    [
      "agentcore",
      emitCedar,
      { ...cedar.target, settings: gateway },
      fixed(gateways),
      ["stop/README.md", "stop/policies.cedar", "stop/policies.json"],
    ],
  ] as const)(
    "for %s without the last output, or over one changed by hand, there are denies alone",
    async (kind, emitter, target, policy, paths) => {
      const fresh = stopAll(policy);
      const agents = stoppedAgents([fresh], at);
      for (const last of [{ kind: "absent" }, { kind: "changed", file: `${kind}/x.json` }] as const) {
        const stop = await emitter(
          { policy: fresh, target, at, onlySuspensions: true, stops: { agents, last } },
          data,
        );
        expect(stop.files.map(({ path }) => path)).toEqual(expect.arrayContaining([...paths]));
        for (const { path, content } of stop.files) {
          expect(path).toMatch(/^stop\//);
          expect(String(content)).not.toMatch(/Allow|permit/);
        }
        expect(stop.remarks).toEqual([
          expect.stringContaining(
            last.kind === "absent" ? "no output of an earlier" : `${kind}/x.json is not`,
          ),
        ]);
        const none = await emitter(
          { policy, target, at, onlySuspensions: true, stops: { agents: [], last } },
          data,
        );
        expect([none.files, none.remarks]).toEqual([[], []]);
      }
    },
  );

  it("reads the last output by the manifest's digests; a page for people may be another", () => {
    const digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
    const manifest = {
      targets: [],
      gone: [],
      files: { "aws/README.md": "0", "aws/a.json": digest, "aws.b/a.json": "0" },
    };
    const read = (text: string | undefined) => () =>
      text === undefined ? undefined : new TextEncoder().encode(text);
    expect(lastOutput(manifest, "aws", read("x"))).toEqual({
      kind: "whole",
      files: new Map([["a.json", "x"]]),
    });
    for (const other of ["y", undefined])
      expect(lastOutput(manifest, "aws", read(other))).toEqual({ kind: "changed", file: "aws/a.json" });
    expect(lastOutput(manifest, "cedar", read("x"))).toEqual({ kind: "absent" });
    expect(lastOutput(undefined, "aws", read("x"))).toEqual({ kind: "absent" });
  });
});
