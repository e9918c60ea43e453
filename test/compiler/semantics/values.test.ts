import { describe, expect, test } from "vitest";
import { checkWorkspace } from "../../../compiler/index.ts";
import { config } from "../diagnose.ts";
import { memoryHost } from "../memory-host.ts";
import { agent, check, prelude } from "./prelude.ts";

async function policyOf(source: string) {
  const { policies } = await checkWorkspace(memoryHost({ ...prelude, "test.remit": source }), config);
  return policies[0];
}

describe("lets", () => {
  test("stand wherever a literal of their type may, other lets and strings included", async () => {
    const policy = await policyOf(`
let end = 2027-03-01
let later = end
let length = 30m
let bucket = "invoices"
let most = 500.5
let text = "up to \${most} in \${bucket}"
agent a { owner ada  expires later  session length  purpose text
  may mail:send where cost <= most and to == bucket  until end }
`);
    const found = policy?.agents.a;
    expect(found).toMatchObject({
      expires: 1_803_859_200,
      session: 1800,
      purpose: "up to 500.5 in invoices",
    });
    expect(found?.grants[0]?.range.until).toBe(1_803_859_200);
    expect(found?.grants[0]?.condition).toEqual([
      [
        { variable: { kind: "input", name: "cost" }, type: "decimal", op: "<=", value: "5005000" },
        { variable: { kind: "input", name: "to" }, type: "string", op: "==", value: "invoices" },
      ],
    ]);
  });
  check(
    "hold strings, durations, instants and numbers only",
    `
let a = true
        ^^^^ type-mismatch: A let takes a string, duration, instant or number, not true or false.
agent x { owner ada  expires 2027-03-01  purpose a  may mail:read }
`,
  );
  check(
    "that are made of each other are one cycle, at the first; what depends on them is silent",
    `
let a = "x\${b}"
    ^ cycle: Lets cannot be made of each other: 'a', 'b', 'c' lead to each other.
let b = c
let c = "\${a}"
let d = "\${c}"
agent x { owner ada  expires 2027-03-01  purpose d  may mail:read }
`,
  );
  check(
    "that lead to themselves",
    `
let a = "\${a}"
    ^ cycle: Lets cannot be made of each other: 'a' leads to itself.
agent x { owner ada  expires 2027-03-01  purpose a  may mail:read }
`,
  );
  check(
    "of another type than the place takes",
    `
let length = 30m
agent x { owner ada  expires length  may mail:read }
                             ^^^^^^ type-mismatch: 'expires' takes an instant such as 2027-03-31, and 'length' is a duration.
`,
  );
  check(
    "of hours are no values",
    `
let a = 08:00..18:00
        ^^^^^^^^^^^^ type-mismatch: A value takes a string, instant, duration or number, not hours.
agent x { owner ada  expires 2027-03-01  purpose a  may mail:read }
`,
  );
  check(
    "that are unknown",
    `
agent x { owner ada  expires 2027-03-01  purpose "a \${nothing} b"  may mail:read }
                                                      ^^^^^^^ unknown-name: There is no let named 'nothing'.
`,
  );
  check(
    "of instants and durations do not go into strings",
    `
let when = 2027-01-01
agent x { owner ada  expires 2027-03-01  purpose "until \${when}"  may mail:read }
                                                          ^^^^ type-mismatch: Only strings and numbers go into a string; 'when' is an instant.
`,
  );
  check(
    "that double each other stop at a stated length",
    [
      "",
      'let s0 = "0123456789abcdef"',
      ...Array.from({ length: 13 }, (_, i) => `let s${i + 1} = "\${s${i}}\${s${i}}"`),
      "          ^^^^^^^^^^^^^^ too-complex: This string grows to more than 65536 characters; shorten what it is made of.",
      "agent x { owner ada  expires 2027-03-01  purpose s13  may mail:read }",
      "",
    ].join("\n"),
  );
  test("in a chain of 10,000 are evaluated", async () => {
    const chain = Array.from({ length: 10_000 }, (_, i) => `let l${i} = l${i + 1}`).join("\n");
    const policy = await policyOf(
      `${chain}\nlet l10000 = "end"\nagent x { owner ada  expires 2027-03-01  purpose l0 }`,
    );
    expect(policy?.agents.x?.purpose).toBe("end");
  });
});

describe("type-mismatch", () => {
  check(
    "a literal of another type than the setting takes",
    `
agent x { owner "ada"  expires 90d  session 2027-01-01  purpose 5
                ^^^^^ type-mismatch: 'owner' takes the name of an owner, not a string.
                               ^^^ type-mismatch: 'expires' takes an instant such as 2027-03-31, not a duration.
                                            ^^^^^^^^^^ type-mismatch: 'session' takes a duration such as 90d or 1h30m, not an instant.
                                                                ^ type-mismatch: 'purpose' takes a string, not a number.
  may mail:read }
`,
  );
  check(
    "'through' takes a date, since it includes a day",
    agent(`
  may mail:read through 2027-01-01T10:00
                        ^^^^^^^^^^^^^^^^ type-mismatch: 'through' takes a date alone, which it includes, not an instant.`),
  );
  check("a date after 'through'", agent("  may mail:read through 2027-01-01"));
});

describe("bad-literal", () => {
  check(
    "a duration of nothing where one is needed",
    `
agent x { owner ada  expires 2027-03-01  session 0s  may mail:read }
                                                 ^^ bad-literal: 'session' takes a duration longer than nothing.
`,
  );
  check(
    "what is reserved in patterns, after interpolation",
    `
let star = "*"
agent x { owner ada  expires 2027-03-01
  may aws:s3:GetObject on "arn:aws:s3:::b/{a}"
                          ^^^^^^^^^^^^^^^^^^^^ bad-literal: '{' is reserved in patterns; list the patterns one by one.
  may aws:s3:PutObject on "arn:aws:s3:::b/\${star}*"
                          ^^^^^^^^^^^^^^^^^^^^^^^^^ bad-literal: '**' is reserved in patterns; one '*' is any run of characters, slashes too.
  may aws:s3:DeleteObject on ""
                             ^^ bad-literal: An empty pattern matches no resource.
}
`,
  );
  check(
    "an empty string where something is named",
    `
group g { claim "" }
                ^^ bad-literal: 'claim' takes a string that is not empty.
agent x { owner ada  expires 2027-03-01  may mail:read on behalf of group g
  identity { aws role "" }
                      ^^ bad-literal: 'role' takes a string that is not empty.
}
`,
  );
  check(
    "patterns with single wildcards, and an empty one of a string",
    agent(`  may mail:send where to like ""`),
  );
  check("patterns with single wildcards", agent(`  may aws:s3:GetObject on "arn:aws:s3:::b/*/?"`));
  check(
    "a source outside of the workspace",
    `
agent x { owner ada  expires 2027-03-01  source "../other/**"  may mail:read }
                                                ^^^^^^^^^^^^^ bad-literal: '../other/**' is no glob of paths below the workspace.
`,
  );
});
