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
});
