import { finds, fixes } from "./check.ts";

finds(
  "never-in-force",
  "ranges, windows and lives that do not meet",
  `
window office { days mon..fri  hours 09:00..17:00  zone "UTC" }
window nights { hours 20:00..06:00  zone "UTC" }
scope early { allow mail:read until 2027-01-01 }
agent a {
  owner jane  starts 2026-06-01  expires 2027-11-01
  may mail:read until 2026-06-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ never-in-force: This grant is never in force: it ends 2026-06-01, and 'a' starts 2026-06-01.
  may mail:read from 2027-11-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ never-in-force: This grant is never in force: it begins 2027-11-01, and 'a' ends 2027-11-01.
  may early from 2027-01-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^ never-in-force: This grant is never in force: the ranges of the 'may' and its scope do not meet.
  may early from 2026-12-31T23:59
  may mail:read during office
}
scope in-office { allow mail:read during office }
agent b {
  owner jane  expires 2027-11-01
  may in-office during nights
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ never-in-force: This grant is never in force: no window is open in its time.
  may in-office during office
}
agent c {
  owner jane  starts 2026-11-14  expires 2026-11-16
  may mail:read during office
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ never-in-force
}
`,
);
finds(
  "never-in-force",
  "a may and its scope that leave nothing of each other",
  `
scope on-a { allow mail:read on "a/*" }
scope for-jane { allow mail:read on behalf of owner jane }
scope small { allow mail:send where amount < 10 }
agent a {
  owner jane  expires 2027-11-01
  may on-a on "b/*"
  ^^^^^^^^^^^^^^^^^ never-in-force: This grant is never in force: its resources have none in common.
  may on-a on "*/b"
  may for-jane on behalf of owner omar
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ never-in-force: This grant is never in force: nobody is among all the subjects that it names.
  may for-jane on behalf of group staff
  may small where amount > 100
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ never-in-force: This grant is never in force: its condition can never be true.
  may small where amount > 8
}
`,
);
finds(
  "never-in-force",
  "the same statement with itself is a self-approval, which says more",
  `
agent a { owner jane  expires 2027-11-01  may mail:send on behalf of owner jane with approval from jane for 1h }
`,
);

finds(
  "swallowed",
  "a never that takes everything",
  `
agent a {
  owner jane  expires 2027-11-01
  may mail:read on "inbox/*"
  ^^^^^^^^^^^^^^^^^^^^^^^^^^ swallowed: A 'never' takes away everything that this gives; remove one of the two.
  may mail:read on "outbox/*"
  may mail:send where amount > 900
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ swallowed
  may mail:send where amount > 400
  may mail:admin, mail:send on "x"
  never mail:read on "in*"
  never mail:send where amount > 500
  never mail:admin
}
`,
);
finds(
  "swallowed",
  "several nevers together, and a part of a scope",
  `
scope both { allow mail:read  allow mail:send }
agent a {
  owner jane  expires 2027-11-01
  may both
  ^^^^^^^^ swallowed: A 'never' takes away everything that a part of this scope gives.
  may tool:send_*
  ^^^^^^^^^^^^^^^ swallowed
  never mail:read
  never tool:s*
}
`,
);
fixes(
  "swallowed",
  "the fix removes the grant",
  `agent a { owner jane  expires 2027-11-01  may mail:read  never mail:read }`,
  `agent a { owner jane  expires 2027-11-01  never mail:read }`,
  { safe: true },
);

finds(
  "redundant",
  "what another statement gives already",
  `
scope reading { allow mail:read on "inbox/*" }
agent a {
  owner jane  expires 2027-11-01
  may mail:read on "inbox/*", "outbox/*"
  may mail:read on "inbox/2026/*" until 2027-01-01
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ redundant: Another statement gives all of this already; remove it.
  may reading
  ^^^^^^^^^^^ redundant
  may mail:read on "spam/*"
  may mail:send where amount <= 11
  may mail:send where amount <= 5
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ redundant
}
`,
);
finds(
  "redundant",
  "of two that say the same, the later",
  `
agent a {
  owner jane  expires 2027-11-01
  may mail:read
  may mail:read because "again"
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ redundant
}
`,
);
finds(
  "redundant",
  "several statements together",
  `
agent a {
  owner jane  expires 2027-11-01
  may mail:send where amount <= 10
  may mail:send where amount > 10
  may mail:send where amount == 7 on "x"
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ redundant: Another statement gives all of this already; remove it.
  may mail:send where amount in [3, 30] on "x"
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ redundant: Other statements give all of this already; remove it.
}
`,
  { at: "2026-11-15" },
);
finds(
  "redundant",
  "what a profile gives makes an agent's own statement redundant",
  `
profile p { may mail:read }
agent a {
  owner jane  expires 2027-11-01  profile p
  may mail:read on "x"
  ^^^^^^^^^^^^^^^^^^^^ redundant
  may mail:send
}
`,
);
finds(
  "redundant",
  "the never of an agent is taken into account",
  `
agent a {
  owner jane  expires 2027-11-01
  may mail:read on "a*"
  may mail:read on "a/*", "b/x"
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ redundant
  never mail:read on "b/*"
}
`,
);

finds(
  "wider-than-parent",
  "a child that may more, with a witness",
  `
agent a { owner jane  expires 2027-11-01  may mail:read on "inbox/*"  may mail:send where amount < 10 }
agent b under a {
  may mail:read on "inbox/2026/*"
  may mail:read on "*/2026"
  ^^^^^^^^^^^^^^^^^^^^^^^^^ wider-than-parent: 'b' may do what its parent 'a' may not, for example mail:read on '/2026' at 2027-10-31T00:00:00Z.
  may mail:send where amount < 11
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ wider-than-parent: 'b' may do what its parent 'a' may not, for example mail:send with amount = 10 at 2027-10-31T00:00:00Z.
  never mail:read on "outbox/*"
}
`,
);
finds(
  "wider-than-parent",
  "a child that is written to live longer",
  `
agent a { owner jane  expires 2027-11-01  may mail:read }
agent b under a { expires 2027-12-01  may mail:read }
                  ^^^^^^^^^^^^^^^^^^ wider-than-parent: 'b' ends 2027-12-01, after its parent 'a', which ends 2027-11-01.
agent c under a { expires 2027-10-01  may mail:read until 2027-11-15 }
`,
);
finds(
  "wider-than-parent",
  "a parent's never binds its child's rights, too",
  `
agent a { owner jane  expires 2027-11-01  may mail:read  never mail:read on "secret/*" }
agent b under a { may mail:read }
                  ^^^^^^^^^^^^^ wider-than-parent
agent c under a { may mail:read  never mail:read on "secret/*" }
agent d under a { may mail:read on "x" }
`,
);
finds(
  "wider-than-parent",
  "a child in time wider than a parent's grant",
  `
agent a { owner jane  expires 2027-11-01  may mail:read until 2027-01-01 }
agent b under a { may mail:read until 2027-02-01 }
                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ wider-than-parent
agent c under a { may mail:read until 2027-01-01 }
`,
);
