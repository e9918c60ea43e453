import { finds, fixes } from "./check.ts";

finds(
  "expired",
  "an agent that has ended",
  `
agent a { owner jane  expires 2026-11-01  may mail:read until 2026-10-01 }
                      ^^^^^^^^^^^^^^^^^^ expired: The agent 'a' ended 2026-11-01; remove it, or give it a new end.
`,
);
finds(
  "expired",
  "an end is exclusive: at its instant it has ended",
  `
agent a { owner jane  expires 2026-11-15T12:00 }
                      ^^^^^^^^^^^^^^^^^^^^^^^^ expired
agent b { owner jane  expires 2026-11-15T12:01 }
`,
);
finds(
  "expired",
  "a retired agent is kept on purpose",
  `
agent a { owner jane  expires 2026-11-01  retired 2026-10-01 }
`,
);
finds(
  "expired",
  "grants, waives, accepts and outside enforcement end, too",
  `
agent a {
  owner jane  expires 2027-11-01
  may mail:read until 2026-11-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expired: This grant ended 2026-11-01; remove it, or give it a new end.
  may mail:send through 2026-11-14
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expired
  may mail:send through 2026-11-15
  waive window on aws because "x" until 2026-11-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expired: This waive ended 2026-11-01; remove it, or give it a new end.
  accept standing-write because "x" until 2026-11-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expired: This accept ended 2026-11-01; remove it, or give it a new end.
  enforced outside by "proxy" until 2026-11-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expired: The enforcement outside ended 2026-11-01; remove it, or give it a new end.
}
`,
);
finds(
  "expired",
  "a guardrail's exception",
  `
guardrail g { every agent has team  except a because "x" until 2026-11-01 }
                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expired
agent a { owner jane  expires 2027-11-01  team ops }
`,
);
finds(
  "expired",
  "an end in a scope is told once, at the scope",
  `
scope s { allow mail:read until 2026-11-01  allow mail:send }
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expired
agent a { owner jane  expires 2027-11-01  may s }
agent b { owner jane  expires 2027-11-01  may s }
`,
);
finds(
  "expired",
  "an end in a profile is told at the agent",
  `
profile p { expires 2026-11-01 }
agent a { owner jane  profile p }
^^^^^^^ expired
`,
);
finds(
  "expired",
  "a child with its parent's end is told with the parent",
  `
agent a { owner jane  expires 2026-11-01 }
                      ^^^^^^^^^^^^^^^^^^ expired
agent b under a { may mail:read }
`,
);
fixes(
  "expired",
  "the fix removes the whole line of what has ended",
  `
agent a {
  owner jane  expires 2027-11-01
  may mail:read until 2026-11-01
  may mail:send
}
`,
  `
agent a {
  owner jane  expires 2027-11-01
  may mail:send
}
`,
  { safe: true },
);
fixes(
  "expired",
  "the fix leaves the neighbours on the same line",
  `agent a { owner jane  expires 2027-11-01  may mail:read until 2026-11-01  may mail:send }`,
  `agent a { owner jane  expires 2027-11-01  may mail:send }`,
);
fixes(
  "expired",
  "an agent's removal is no safe fix",
  `agent a { owner jane  expires 2026-11-01 }\nowner x { email "x@acme.example" }\n`,
  `owner x { email "x@acme.example" }\n`,
  {
    safe: false,
  },
);

finds(
  "expires-soon",
  "what ends within 14 days",
  `
agent a { owner jane  expires 2026-11-29T12:00  may mail:read until 2026-11-20 }
                      ^^^^^^^^^^^^^^^^^^^^^^^^ expires-soon: The agent 'a' ends 2026-11-29 12:00 UTC.
agent b {
  owner jane  expires 2026-11-29T12:01
  may mail:read until 2026-11-20
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expires-soon: This grant ends 2026-11-20.
  may mail:send until 2026-11-01
}
`,
);

finds(
  "outlives-agent",
  "a grant that outlives its agent",
  `
agent mailer { owner jane  expires 2027-03-01
  may mail:send until 2027-06-01
                ^^^^^^^^^^^^^^^^ outlives-agent: This grant runs until 2027-06-01, but its agent ends 2027-03-01.
  may mail:read until 2027-03-01
  may mail:read
}
`,
);
finds(
  "outlives-agent",
  "an end in a scope is told where the agent takes it",
  `
scope s { allow mail:send until 2027-06-01 }
agent a { owner jane  expires 2027-03-01  may s }
                                          ^^^^^ outlives-agent
agent b { owner jane  expires 2027-07-01  may s }
`,
);
finds(
  "outlives-agent",
  "an end in a profile is told at the agent",
  `
profile p { may mail:send until 2027-06-01 }
agent a { owner jane  expires 2027-03-01  profile p }
^^^^^^^ outlives-agent
agent b { owner jane  expires 2027-07-01  profile p }
`,
);
finds(
  "outlives-agent",
  "the end of a retired agent is its retirement",
  `
agent a { owner jane  expires 2027-03-01  retired 2027-01-01  may mail:send until 2027-02-01 }
                                                                            ^^^^^^^^^^^^^^^^ outlives-agent
`,
);
fixes(
  "outlives-agent",
  "the fix ends the grant with its agent",
  `agent a { owner jane  expires 2027-03-01  may mail:send until 2027-06-01 }`,
  `agent a { owner jane  expires 2027-03-01  may mail:send until 2027-03-01 }`,
  { safe: true },
);
