import { describe, expect, test } from "vitest";
import { checkWorkspace } from "../../../compiler/index.ts";
import { config, problemsOf } from "../diagnose.ts";
import { memoryHost } from "../memory-host.ts";
import { agent, check, prelude, withPrelude } from "./prelude.ts";

const two = "environment staging\nenvironment prod\n";

describe("environments", () => {
  test("each give a policy, with their own values, agents and grants", async () => {
    const source = `${two}
let bucket = by environment { staging "s"  prod "p" }
agent a { owner ada  expires 2027-03-01
  may aws:s3:GetObject on "arn:aws:s3:::\${bucket}/*"
  may mail:send environment prod }
agent b { owner ada  expires 2027-03-01  environments prod  may mail:read }
agent c under b { may mail:read }
agent d under b { environments prod, staging  may mail:read }
`;
    const checked = await checkWorkspace(memoryHost({ ...prelude, "a.remit": source }), config);
    expect(checked.problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(checked.environments).toEqual(["staging", "prod"]);
    const [staging, prod] = checked.policies;
    expect([staging?.environment, prod?.environment]).toEqual(["staging", "prod"]);
    expect(Object.keys(staging?.agents ?? {})).toEqual(["a"]);
    expect(Object.keys(prod?.agents ?? {})).toEqual(["a", "b", "c", "d"]);
    expect(prod?.agents.b?.environments).toEqual(["prod"]);
    expect(prod?.agents.c?.environments).toEqual(["prod"]);
    expect(staging?.agents.a?.grants.map(({ resources }) => resources)).toEqual([[["arn:aws:s3:::s/*"]]]);
    expect(prod?.agents.a?.grants.map(({ resources }) => resources)).toEqual([[["arn:aws:s3:::p/*"]], []]);
    const one = await checkWorkspace(memoryHost({ ...prelude, "a.remit": source }), config, {
      environment: "prod",
    });
    expect(one.policies.map(({ environment }) => environment)).toEqual(["prod"]);
  });
  test("that are asked for and not declared are one problem and no policy", async () => {
    const host = memoryHost({ ...prelude, "a.remit": two });
    const checked = await checkWorkspace(host, config, { environment: "test" });
    expect(checked.policies).toEqual([]);
    expect(checked.problems.map(({ message }) => message)).toEqual([
      "There is no environment 'test'; there are 'staging', 'prod'.",
    ]);
  });
  test("of the same name in two namespaces go by their qualified names", async () => {
    const host = memoryHost({ "a.remit": "namespace one\nenvironment prod", "b.remit": "environment prod" });
    expect((await checkWorkspace(host, config)).environments).toEqual(["one.prod", "prod"]);
  });
  check(
    "a let by environment names each of them once, and no other",
    `
${two}environment test
let x = by environment { staging "s"  prod "p" }
    ^ missing-member: 'x' has no value for the environment 'test'.
let y = by environment { staging "s"  prod "p"  test "t"  prod "q" }
                                      ---- the first value
                                                          ^^^^ duplicate-member: 'prod' has a value already.
let z = by environment { staging "s"  prod "p"  test "t"  dev "q" }
                                                          ^^^ unknown-name: There is no environment named 'dev'.
agent a { owner ada  expires 2027-03-01  purpose "\${x} \${y} \${z}"  may mail:read }
`,
  );
  check(
    "a mistake that all share is told once, one of a single environment also",
    `
${two}let x = by environment { staging "a"  prod 5m }
agent a { owner ada  expires 2027-03-01  purpose x  may mail:nothing }
                                                 ^ type-mismatch: 'purpose' takes a string, and 'x' is a duration.
                                                        ^^^^^^^^^^^^ unknown-action
`,
  );
  check(
    "a grant that is for no environment of its agent is never in force",
    `
${two}scope s "S" { allow mail:read environment staging }
agent a { owner ada  expires 2027-03-01  environments prod
  may mail:read environment staging
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ never-in-force: This grant of 'a' is for no environment that the agent is in, so it is never in force.
  may mail:send environment prod
}
agent b { owner ada  expires 2027-03-01
  may s environment prod
  ^^^^^^^^^^^^^^^^^^^^^^ never-in-force
  may s }
`,
  );
  check(
    "names that are no environments",
    `
${two}agent a { owner ada  expires 2027-03-01  environments prod, crew
                                                            ^^^^ wrong-kind: 'crew' is a team, and an environment is needed here.
  may mail:read environment prodd
                            ^^^^^ unknown-name: There is no environment named 'prodd'; did you mean 'prod'?
}
`,
  );
  test("a case fails once, whatever the number of environments", async () => {
    const source = `${two}${agent("may mail:read environment prod")}
test "t" { as a  at 2026-12-01  allow mail:read }
test "p" { as a  at 2026-12-01  environment prod  allow mail:read }
test "s" { as a  at 2026-12-01  environment staging  deny mail:read }
`;
    const found = await problemsOf({ "a.remit": source }, withPrelude());
    expect(found.map(({ code, message }) => [code, message.replace(/:.*/s, "")])).toEqual([
      ["test-failed", "Expected 'allow', but it is denied in environment 'staging'"],
    ]);
  });
});
