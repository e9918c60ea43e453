import { describe, expect, test } from "vitest";
import { checkWorkspace } from "../../../compiler/index.ts";
import type { Agent } from "../../../compiler/model/policy.ts";
import { config, problemsOf } from "../diagnose.ts";
import { memoryHost } from "../memory-host.ts";
import { agent, check, prelude, withPrelude } from "./prelude.ts";

async function agentOf(source: string): Promise<Agent | undefined> {
  const { policies } = await checkWorkspace(memoryHost({ ...prelude, "a.remit": source }), config);
  return policies[0]?.agents.a;
}

describe("scopes", () => {
  test("unfold with their parameters, and both sides of every modifier are kept", async () => {
    const found = await agentOf(`
window day { zone "UTC" }
window night { hours 22:00..06:00  zone "UTC" }
scope inner(bucket, most) "Inner" {
  allow aws:s3:GetObject on "arn:aws:s3:::\${bucket}/*" on behalf of group staff during day until most because "inner"
}
scope outer(most) "Outer" { include inner("docs", most)  allow mail:send with approval from ada for 5m }
agent a { owner ada  expires 2027-03-01
  may outer(2027-01-01) on "arn:aws:s3:::docs/a*" on behalf of owner bob during night from 2026-01-01 until 2027-02-01
    with approval from crew for 10m
}`);
    const [first, second] = found?.grants ?? [];
    expect(first).toMatchObject({
      actions: [{ text: "aws:s3:GetObject", wildcard: false }],
      resources: [["arn:aws:s3:::docs/a*"], ["arn:aws:s3:::docs/*"]],
      subjects: [
        [{ kind: "owner", owner: "bob", email: "bob@example.com" }],
        [{ kind: "group", claim: "staff" }],
      ],
      range: { from: 1_767_225_600, until: 1_798_761_600 },
      because: "inner",
      scope: { name: "inner" },
    });
    expect(first?.windows.map(({ name }) => name)).toEqual(["night", "day"]);
    expect(second).toMatchObject({ actions: [{ text: "mail:send" }], scope: { name: "outer" } });
    expect(second?.approvals).toEqual([
      {
        from: "crew",
        within: 600,
        approvers: [
          { owner: "ada", email: "ada@example.com" },
          { owner: "bob", email: "bob@example.com" },
        ],
      },
      { from: "ada", within: 300, approvers: [{ owner: "ada", email: "ada@example.com" }] },
    ]);
    expect(first?.origin.text).toMatch(/^may outer/);
    expect(first?.scope?.origin.text).toMatch(/^allow aws:s3:GetObject/);
  });
  check(
    "called with other arguments than they have",
    `
scope one(x) "One" { allow mail:send where to == x }
      --- 'one' is declared here
      --- 'one' is declared here
scope none "None" { allow mail:read }
      ---- 'none' is declared here
${agent(
  `
  may one
      ^^^ wrong-arguments: The scope 'one' takes 1 argument (x), and none is given.
  may one("a", "b")
      ^^^ wrong-arguments: The scope 'one' takes 1 argument (x), and 2 are given.
  may none("a")
      ^^^^ wrong-arguments: The scope 'none' takes no arguments, and 1 is given.
  may one("a"), none`.replace(", none", ""),
)}
`,
  );
  check(
    "with a parameter of the wrong type, at the use that brings it",
    `
scope one(x) "One" { allow mail:send where cost < x }
                                                  - used here
scope two(y) "Two" { include one(y) }
${agent(`
  may two("a")
          ^^^ type-mismatch: 'cost' is a decimal and takes a number, not a string.
  may two(5)`)}
`,
  );
  check(
    "with a parameter that does not go into a string, at the use that brings it",
    `
scope one(x) "One" { allow mail:send where to == "a\${x}" }
                                                     - used here
${agent(`
  may one(5m)
          ^^ type-mismatch: Only strings and numbers go into a string; 'x' is a duration.
  may one("b")
  may one(5)`)}
`,
  );
  check(
    "with the same parameter twice",
    `
scope one(x, x) "One" { allow mail:send where to == x }
          - the first one
             ^ duplicate-name: There is a parameter 'x' already.
`,
    { ignore: ["unused"] },
  );
  check(
    "a parameter comes before a let of its name",
    `
let x = 5
scope one(x) "One" { allow mail:send where to == x }
${agent(`  may one("a")  may mail:send where cost < x`)}
`,
  );
  check(
    "that include each other are one cycle, and what they hold besides is checked",
    `
scope a1 "A" { include b1  allow mail:sendd }
      ^^ cycle: Scopes cannot include each other: 'a1', 'b1' lead to each other.
                                 ^^^^^^^^^^ unknown-action
scope b1 "B" { include a1 }
${agent("  may a1")}
`,
  );
  check(
    "by names of another kind",
    agent(`
  may staff
      ^^^^^ wrong-kind: 'staff' is a group, and a scope is needed here.`),
  );
  test("may include each other a hundred deep, and one message tells of more", async () => {
    const chain = (depth: number) =>
      Array.from(
        { length: depth },
        (_, i) => `scope s${i} "S" { ${i === 0 ? "allow mail:read" : `include s${i - 1}`} }`,
      ).join("\n");
    const deep = await problemsOf({ "a.remit": `${chain(100)}\n${agent("may s99")}` }, withPrelude());
    expect(deep).toEqual([]);
    const deeper = await problemsOf({ "a.remit": `${chain(5000)}\n${agent("may s4999")}` }, withPrelude());
    expect(deeper.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      "too-complex: Scopes include each other more than 100 deep here.",
    ]);
  });
  test("that double each other stop at a stated number of permissions, with and without parameters", async () => {
    const double = (call: (i: number) => string, head: (i: number) => string) =>
      Array.from({ length: 40 }, (_, i) =>
        i === 0
          ? `scope ${head(0)} "S" { allow mail:read }`
          : `scope ${head(i)} "S" { include ${call(i - 1)} include ${call(i - 1)} }`,
      ).join("\n");
    for (const source of [
      `${double(
        (i) => `s${i}`,
        (i) => `s${i}`,
      )}\n${agent("may s39")}`,
      `${double(
        (i) => `s${i}(x)`,
        (i) => `s${i}(x)`,
      )}\n${agent('may s39("a")')}`,
      `${double(
        (i) => `s${i}(x)`,
        (i) => `s${i}(x)`,
      ).replace("allow mail:read", "")}\n${agent('may s39("a")')}`,
    ]) {
      const found = await problemsOf({ "a.remit": source }, withPrelude());
      expect(found.map(({ message }) => message.replace(/s\d+/, "s…"))).toEqual([
        "The scope 's…' comes to more than 10000 permissions and includes; split it.",
      ]);
    }
  });
});

describe("agents", () => {
  test("of more than ten thousand permissions are one message", async () => {
    const scope = `scope s "S" { ${"allow mail:read ".repeat(1000)} }`;
    const found = await problemsOf({ "a.remit": `${scope}\n${agent("may s ".repeat(11))}` }, withPrelude());
    expect(found.map(({ message }) => message)).toEqual([
      "'a' comes to more than 10000 permissions; split the agent.",
    ]);
  });
});

describe("modifiers", () => {
  check(
    "each at most once, also the end in its two forms",
    agent(`
  may mail:read because "a" because "b"
                            ^^^^^^^^^^^ duplicate-member: 'because' is given already; keep one of the two.
  may mail:read until 2027-01-01 through 2027-02-01
                                 ^^^^^^^^^^^^^^^^^^ duplicate-member: 'through' is given already; keep one of the two.
  may mail:read on behalf of group staff on "x"`),
  );
  check(
    "a range without an instant, the later edge being primary",
    agent(`
  may mail:read from 2027-01-01 until 2027-01-01
                                ^^^^^^^^^^^^^^^^ empty-range: This range holds no instant: 'from' is not before its end.
                --------------- the other edge
  may mail:read through 2027-01-01 from 2027-01-02
                                   ^^^^^^^^^^^^^^^ empty-range
                ------------------ the other edge
  may mail:read from 2027-01-01 through 2027-01-01`),
  );
  check(
    "subjects that are none",
    agent(`
  may mail:read on behalf of group crew
                                   ^^^^ wrong-kind: 'crew' is a team, and a group is needed here.
  may mail:read on behalf of user "nobody"
                                  ^^^^^^^^ bad-literal: 'nobody' is no email address.
  may mail:read on behalf of user "Eve@Example.com", owner bob, group staff`),
  );
  check(
    "approvers that are none",
    agent(`
  may mail:read with approval from staff for 5m
                                   ^^^^^ wrong-kind: 'staff' is a group, and an owner or a team is needed here.
  may mail:read with approval from crew for 0s
                                            ^^ bad-literal
  may mail:read during crew
                       ^^^^ wrong-kind: 'crew' is a team, and a window is needed here.`),
  );
});
