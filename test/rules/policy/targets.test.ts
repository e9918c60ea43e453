import { finds, fixes } from "./check.ts";

const targets = `
target aws { account "123456789012" }
target okta { org "https://acme.okta.example"  server "agents" }
target opa {}
service ledger { audience "https://ledger.acme.example"  action read { risk read } }
`;
const files = { "targets.remit": targets };

finds(
  "session-too-long",
  "over what a target in which the agent appears allows",
  `
agent a {
  owner jane  expires 2027-05-01  session 13h
                                  ^^^^^^^^^^^ session-too-long: A session of 13h is over what the target 'aws' allows: at most 12h.
  may aws:s3:GetObject
}
agent b { owner jane  expires 2027-05-01  session 13h  may mail:read }
agent c {
  owner jane  expires 2027-05-01  session 25h
                                  ^^^^^^^^^^^ session-too-long: A session of 1d1h is over what the target 'okta' allows: at most 1d.
  may ledger:read
}
agent d { owner jane  expires 2027-05-01  session 12h  may aws:s3:GetObject }
`,
  { files },
);
fixes(
  "session-too-long",
  "the fix shortens it",
  `agent a { owner jane  expires 2027-05-01  session 13h  may aws:s3:GetObject }`,
  `agent a { owner jane  expires 2027-05-01  session 12h  may aws:s3:GetObject }`,
  { files, safe: true },
);

finds(
  "session-too-short",
  "under what a target can make, unless a waive covers it",
  `
profile p { session 15m }
agent a { owner jane  expires 2027-05-01  session 30m  may aws:s3:GetObject }
                                          ^^^^^^^^^^^ session-too-short: A session of 30m is under what the target 'aws' can make: at least 1h. Lengthen it, or say 'waive session on aws because "…" until …'.
agent b {
  owner jane  expires 2027-05-01  session 30m  may aws:s3:GetObject
  waive session on aws because "x" until 2027-01-01
}
agent c {
  owner jane  expires 2027-05-01  session 30m  may aws:s3:GetObject
                                  ^^^^^^^^^^^ session-too-short
  waive session on aws because "x" until 2026-11-01
}
agent d { owner jane  expires 2027-05-01  session 4m  may ledger:read }
                                          ^^^^^^^^^^ session-too-short: A session of 4m is under what the target 'okta' can make: at least 5m. Lengthen it, or say 'waive session on okta because "…" until …'.
agent e { owner jane  expires 2027-05-01  session 5m  may ledger:read }
agent f { owner jane  expires 2027-05-01  may aws:s3:GetObject }
`,
  { files },
);
fixes(
  "session-too-short",
  "the fix lengthens it, which is not safe",
  `agent a { owner jane  expires 2027-05-01  session 30m  may aws:s3:GetObject }`,
  `agent a { owner jane  expires 2027-05-01  session 1h  may aws:s3:GetObject }`,
  { files, safe: false },
);

finds(
  "waived",
  "a waive in force, with its end and reason",
  `
agent a {
  owner jane  expires 2027-05-01  may aws:s3:GetObject with approval from ops for 1h
  waive approval on aws because "pilot" until 2027-01-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ waived: Until 2027-01-01 'aws' does not enforce the approval for 'a': pilot
  waive window on aws because "pilot" until 2026-11-01
}
`,
  { files },
);

finds(
  "waived",
  "a reason of several lines is one line of message",
  `
agent a {
  owner jane  expires 2027-05-01  may aws:s3:GetObject with approval from ops for 1h
  waive approval on aws because "one\\n\\ttwo" until 2027-01-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ waived: Until 2027-01-01 'aws' does not enforce the approval for 'a': one two
}
`,
  { files },
);
finds(
  "unused",
  "a waive that nothing needs",
  `
window w { zone "UTC"  hours 08:00..18:00 }
agent a {
  owner jane  expires 2027-05-01
  may aws:s3:GetObject with approval from ops for 1h
  may mail:read during w
  waive approval on aws because "x" until 2027-01-01
  waive window on aws because "x" until 2027-01-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused: This waive is not needed: 'aws' leaves nothing out for the window. Remove it.
  waive session on aws because "x" until 2027-01-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused
  waive window on opa because "x" until 2027-01-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused
}
`,
  { files },
);
finds(
  "waived",
  "nothing of a waive that lets nothing go: not needed, or of what is left out anyway",
  `
window w { zone "UTC"  hours 08:00..18:00 }
agent a {
  owner jane  expires 2027-05-01  may aws:s3:GetObject with approval from ops for 1h during w
  waive approval on opa because "x" until 2027-01-01
  waive approval on aws because "x" until 2027-01-01
}
`,
  { files },
);
finds(
  "unused",
  "a waive of what is left out anyway, with what else is in the way",
  `
window w { zone "UTC"  hours 08:00..18:00 }
agent a {
  owner jane  expires 2027-05-01  may aws:s3:GetObject with approval from ops for 1h during w
  waive approval on opa because "x" until 2027-01-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused: This waive is not needed: 'opa' leaves nothing out for the approval. Remove it.
  waive approval on aws because "x" until 2027-01-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused: This waive has no effect: 'aws' leaves out what asks for the approval all the same, as it cannot enforce its window either. Remove it.
}
`,
  { files },
);
fixes(
  "unused",
  "the fix removes the waive",
  `agent a {
  owner jane  expires 2027-05-01  may mail:read
  waive window on opa because "x" until 2027-01-01
}
`,
  `agent a {
  owner jane  expires 2027-05-01  may mail:read
}
`,
  { files, safe: true },
);

finds(
  "unused",
  "a waive of a profile that one agent of several needs, in one environment",
  `
environment staging
environment prod
profile p {
  waive approval on aws because "x" until 2027-01-01
  waive window on aws because "x" until 2027-01-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused
  accept standing-write because "infos need none" until 2027-01-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused
  accept admin-risk because "x" until 2027-01-01
}
agent a {
  owner jane  expires 2027-05-01  profile p
  may aws:s3:GetObject with approval from ops for 1h environment prod
  may mail:admin environment staging
}
agent b { owner jane  expires 2027-05-01  profile p  may aws:s3:GetObject }
`,
  { files },
);

finds(
  "waived",
  "on an authorization server what it leaves out needs a waive, and what it enforces by itself does not",
  `
group finance {}
window office { hours 08:00..18:00  zone "Europe/Berlin" }
agent a {
  owner jane  expires 2027-05-01
  may ledger:read on behalf of group finance during office
  waive window on okta because "pilot" until 2027-01-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ waived: Until 2027-01-01 'okta' does not enforce the window for 'a': pilot
  waive window on keycloak because "pilot" until 2027-01-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ waived: Until 2027-01-01 'keycloak' does not enforce the window for 'a': pilot
}
`,
  { files: { "targets.remit": `${targets}target keycloak { realm "agents" }` } },
);
finds(
  "unused",
  "a waive on an authorization server that leaves nothing out",
  `
group finance {}
agent a {
  owner jane  expires 2027-05-01
  may ledger:read on behalf of group finance
  waive subject on okta because "pilot" until 2027-01-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused: This waive is not needed: 'okta' leaves nothing out for the subject. Remove it.
  waive approval on keycloak because "pilot" until 2027-01-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused: This waive is not needed: 'keycloak' leaves nothing out for the approval. Remove it.
}
`,
  { files: { "targets.remit": `${targets}target keycloak { realm "agents" }` } },
);
