import { describe } from "vitest";
import { check, checkFix } from "./prelude.ts";

const ignore = { ignore: ["unused"] } as const;

describe("owners", () => {
  check(
    "need an email",
    `
owner eve { }
      ^^^ missing-member: The owner 'eve' has no 'email'; add 'email "…"'.
`,
    ignore,
  );
  check(
    "need a real one",
    `
owner eve { email "eve at example.com" }
                  ^^^^^^^^^^^^^^^^^^^^ bad-literal: 'eve at example.com' is no email address.
`,
    ignore,
  );
  check(
    "without an email silence whoever depends on them",
    `
owner eve { }
      ^^^ missing-member
team t { lead eve }
agent a { owner eve  expires 2027-03-01  may mail:send with approval from t for 5m }
test "t" {
  as a  at 2026-12-01
  allow mail:read
}
`,
  );
  check(
    "say each thing once",
    `
owner eve { email "eve@example.com"  email "eva@example.com" }
            ----------------------- the first one
                                     ^^^^^^^^^^^^^^^^^^^^^^^ duplicate-member: 'email' is given already; keep one of the two.
`,
    ignore,
  );
  checkFix(
    "the fix of a duplicate removes the later one, which is for people to judge",
    "duplicate-member",
    `owner eve { email "eve@example.com"  email "eva@example.com" }\n`,
    `owner eve { email "eve@example.com"   }\n`,
    { safe: false },
  );
  check(
    "do not manage each other in a circle, which is told once",
    `
owner x { email "x@example.com"  manager z }
      ^ cycle: Owners cannot manage each other: 'x', 'y', 'z' lead to each other.
owner y { email "y@example.com"  manager x }
      - 'y' is declared here
owner z { email "z@example.com"  manager y }
      - 'z' is declared here
agent a { owner x  deputy y  expires 2027-03-01  may mail:read }
agent b { owner z  expires 2027-03-01  may mail:read }
`,
  );
  check(
    "have owners as managers",
    `
owner eve { email "eve@example.com"  manager crew }
                                             ^^^^ wrong-kind: 'crew' is a team, and an owner is needed here.
`,
    ignore,
  );
});

describe("teams", () => {
  check(
    "need a lead",
    `
team t { members [ada] }
     ^ missing-member: The team 't' has no 'lead'; add 'lead OWNER'.
`,
    ignore,
  );
  check(
    "list each member once",
    `
team t { lead ada  members [ada, bob, bob] }
                                      ^^^ duplicate-member: 'bob' is in the team already.
`,
    ignore,
  );
});

describe("groups and facts", () => {
  check(
    "a fact needs its type and how fresh it has to be",
    `
fact sev { }
     ^^^ missing-member: The fact 'sev' has no 'type'; add 'type string', say.
     ^^^ missing-member: The fact 'sev' has no 'fresh'; add 'fresh 5m', say.
`,
    ignore,
  );
  check(
    "a group's claim is a string",
    `
group g { claim 5 }
                ^ type-mismatch: 'claim' takes a string, not a number.
`,
    ignore,
  );
});
