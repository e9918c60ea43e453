import { finds } from "./check.ts";

finds(
  "review-overdue",
  "a last review that is older than it may be",
  `
agent a { owner jane  expires 2027-11-01  review every 90d  reviewed 2026-08-01 by jane }
                                          ^^^^^^^^^^^^^^^^ review-overdue: 'a' was reviewed 2026-08-01, so a review was due 2026-10-30: it is to be reviewed every 90d.
agent b { owner jane  expires 2027-11-01  review every 90d  reviewed 2026-08-18T12:00 by jane }
agent c { owner jane  expires 2027-11-01  review every 90d  reviewed 2026-08-17T12:00 by jane }
                                          ^^^^^^^^^^^^^^^^ review-overdue
agent d { owner jane  expires 2027-11-01  review every 90d  reviewed 2026-01-01 by jane  reviewed 2026-11-01 by jane }
`,
);
finds(
  "review-overdue",
  "an error where the access has lapsed by it",
  `
agent a { owner jane  expires 2027-11-01  review every 90d or suspend  starts 2026-01-01 }
                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^ review-overdue: 'a' starts 2026-01-01 and was never reviewed, so a review was due 2026-04-01, and its access has lapsed: it is to be reviewed every 90d.
agent b { owner jane  expires 2027-11-01  review every 90d or suspend  starts 2026-12-01 }
`,
);
finds(
  "review-overdue",
  "what has ended needs no review",
  `
agent a { owner jane  expires 2026-11-01  review every 90d  starts 2026-01-01 }
agent b { owner jane  expires 2027-11-01  retired 2026-11-01  review every 90d  starts 2026-01-01 }
`,
);

finds(
  "no-accountable-owner",
  "an owner who has left with nobody behind",
  `
owner eve { email "eve@acme.example"  left 2026-10-01 }
owner kim { email "kim@acme.example"  left 2026-12-01 }
owner lee { email "lee@acme.example"  left 2026-10-01  manager kim }
agent a { owner eve  expires 2027-11-01 }
^^^^^^^ no-accountable-owner: From 2026-10-01 on nobody answers for 'a': its owner 'eve' has left, and no deputy or manager is left; name another owner.
agent b { owner kim  expires 2027-11-01 }
^^^^^^^ no-accountable-owner: From 2026-12-01 on nobody will answer for 'b': its owner 'kim' leaves, and no deputy or manager is left; name another owner.
agent c { owner kim  expires 2026-12-01 }
agent d { owner eve  deputy jane  expires 2027-11-01 }
agent e { owner lee  expires 2027-11-01 }
^^^^^^^ no-accountable-owner
agent f { owner eve  deputy kim  expires 2026-11-30 }
agent g { owner eve  expires 2026-11-01 }
`,
);
finds(
  "no-accountable-owner",
  "a child without an owner of its own is told with its parent",
  `
owner eve { email "eve@acme.example"  left 2026-10-01 }
agent a { owner eve  expires 2027-11-01 }
^^^^^^^ no-accountable-owner
agent b under a { purpose "x" }
`,
);

finds(
  "self-approval",
  "nobody but the one who asks could approve",
  `
agent a {
  owner jane  expires 2027-11-01
  may mail:send on behalf of owner jane with approval from jane for 1h
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ self-approval: Nobody but the one who asks could approve: 'jane@acme.example' cannot ask 'jane' for somebody else's approval; name another approver.
  may mail:read on behalf of user "jane@acme.example" with approval from jane for 1h
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ self-approval
  may mail:send on behalf of owner jane with approval from omar for 1h
  may mail:send on behalf of owner jane with approval from ops for 1h
  may mail:send on behalf of owner jane, owner omar with approval from jane for 1h
  may mail:send on behalf of group staff with approval from jane for 1h
  may mail:send with approval from jane for 1h
}
`,
);
