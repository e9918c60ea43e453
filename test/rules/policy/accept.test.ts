import { expect, test } from "vitest";
import { problems } from "../../../compiler/problems.ts";
import { policyRules } from "../../../rules/policy/rules.ts";
import { config, problemsOf } from "../../compiler/diagnose.ts";
import { memoryHost } from "../../compiler/memory-host.ts";
import { checkAll, finds, fixes } from "./check.ts";

finds(
  "accepted",
  "a rule's finding, with its end and reason",
  `
agent a {
  owner jane  expires 2027-11-01
  may mail:admin
  ^^^^^^^^^^^^^^ accepted: Accepted until 2027-01-01 (break glass): admin-risk: 'mail:admin' can change who has access, and needs no approval here; add 'with approval from …'.
  accept admin-risk because "break glass" until 2027-01-01
}
agent b {
  owner jane  expires 2027-11-01
  may mail:admin
  ^^^^^^^^^^^^^^ admin-risk
  accept admin-risk because "over" until 2026-11-01
}
`,
  { only: ["accepted", "admin-risk"] },
);
finds(
  "accepted",
  "an error of a rule, too; and a warning of the checker in the agent's own text",
  `
agent a {
  owner jane  expires 2027-11-01
  may aws:iam:CreateAccessKey
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ accepted
      ^^^^^^^^^^^^^^^^^^^^^^^ accepted
  accept escalation because "x" until 2027-01-01
  accept resource-missing because "x" until 2027-01-01
}
agent b { owner jane  expires 2027-11-01  may aws:iam:CreateAccessKey }
                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^ escalation
                                              ^^^^^^^^^^^^^^^^^^^^^^^ resource-missing
`,
  { only: ["accepted", "escalation", "resource-missing"] },
);
finds(
  "accepted",
  "one agent's accept does not silence another that uses the same scope",
  `
scope s { allow mail:* }
                ^^^^^^ broad-action
                ^^^^^^ accepted
agent a { owner jane  expires 2027-11-01  may s  accept broad-action because "x" until 2027-01-01 }
agent b { owner jane  expires 2027-11-01  may s }
`,
  { only: ["accepted", "broad-action"] },
);
finds(
  "accepted",
  "an error of the checker is not accepted",
  `
agent a {
  owner jane  expires 2027-11-01
  may mail:nothing
      ^^^^^^^^^^^^ unknown-action
  accept unknown-action because "x" until 2027-01-01
}
`,
  { only: ["accepted", "unknown-action"] },
);

finds(
  "unused",
  "an accept that nothing needs",
  `
agent a {
  owner jane  expires 2027-11-01
  may mail:read
  accept admin-risk because "x" until 2027-01-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused: There is no 'admin-risk' here to accept; remove this.
  accept left-out because "only output tells" until 2027-01-01
}
`,
  { ignore: [] },
);
finds(
  "unused",
  "an accept of what is decided elsewhere",
  `
guardrail g { every agent has team }
agent a {
^^^^^^^ guardrail
  owner jane  expires 2027-11-01  may mail:read
  accept guardrail because "x" until 2027-01-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused: 'guardrail' is not accepted here: a guardrail has exceptions of its own ('except NAME because … until …').
}
`,
  { only: ["unused", "accepted", "guardrail"] },
);
finds(
  "unused",
  "nothing is unused of an agent that is suspended",
  `
agent a {
  owner jane  expires 2027-11-01  may mail:admin
  suspended since 2026-11-01 because "x"
  accept admin-risk because "x" until 2027-01-01
}
`,
);
fixes(
  "unused",
  "the fix removes the accept",
  `agent a { owner jane  expires 2027-11-01  may mail:read  accept admin-risk because "x" until 2027-01-01 }`,
  `agent a { owner jane  expires 2027-11-01  may mail:read }`,
  { safe: true },
);

test("Every rule's code is registered, and no two rules find the same", () => {
  const codes = policyRules.map(({ code }) => code);
  for (const code of codes) expect(Object.keys(problems)).toContain(code);
  expect(new Set(codes).size).toBe(codes.length);
});

test("Problems come once for all environments, in file order", async () => {
  const text = `
environment staging
environment prod
owner jane { email "jane@acme.example" }
service mail { action admin { risk admin } }
agent b { owner jane  expires 2026-11-20  may mail:admin }
agent a { owner jane  expires 2026-11-20  may mail:admin environment prod }
`;
  const found = await problemsOf({ "a.remit": text }, { check: checkAll });
  expect(found.map(({ code }) => code)).toEqual(["expires-soon", "admin-risk", "expires-soon", "admin-risk"]);
  const places = found.map(({ span }) => span.start);
  expect(places).toEqual(places.toSorted((x, y) => x - y));
});

test("A policy without AWS never reads its catalog", async () => {
  const host = memoryHost({
    "a.remit": `owner jane { email "j@a.example" }\nagent a { owner jane  expires 2027-01-01  may slack:chat:write }`,
  });

  await checkAll(host, config);
  expect(host.asked.filter((name) => name.startsWith("aws/"))).toEqual([]);
});
