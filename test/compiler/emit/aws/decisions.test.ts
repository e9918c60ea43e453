import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emitAws } from "../../../../compiler/emit/aws/emit.ts";
import type { Emission } from "../../../../compiler/emit/emission.ts";
import { formatInstant } from "../../../../compiler/literals.ts";
import { evaluate } from "../../../../compiler/model/evaluate.ts";
import { isObject } from "../../../../compiler/model/json.ts";
import type { Policy } from "../../../../compiler/model/policy.ts";
import { type IamPrincipal, iamAllows } from "../../../oracles/iam.ts";
import { memoryHost } from "../../memory-host.ts";
import { instant } from "../../model/policies.ts";
import { type Call, calls, policies, target } from "./arbitrary.ts";

const host = memoryHost({});
/** Clocks of the compile; calls come later, as the output speaks of the time from then on. */
const clocks = ["2026-05-01", "2026-07-01", "2027-02-01"].map(instant);

async function emitted(policy: Policy, at: number): Promise<Emission> {
  return emitAws({ policy, target, at }, (name) => host.data(name));
}

/** Each agent's role, by the agent that `role.json` names. */
function principalsOf(emission: Emission): ReadonlyMap<unknown, IamPrincipal> {
  const folders = new Set(emission.files.flatMap(({ path }) => /^(.+)\/role\.json$/.exec(path)?.[1] ?? []));
  return new Map(
    [...folders].map((folder) => {
      const documents = (name: string) =>
        emission.files
          .filter((file) => file.path.startsWith(`${folder}/${name}`))
          .map((file): unknown => JSON.parse(String(file.content)));
      const [boundary] = documents("boundary");
      const [role] = documents("role");
      return [isObject(role) ? role.agent : undefined, { policies: documents("permissions"), boundary }];
    }),
  );
}

const asked = (call: Call) => ({
  action: call.action,
  resource: call.resource ?? "*",
  keys: {
    "aws:currenttime": formatInstant(call.at),
    ...(call.ip === undefined ? {} : { "aws:sourceip": call.ip }),
    ...(call.mfa === undefined ? {} : { "aws:multifactorauthpresent": String(call.mfa) }),
  },
});

const request = (call: Call) => ({
  agent: call.agent,
  action: `aws:${call.action}`,
  ...(call.resource === undefined ? {} : { resource: call.resource }),
  time: formatInstant(call.at),
  context: {
    ...(call.ip === undefined ? {} : { ip: call.ip }),
    ...(call.mfa === undefined ? {} : { mfa: call.mfa }),
  },
});

const many = fc.array(calls, { minLength: 40, maxLength: 40 });

describe("the AWS output decides as the reference does", () => {
  it("never allows more, and allows the same where every permission is native", async () => {
    let compared = 0;
    let allowed = 0;
    let exact = 0;
    await fc.assert(
      fc.asyncProperty(policies, fc.constantFrom(...clocks), many, async (policy, at, list) => {
        const emission = await emitted(policy, at);
        expect(emission.problems).toEqual([]);
        const principals = principalsOf(emission);
        const native = (name: string) =>
          emission.enforcement.every((one) => one.agent !== name || one.enforcement.kind === "native");
        for (const drawn of list) {
          const call = { ...drawn, at: Math.max(drawn.at, at) };
          const reference = evaluate(policy, request(call), at).decision === "allow";
          const principal = principals.get(call.agent);
          const platform = principal !== undefined && iamAllows(principal, asked(call));
          if (platform && !reference) expect.fail(`wider: ${JSON.stringify(call)}`);
          if (native(call.agent) && reference) {
            expect(platform, JSON.stringify(call)).toBe(true);
            exact++;
          }
          compared++;
          if (platform) allowed++;
        }
      }),
      { numRuns: 600, seed: 20_261_124, endOnFailure: true },
    );
    expect(compared).toBeGreaterThanOrEqual(24_000);
    expect(allowed).toBeGreaterThan(300);
    expect(exact).toBeGreaterThan(300);
  });
});
