import { finds } from "./check.ts";

finds(
  "guardrail",
  "agents and what they have",
  `
guardrail bounded "No agent lives longer than half a year" { every agent has expires within 180d }
guardrail kept { severity warning every agent has team and deputy and purpose }
agent a { owner jane  expires 2027-05-14T12:00  team ops  deputy omar  purpose "x" }
agent b { owner jane  expires 2027-05-14T12:01  team ops }
^^^^^^^ guardrail: The agent 'b' breaks the guardrail 'bounded' (No agent lives longer than half a year): it lacks an end soon enough.
^^^^^^^ guardrail: The agent 'b' breaks the guardrail 'kept': it lacks a deputy and a purpose.
agent c { owner jane  starts 2027-05-01  expires 2027-06-01  team ops  deputy omar  purpose "x" }
`,
);
finds(
  "guardrail",
  "reviews, sessions, sources and identities",
  `
guardrail g { every agent has review within 90d and session within 1h and source and identity }
agent a {
  owner jane  expires 2027-05-01  review every 90d  starts 2026-11-01  session 1h  source "x/**"
  identity { spiffe "spiffe://acme.example/a" }
}
agent b {
^^^^^^^ guardrail: The agent 'b' breaks the guardrail 'g': it lacks a review often enough, a session short enough and a source.
  owner jane  expires 2027-05-01  review every 91d  starts 2026-11-01  session 61m
  identity { spiffe "spiffe://acme.example/b" }
}
agent c { owner jane  expires 2027-05-01  source "x"  review every 1d  starts 2026-11-15 }
^^^^^^^ guardrail
`,
);
finds(
  "guardrail",
  "grants, by label, risk and actions",
  `
guardrail labelled { every grant of label external-send has approval }
guardrail risky { every grant of risk admin has approval }
guardrail written { every grant of risk write has until and because }
guardrail named { no grant of mail:read in acme has until }
agent a {
  owner jane  expires 2027-05-01
  may mail:send
  ^^^^^^^^^^^^^ guardrail: A grant of 'a' breaks the guardrail 'labelled': it lacks an approval.
  ^^^^^^^^^^^^^ guardrail: A grant of 'a' breaks the guardrail 'written': it lacks an end of its own and a reason.
  may mail:send with approval from ops for 1h until 2027-01-01 because "x"
  may mail:admin
  ^^^^^^^^^^^^^^ guardrail: A grant of 'a' breaks the guardrail 'risky': it lacks an approval.
  may mail:read until 2027-01-01
}
`,
  { files: {} },
);
finds(
  "guardrail",
  "namespaces and what lies below them",
  `
namespace acme.mail
guardrail g { no agent in acme has team }
guardrail h { no agent in acme.mailing has team }
agent a { owner jane  expires 2027-05-01  team ops }
^^^^^^^ guardrail
=== other.remit
guardrail i { no agent in acme has deputy }
agent b { owner jane  expires 2027-05-01  team ops  deputy omar }
`,
);
finds(
  "guardrail",
  "owners, by what their agents hold",
  `
guardrail mails { every owner has email like "*@acme.example" }
guardrail answering { every owner of mail:send has email like "omar@*" }
owner eve { email "eve@evil.example" }
^^^^^^^^^ guardrail: The owner 'eve' breaks the guardrail 'mails': it lacks such an email.
^^^^^^^^^ guardrail: The owner 'eve' breaks the guardrail 'answering': it lacks such an email.
owner kim { email "kim@acme.example" }
agent a { owner eve  expires 2027-05-01  may mail:send }
agent b { owner omar  expires 2027-05-01  may mail:send }
agent c { owner kim  expires 2027-05-01  may mail:read }
`,
);
finds(
  "guardrail",
  "what an agent holds, at any time to come and through those under it",
  `
guardrail duties { no agent holds mail:read and mail:send }
guardrail either { no agent holds (label payment or risk admin) and mail:* }
agent a { owner jane  expires 2027-05-01  may mail:read until 2026-12-01  may mail:send from 2027-01-01 }
^^^^^^^ guardrail: The agent 'a' breaks the guardrail 'duties': it holds what none may hold together.
agent b { owner jane  expires 2027-05-01  may mail:read until 2026-11-01  may mail:send }
agent c { owner jane  expires 2027-05-01  may mail:read  may mail:send  never mail:send where amount > 1  never mail:send where not amount > 1 }
agent d { owner jane  expires 2027-05-01  may mail:read, mail:send  never mail:send }
agent e { owner jane  expires 2027-05-01  may mail:read  may mail:send where amount > 5  never mail:send where amount > 4 }
agent f { owner jane  expires 2027-05-01  may mail:read, mail:send }
^^^^^^^ guardrail
agent g under f { may mail:read }
agent h { owner jane  expires 2027-05-01  may mail:admin }
^^^^^^^ guardrail: The agent 'h' breaks the guardrail 'either': it holds what none may hold together.
`,
);
finds(
  "guardrail",
  "every agent holds",
  `
guardrail g { every agent holds mail:read }
agent a { owner jane  expires 2027-05-01  may mail:read }
agent b { owner jane  expires 2027-05-01  may mail:send }
^^^^^^^ guardrail: The agent 'b' breaks the guardrail 'g': it does not hold what each must hold.
agent c { owner jane  expires 2027-05-01 }
agent d under c { may mail:read }
`,
  { only: ["guardrail"] },
);
finds(
  "guardrail",
  "exceptions hold until their end",
  `
guardrail g { every agent has team
  except a because "x" until 2027-01-01
  except b because "x" until 2026-11-15T12:00
}
agent a { owner jane  expires 2027-05-01 }
agent b { owner jane  expires 2027-05-01 }
^^^^^^^ guardrail
`,
);
finds(
  "guardrail",
  "what is in error elsewhere is no second mistake",
  `
guardrail g { every agent has deputy }
agent a { owner jane  expires 2027-05-01  deputy nobody }
`,
);
finds(
  "guardrail",
  "what has ended breaks none",
  `
guardrail g { every agent has team }
guardrail h { every grant of mail:send has approval }
agent a { owner jane  expires 2026-11-01 }
agent b { owner jane  expires 2027-11-01  retired 2026-11-01 }
agent c { owner jane  expires 2027-11-01  team ops  may mail:send until 2026-11-01 }
`,
);
