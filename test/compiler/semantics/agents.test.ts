import { describe, expect, test } from "vitest";
import { checkWorkspace } from "../../../compiler/index.ts";
import { config } from "../diagnose.ts";
import { memoryHost } from "../memory-host.ts";
import { agent, check, prelude } from "./prelude.ts";

async function policyOf(source: string) {
  const { policies } = await checkWorkspace(memoryHost({ ...prelude, "a.remit": source }), config);
  return policies[0];
}

describe("missing-member", () => {
  check(
    "an agent needs an owner and an end",
    `
agent a { may mail:read }
      ^ missing-member: The agent 'a' has no 'owner'; add 'owner NAME', a human who answers for it.
      ^ missing-member: The agent 'a' has no 'expires'; say when it ends: 'expires 2027-03-31'.
`,
  );
  check(
    "both may come from elsewhere",
    `
profile p { expires 2027-03-01 }
agent a { owner ada  profile p  may mail:read }
agent b under a { may mail:read }
`,
  );
  check(
    "what a parent lacks is told once, at the parent",
    `
agent a { may mail:read  owner ada }
      ^ missing-member
agent b under a { may mail:read }
agent c under b { may mail:read }
`,
  );
  check(
    "a broken 'expires' is not a missing one, and an unknown profile may have had it",
    `
agent a { owner ada  expires 2027-02-30  may mail:read }
                             ^^^^^^^^^^ bad-literal
agent b { owner ada  profile nothing  may mail:read }
                             ^^^^^^^ unknown-name: There is no profile named 'nothing'.
`,
  );
  check(
    "a review needs something to count from",
    `
agent a { owner ada  expires 2027-03-01  review every 90d  may mail:read }
                                         ^^^^^^^^^^^^^^^^ missing-member: This review has no 'reviewed'; add 'reviewed INSTANT by OWNER' or 'starts …', from which the time is counted.
agent b { owner ada  expires 2027-03-01  review every 90d  starts 2026-01-01  may mail:read }
agent c { owner ada  expires 2027-03-01  review every 90d  reviewed 2026-11-01 by ada  may mail:read }
profile p { review every 30d or suspend }
agent d { owner ada  expires 2027-03-01  profile p  may mail:read }
      ^ missing-member
`,
  );
  check(
    "a suspension, a waive, an accept and an 'enforced outside' say why and until when",
    `
agent a { owner ada  expires 2027-03-01  may mail:read
  suspended since 2026-12-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-member: 'suspended' has no 'because'; add 'because "…"'.
  waive window on aws until 2027-01-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-member: This waive has no 'because'; add 'because "…"'.
  accept admin-risk because "a"
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-member: This accept has no 'until'; say when it ends: 'until 2027-03-31'.
  enforced outside by "b"
  ^^^^^^^^^^^^^^^^^^^^^^^ missing-member: 'enforced outside' has no 'until'; say when it ends: 'until 2027-03-31'.
}
`,
  );
  check(
    "an identity has the fields of its platform",
    agent(`
  may mail:read
  identity { oidc issuer "https://id.example"  keycloak client "a" }
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-member: The oidc identity has no 'subject'; add 'subject "…"'.`),
  );
});

describe("agents", () => {
  check(
    "say each single thing once, and statements as often as they like",
    agent(`
  may mail:read  may mail:send  never mail:send  never mail:read
  purpose "a"  purpose "b"
               ^^^^^^^^^^^ duplicate-member: 'purpose' is given already; keep one of the two.
  source "a/**", "b"`),
  );
  check(
    "end after they start",
    `
agent a { owner ada  starts 2027-03-01  expires 2027-03-01  may mail:read }
                                        ^^^^^^^^^^^^^^^^^^ empty-range: The agent 'a' starts at or after its end.
                     ----------------- the other edge
profile p { expires 2027-03-01 }
            ------------------ the other edge
agent b { owner ada  profile p  starts 2027-04-01  may mail:read }
                                ^^^^^^^^^^^^^^^^^ empty-range
`,
  );
  check(
    "are not under each other",
    `
agent a under b { owner ada  expires 2027-03-01  may mail:sendd }
      ^ cycle: Agents cannot be under each other: 'a', 'b' lead to each other.
                                                     ^^^^^^^^^^ unknown-action
agent b under a { owner ada  expires 2027-03-01  may mail:read }
agent c under b { may mail:read }
test "t" {
  as c  at 2026-12-01
  allow mail:send
}
`,
  );
  check(
    "under somebody who is none",
    `
agent a under ada { may mail:read }
              ^^^ wrong-kind: 'ada' is an owner, and an agent is needed here.
`,
  );
  test("take what they do not say from the profile, and then from the parent", async () => {
    const policy = await policyOf(`
profile p { team crew  session 30m  audit keep 400d  may mail:read  never mail:send  purpose "profile" }
agent top { owner ada  deputy bob  team crew  expires 2027-03-01  starts 2026-01-01  purpose "top"  may mail:read }
agent mid under top { profile p  may mail:send  purpose "mid" }
agent low under mid { owner bob }
`);
    const { mid, low } = policy?.agents ?? {};
    expect(mid).toMatchObject({
      parent: "top",
      owner: "ada",
      deputy: "bob",
      team: "crew",
      purpose: "mid",
      profile: "p",
      session: 1800,
      auditKeep: 34_560_000,
      expires: 1_803_859_200,
    });
    expect(mid?.starts).toBeUndefined();
    expect(mid?.expiresOrigin.text).toBe("expires 2027-03-01");
    expect(mid?.grants.map(({ written }) => written)).toEqual([["mail:send"], ["mail:read"]]);
    expect(mid?.denies).toHaveLength(1);
    expect(low).toMatchObject({ owner: "bob", team: "crew", session: 3600, grants: [] });
    expect(low).not.toHaveProperty("deputy");
  });
  test("in error over who answers, until when or what never, are left out; a may in error only makes them incomplete", async () => {
    const policy = await policyOf(`
agent a { owner nobody  expires 2027-03-01 }
agent b { owner ada  expires 2027-03-01  never mail:nothing  may mail:read }
agent c { owner ada  expires 2027-03-01  may mail:nothing  may mail:read }
agent d under b { may mail:read }
agent e { owner ada  expires 2027-03-01  suspended since 2026-12-01 }
agent f { owner ada  expires 2027-03-01  retired "soon" }
agent g { owner ada  expires 2027-03-01  starts "soon" }
agent h { owner ada  expires 2027-03-01  waive window on aws because "a" }
agent i { owner ada  expires 2027-03-01  enforced outside by "a" }
agent j { owner ada  expires 2027-03-01 }
`);
    expect(Object.entries(policy?.agents ?? {}).map(([name, { incomplete }]) => [name, incomplete])).toEqual([
      ["c", true],
      ["h", true],
      ["i", true],
      ["j", undefined],
    ]);
    expect(policy?.agents.c).toMatchObject({ incomplete: true, grants: [{ written: ["mail:read"] }] });
  });
  test("have ids of grants and denies that are unique and do not depend on their order", async () => {
    const ids = async (body: string) => {
      const found = (await policyOf(agent(body)))?.agents.a;
      return new Set([...(found?.grants ?? []), ...(found?.denies ?? [])].map(({ id }) => id));
    };
    const one = await ids("may mail:read  may mail:read  may mail:send  never mail:read never mail:read");
    expect(one.size).toBe(5);
    expect(await ids("never mail:read never mail:read may mail:send  may mail:read  may mail:read")).toEqual(
      one,
    );
  });
});

describe("shared-identity", () => {
  check(
    "two agents with the same issuer and subject, role or client",
    `
agent a { owner ada  expires 2027-03-01  may mail:read
  identity { oidc issuer "https://id.example" subject "x"  aws role "r" }
                                                           ------------ the other one's
             -------------------------------------------- the other one's
}
agent b { owner ada  expires 2027-03-01  may mail:read
  identity { oidc issuer "https://id.example" subject "x" audience "y"
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ shared-identity: 'b' has the same oidc identity as 'a', so nobody can tell them apart; give one of them its own.
    aws role "r" adopt  keycloak client "r" }
    ^^^^^^^^^^^^^^^^^^ shared-identity: 'b' has the same aws identity as 'a', so nobody can tell them apart; give one of them its own.
}
agent c { owner ada  expires 2027-03-01  may mail:read
  identity { oidc issuer "https://other.example" subject "x"  aws role "R"  github app "r" }
}
`,
  );
});

describe("reviews", () => {
  check(
    "are made by the owner or those above, and not in the future",
    `
owner eve { email "eve@example.com" }
agent a { owner bob  deputy eve  expires 2027-03-01  review every 90d  may mail:read
  reviewed 2026-11-01 by bob
  reviewed 2026-11-02 by ada
  reviewed 2026-11-03 by eve
                         ^^^ review-by-stranger: 'eve' is neither the owner of 'a' nor above 'bob'; a review is made by one who answers for the agent.
  reviewed 2026-11-16 by bob
           ^^^^^^^^^^ review-in-future: This review is dated 2026-11-16, which lies ahead.
}
`,
  );
  test("count if the reviewer had not left by then, oldest first", async () => {
    const policy = await policyOf(`
owner eve { email "eve@example.com"  left 2026-10-01 }
agent a { owner eve  deputy ada  expires 2027-03-01  review every 90d  may mail:read
  reviewed 2026-10-01 by eve
  reviewed 2026-09-30 by eve
  reviewed 2026-08-01 by eve }`);
    expect(policy?.agents.a?.reviewed.map(({ origin }) => origin.text)).toEqual([
      "reviewed 2026-08-01 by eve",
      "reviewed 2026-09-30 by eve",
    ]);
  });
});

describe("waives and accepts", () => {
  check(
    "name targets, constraints and findings that exist",
    `
target aws prod { account "123456789012" }
agent a { owner ada  expires 2027-03-01  may mail:read
  waive window on aws.prod because "a" until 2027-01-01
  waive window on aws.prof because "a" until 2027-01-01
                  ^^^^^^^^ unknown-name: There is no target 'aws.prof'; did you mean 'aws.prod'?
  accept admin-riks because "a" until 2027-01-01
         ^^^^^^^^^^ unknown-name: There is no finding 'admin-riks'; did you mean 'admin-risk'?
}
`,
  );
});
