import { describe, expect, test } from "vitest";
import { checkWorkspace } from "../../../compiler/index.ts";
import { config } from "../diagnose.ts";
import { memoryHost } from "../memory-host.ts";
import { agent, check, prelude } from "./prelude.ts";

async function policyOf(source: string, namespace = "") {
  const host = memoryHost({ ...prelude, "a.remit": `${namespace}\n${source}` });
  const { policies, problems } = await checkWorkspace(host, config);
  expect(problems.filter(({ severity, span }) => severity === "error" && span.file === "a.remit")).toEqual(
    [],
  );
  return policies[0];
}

describe("guardrails", () => {
  test("are plain data", async () => {
    const policy = await policyOf(
      `${agent("may mail:read")}
guardrail life "Short" { severity warning  every agent in acme of label x has expires within 180d and purpose
  except a because "old" until 2027-01-01 }
guardrail duties { no agent holds mail:send, mail:read and (label x or risk admin) }
guardrail mails { every owner has email like "*@Example.com" }
guardrail approved { every grant of risk admin of mail:* has approval }`,
      "namespace acme.work",
    );
    expect(policy?.guardrails).toMatchObject([
      {
        name: "acme.work.life",
        title: "Short",
        severity: "warning",
        quantifier: "every",
        subject: "agent",
        selectors: [
          { kind: "namespace", namespace: "acme" },
          { kind: "label", label: "x" },
        ],
        rule: {
          kind: "has",
          predicates: [{ kind: "expires", within: 15_552_000 }, { kind: "purpose" }],
        },
        exceptions: [{ name: "acme.work.a", because: "old", until: 1_798_761_600 }],
      },
      {
        quantifier: "no",
        severity: "error",
        rule: {
          kind: "holds",
          terms: {
            kind: "and",
            operands: [
              { kind: "actions", actions: [{ text: "mail:send" }, { text: "mail:read" }] },
              {
                kind: "or",
                operands: [
                  { kind: "label", label: "x" },
                  { kind: "risk", risk: "admin" },
                ],
              },
            ],
          },
        },
      },
      { subject: "owner", rule: { predicates: [{ kind: "email", like: "*@example.com" }] } },
      {
        subject: "grant",
        selectors: [
          { kind: "risk", risk: "admin" },
          { kind: "actions", actions: [{ text: "mail:*", wildcard: true }] },
        ],
      },
    ]);
  });
  check(
    "ask of a thing only what it can have",
    `
guardrail a1 { every owner has approval }
                               ^^^^^^^^ type-mismatch: 'approval' is asked of grants, not of owners; one can have email.
guardrail a2 { every team has purpose }
                              ^^^^^^^ type-mismatch: 'purpose' is asked of agents, not of teams; nothing can be asked of one.
guardrail a3 { no grant holds label x }
                              ^^^^^^^ type-mismatch: Only agents hold permissions; 'no grant' takes 'has'.
guardrail a4 { every agent has expires within 2027-01-01 }
                                              ^^^^^^^^^^ type-mismatch
guardrail a5 { no agent holds mail:sendd }
                              ^^^^^^^^^^ unknown-action
guardrail a6 { every agent in acme.nowhere has purpose }
                              ^^^^^^^^^^^^ unknown-name: There is no namespace 'acme.nowhere'.
`,
  );
  check(
    "have exceptions with a reason and an end, for things of their subject",
    `
guardrail g { every agent has purpose
  except a because "x"
  ^^^^^^^^^^^^^^^^^^^^ missing-member: This exception has no 'until'; say when it ends: 'until 2027-03-31'.
  except ada because "x" until 2027-01-01
         ^^^ wrong-kind: 'ada' is an owner, and an agent is needed here.
}
${agent("may mail:read")}
`,
  );
});

describe("targets", () => {
  test("have their settings and defaults, and the agents that are left", async () => {
    const policy = await policyOf(
      `agent a { owner ada  expires 2027-03-01 }
agent b { owner ada  expires 2027-03-01 }
agent c { owner ada  expires 2027-03-01 }
target opa { stale-after 1d  except b }
target aws prod { account "123456789012"  only a, b }
target cedar { profile agentcore  gateway "arn:x"  principal tag "client_id"  agents in acme }
target keycloak { realm "r"  cross-app-access issuer "https://id.example" }
target okta { org "https://acme.okta.example"  server "s"  review-start 2027-01-01 }`,
      "namespace acme",
    );
    expect(policy?.targets).toMatchObject([
      { kind: "opa", settings: { package: "remit", "stale-after": 86_400 }, agents: ["acme.a", "acme.c"] },
      {
        kind: "aws",
        name: "prod",
        settings: { account: "123456789012", partition: "aws", path: "/agents/", format: "cloudformation" },
        agents: ["acme.a", "acme.b"],
      },
      {
        kind: "cedar",
        settings: {
          namespace: "Remit",
          profile: "agentcore",
          gateway: "arn:x",
          "principal tag": "client_id",
        },
        agents: ["acme.a", "acme.b", "acme.c"],
      },
      {
        kind: "keycloak",
        settings: {
          realm: "r",
          authentication: "private_key_jwt",
          "cross-app-access issuer": "https://id.example",
        },
      },
      {
        kind: "okta",
        settings: { org: "https://acme.okta.example", server: "s", "review-start": 1_798_761_600 },
      },
    ]);
  });
  check(
    "need what their kind requires",
    `
target aws { }
^^^^^^^^^^ missing-member: The target 'aws' has no 'account'; add 'account …'.
target okta { org "https://acme.okta.example" }
^^^^^^^^^^^ missing-member: The target 'okta' has no 'server'; add 'server …'.
target cedar { profile agentcore }
^^^^^^^^^^^^ missing-member: The target 'cedar' has no 'gateway'; add 'gateway …'.
^^^^^^^^^^^^ missing-member: The target 'cedar' has no 'principal'; add 'principal …'.
target keycloak { realm 5 }
                        ^ type-mismatch: 'realm' takes a string, not a number.
`,
  );
  check(
    "are of a kind that there is, and go by names of their own",
    `
target opaa { }
       ^^^^ unknown-name: Remit has no target 'opaa'; did you mean 'opa'?
target gcp { }
       ^^^ unknown-name: Remit has no target 'gcp'; there are opa, cedar, aws, keycloak, okta.
target opa { }
       --- declared here first
target opa { }
       ^^^ duplicate-name: There is a target 'opa' already; name them apart.
target opa other { package "x"  package "y" }
                   ----------- the first one
                                ^^^^^^^^^^^ duplicate-member
`,
  );
  check(
    "have values that can be",
    `
target aws { account "123" }
                     ^^^^^ bad-literal: '123' is not an AWS account of twelve digits.
target okta { org "http://acme.okta.example"  server "s" }
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^ bad-literal: 'http://acme.okta.example' is not an https URL without a path.
target opa { only crew }
                  ^^^^ wrong-kind
target cedar { environment prod }
                           ^^^^ unknown-name: There is no environment named 'prod'.
`,
  );
  test("of an environment are in its policy alone", async () => {
    const source = "environment staging\nenvironment prod\ntarget opa { environment prod }\ntarget cedar { }";
    const { policies } = await checkWorkspace(memoryHost({ "a.remit": source }), config);
    expect(policies.map(({ targets }) => targets.map(({ kind }) => kind))).toEqual([
      ["cedar"],
      ["opa", "cedar"],
    ]);
  });
});
