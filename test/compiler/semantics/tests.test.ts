import { describe, expect, test } from "vitest";
import { checkWorkspace } from "../../../compiler/index.ts";
import { config } from "../diagnose.ts";
import { memoryHost } from "../memory-host.ts";
import { agent, check, prelude } from "./prelude.ts";

describe("test-failed", () => {
  check(
    "tells the decision and the statement that made it",
    `
agent a { owner ada  expires 2027-03-01
  may mail:read
  ------------- this allows it
  may mail:send during w
  never mail:send where urgent
  ---------------------------- this denies it
}
window w { days mon..fri  zone "UTC" }
test "t" {
  as a  at 2026-12-01T10:00Z
  deny mail:read
  ^^^^^^^^^^^^^^ test-failed
  allow mail:send with urgent = true
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ test-failed
  allow mail:send with urgent = false
  allow mail:read at 2027-03-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ test-failed
  deny mail:send with urgent = false at 2026-12-05
}
`.replace(
      "agent a { owner ada  expires 2027-03-01\n",
      "agent a { owner ada  expires 2027-03-01\n------- this agent is not in force then\n",
    ),
  );
  test("requests carry everything that a case says", async () => {
    const source = `
fact sev { type string  fresh 5m }
agent a { owner ada  expires 2027-03-01  may mail:send }
agent b { owner ada  expires 2027-03-01  may mail:send }
test "t" {
  as a  at 2026-12-01T10:00+01:00
  deny mail:send on "doc/1" for user "Eve@Example.com" in group staff via b
    with cost = 1.50, count = 3, urgent = true, from = 10.0.0.1, request.mfa = false, fact.sev = "SEV1"
    approved by bob at 2026-12-01T08:59Z approved by ada
}`;
    const { policies } = await checkWorkspace(memoryHost({ ...prelude, "a.remit": source }), config);
    const asked = {
      action: "mail:send",
      resource: "doc/1",
      inputs: { cost: "1.5", count: "3", urgent: true, from: "10.0.0.1" },
    };
    const approval = (by: string, at: string, name: string) => ({ by, at, agent: name, ...asked });
    expect(policies[0]?.tests[0]?.cases[0]?.request).toEqual({
      agent: "a",
      ...asked,
      time: "2026-12-01T09:00:00Z",
      on_behalf_of: { user: "eve@example.com", groups: ["staff"] },
      via: ["b"],
      context: { mfa: false },
      facts: { sev: { value: "SEV1", at: "2026-12-01T09:00:00Z" } },
      approvals: [
        approval("bob@example.com", "2026-12-01T08:59:00Z", "a"),
        approval("bob@example.com", "2026-12-01T08:59:00Z", "b"),
        approval("ada@example.com", "2026-12-01T09:00:00Z", "a"),
        approval("ada@example.com", "2026-12-01T09:00:00Z", "b"),
      ],
    });
  });
  check(
    "says nothing of agents that are in error",
    `
agent a { owner ada  expires 2027-03-01  may mail:sendd }
                                             ^^^^^^^^^^ unknown-action
test "t" {
  as a  at 2026-12-01
  allow mail:send
}
`,
  );
});

describe("suspended-still-tested", () => {
  check(
    "an allow of an agent that is suspended then, or whose parent is",
    `
agent a { owner ada  expires 2027-03-01  may mail:read
  suspended since 2026-12-01 because "leak"
  ----------------------------------------- suspended here
  ----------------------------------------- suspended here
}
agent b under a { may mail:read }
test "t" {
  as a  at 2026-11-30
  allow mail:read
  allow mail:read at 2026-12-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ suspended-still-tested: This expects 'allow', but 'a' is suspended then; move the instant or expect 'deny'.
  deny mail:read at 2026-12-01
}
test "u" {
  as b  at 2026-12-02
  allow mail:read
  ^^^^^^^^^^^^^^^ suspended-still-tested
}
`,
  );
});

describe("cases", () => {
  check(
    "need an agent and an instant",
    `
${agent("  may mail:read")}
test "t" {
^^^^^^^^ missing-member: This test has no 'as'; say which agent asks: 'as AGENT'.
^^^^^^^^ missing-member: This test has no 'at'; say when: 'at 2026-12-01T10:00Z'.
  allow mail:read
}
`,
  );
  check(
    "ask for one action, of people and agents that there are",
    `
${agent("  may mail:read")}
test "t" {
  as a  at 2026-12-01
  deny mail:*
       ^^^^^^ bad-literal: A test asks for one action; 'mail:*' is a pattern.
  deny mail:reed
       ^^^^^^^^^ unknown-action
  deny mail:read in group staff
                 ^^^^^^^^^^^^^^ missing-member: A group without a user has no 'for user'; add 'for user "…"', who is in it.
  deny mail:read for user "x" in group crew
                                       ^^^^ wrong-kind
  deny mail:read via c
                     ^ unknown-name
  deny mail:read approved by crew
                             ^^^^ wrong-kind
  allow mail:read on "a" on "b"
                         ^^^^^^ duplicate-member
  deny mail:send with cost = "1", cost = 2
                             ^^^ type-mismatch: 'cost' is a decimal and takes a number, not a string.
  deny mail:send with cost = 1, cost = 2
                                ^^^^^^^^ duplicate-member: 'cost' is given already.
}
`,
  );
  check(
    "'as' names an agent",
    `
test "t" {
  as ada  at 2026-12-01
     ^^^ wrong-kind: 'ada' is an owner, and an agent is needed here.
  deny mail:read
}
`,
  );
});
