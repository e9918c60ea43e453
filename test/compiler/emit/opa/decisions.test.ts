import { beforeAll, describe, expect, test } from "vitest";
import { type OpaEngine, openOpa } from "../../../../cli/engines/opa.ts";
import { policyDocument } from "../../../../compiler/emit/opa/data.ts";
import { evaluate } from "../../../../compiler/model/evaluate.ts";
import type { Policy } from "../../../../compiler/model/policy.ts";
import { agent, grant, policy } from "../../model/policies.ts";

let opa: OpaEngine;
beforeAll(async () => {
  opa = await openOpa();
});

const NOW = 1_790_000_000;

/** Both answers, which must be one. */
function decide(of: Policy, request: unknown): string {
  opa.load(policyDocument(of, Object.keys(of.agents)));
  const expected = evaluate(of, request, NOW);
  const answer = opa.decide(request, NOW);
  expect({ allow: answer.allow, reasons: answer.reasons }).toMatchObject({
    allow: expected.decision === "allow",
  });
  return answer.allow ? "allow" : answer.reasons.join("; ");
}

describe("the compiled policy in WebAssembly", () => {
  test("allows what a grant gives, and nothing else", () => {
    const one = policy([agent("mailer", { grants: [grant("tool:send")] })]);
    expect(decide(one, { agent: "mailer", action: "tool:send" })).toBe("allow");
    expect(decide(one, { agent: "mailer", action: "tool:delete" })).toBe(
      "Nothing lets 'mailer' do 'tool:delete'.",
    );
    expect(decide(one, { agent: "nobody", action: "tool:send" })).toBe("There is no agent 'nobody' here.");
  });

  test("denies a request that is none, with a reason", () => {
    const one = policy([agent("mailer", { grants: [grant("tool:send")] })]);
    for (const request of [null, 0, "", [], "x", [{ agent: "mailer" }], true, {}])
      expect(decide(one, request)).toMatch(/The request/);
  });

  test("knows the same letters as upper case as the reference, in all of Unicode", () => {
    const one = policy([
      agent("mailer", {
        grants: [grant("tool:send", { subjects: [[{ kind: "group", name: "g", claim: "g" }]] })],
      }),
    ]);
    opa.load(policyDocument(one, ["mailer"]));
    const allows = (user: string) => {
      const request = { agent: "mailer", action: "tool:send", on_behalf_of: { user, groups: ["g"] } };
      const expected = evaluate(one, request, NOW).decision === "allow";
      expect(opa.decide(request, NOW).allow, JSON.stringify(user)).toBe(expected);
      return expected;
    };
    // Cased letters lie below U+20000; they are asked one by one where Unicode 6 and later has any, else in steps.
    const counts = { lower: 0, upper: 0 };
    for (
      let code = 0x21;
      code < 0x20000;
      code += code < 0x3000 || (code >= 0xa600 && code < 0xac00) ? 1 : 7
    ) {
      if (code >= 0xd800 && code < 0xe000) continue;
      counts[allows(`${String.fromCodePoint(code)}@x`) ? "lower" : "upper"]++;
    }
    expect(counts.lower).toBeGreaterThan(10_000);
    expect(counts.upper).toBeGreaterThan(1000);
  });

  test("survives a request of any depth", () => {
    const one = policy([agent("mailer", { grants: [grant("tool:send")] })]);
    opa.load(policyDocument(one, ["mailer"]));
    const nested = (depth: number): unknown => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);
    for (const depth of [10, 900, 5000, 100_000]) {
      const request = { agent: "mailer", action: "tool:send", inputs: { deep: nested(depth) } };
      expect(opa.decide(request, NOW).reasons.length).toBeGreaterThan(0);
      expect(decide(one, { agent: "mailer", action: "tool:send" })).toBe("allow");
    }
  });

  test("decides by globs with thousands of wildcards", () => {
    const glob = `${"a*?".repeat(1500)}z`;
    const one = policy([agent("mailer", { grants: [grant("aws:s3:GetObject", { resources: [[glob]] })] })]);
    const request = { agent: "mailer", action: "aws:s3:GetObject" };
    expect(decide(one, { ...request, resource: `${"ab".repeat(1500)}z` })).toBe("allow");
    expect(decide(one, { ...request, resource: `${"ab".repeat(1499)}z` })).not.toBe("allow");
  });
});
