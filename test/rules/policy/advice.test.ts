import { finds } from "./check.ts";

finds(
  "broad-action",
  "a wildcard that takes in more than reading",
  `
agent a {
  owner jane  expires 2027-11-01
  may aws:sts:*
      ^^^^^^^^^ broad-action: 'aws:sts:*' takes in 7 write and 5 admin actions of 16; list the ones that are needed.
  may aws:s3:Get*
  may mail:*
      ^^^^^^ broad-action: 'mail:*' takes in 1 write and 1 admin actions of 3; list the ones that are needed.
  may tool:fetch_*
      ^^^^^^^^^^^^ broad-action: 'tool:fetch_*' takes in every tool of such a name, those that change something too; name the tools.
  may tool:look_*
}
classify tool:look_* { risk read }
`,
);
finds(
  "broad-action",
  "a scope's wildcard once, at the scope, however many use it",
  `
scope s { allow mail:* }
                ^^^^^^ broad-action
agent a { owner jane  expires 2027-11-01  may s }
agent b { owner jane  expires 2027-11-01  may s }
`,
);
finds(
  "broad-action",
  "not where a never leaves nothing, nor of an agent that has ended",
  `
agent a { owner jane  expires 2027-11-01  may mail:*  never mail:* }
agent b { owner jane  expires 2026-11-01  may mail:* }
`,
);

finds(
  "broad-resource",
  "everything, or everything of an account or of any bucket",
  `
service files { action get { risk read } }
scope narrow { allow files:get on "a/*" }
agent a {
  owner jane  expires 2027-11-01
  may aws:s3:GetObject on "*"
                       ^^^^^^ broad-resource: '*' is every resource; name the ones that are needed.
  may aws:s3:GetObject on "arn:aws:s3:::*/reports/*"
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ broad-resource: 'arn:aws:s3:::*/reports/*' is more than one bucket, whoever owns it; name the ones that are needed.
  may aws:lambda:InvokeFunction on "arn:aws:lambda:eu-west-1:*:function:f"
                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ broad-resource: 'arn:aws:lambda:eu-west-1:*:function:f' is resources of every account; name the ones that are needed.
  may aws:lambda:InvokeFunction on "arn:aws:lambda:*:123456789012:function:*"
  may aws:s3:GetObject on "arn:aws:s3:::acme/*"
  may aws:iam:GetRole on "arn:aws:iam::*"
                      ^^^^^^^^^^^^^^^^^^^ broad-resource
  may github:contents:read on "*/web"
                           ^^^^^^^^^^ broad-resource
  may github:contents:read on "acme/*"
  may k8s:core/pods:get on "*/prod/x"
                        ^^^^^^^^^^^^^ broad-resource
  may k8s:core/pods:get on "main/*"
  may azure:Microsoft.Compute/virtualMachines/read on "/subscriptions/*"
                                                   ^^^^^^^^^^^^^^^^^^^^^ broad-resource
  may gcp:storage.objects.get on "//storage.googleapis.com/projects/_/buckets/*/objects/x"
                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ broad-resource
  may files:get on "*"
                ^^^^^^ broad-resource
  may files:get on "a*"
  may narrow on "*"
}
`,
);

finds(
  "admin-risk",
  "an admin action without approval",
  `
scope s { allow mail:admin }
agent a {
  owner jane  expires 2027-11-01
  may mail:admin
  ^^^^^^^^^^^^^^ admin-risk: 'mail:admin' can change who has access, and needs no approval here; add 'with approval from …'.
  may mail:admin with approval from ops for 1h
  may mail:send
  may s
  ^^^^^ admin-risk
  may s with approval from ops for 1h
  may aws:sts:AssumeRole on "arn:aws:iam::123456789012:role/x", aws:s3:GetObject
}
`,
  { ignore: [] },
);
finds(
  "admin-risk",
  "a classify raises an action, or lowers the whole of it",
  `
classify mail:read on "vault/*" { risk admin }
classify mail:admin { risk write }
agent a {
  owner jane  expires 2027-11-01
  may mail:read
  ^^^^^^^^^^^^^ admin-risk
  may mail:read on "inbox/*"
  may mail:admin
}
`,
);
finds(
  "admin-risk",
  "what has a part in an escalation is told there",
  `
agent a { owner jane  expires 2027-11-01  may aws:iam:CreateAccessKey  may aws:iam:PassRole }
                                                                       ^^^^^^^^^^^^^^^^^^^^ admin-risk
`,
);
finds(
  "admin-risk",
  "what only a wildcard brings is the wildcard's",
  `
agent a { owner jane  expires 2027-11-01  may mail:* }
`,
);

finds(
  "standing-write",
  "a write grant with neither end nor approval",
  `
agent a {
  owner jane  expires 2027-11-01
  may mail:send
  ^^^^^^^^^^^^^ standing-write: This gives 'mail:send' for as long as the agent lives, with no approval; an 'until' or 'with approval' would bound it.
  may mail:send until 2027-01-01
  may mail:send with approval from ops for 1h
  may mail:read
  may tool:x
  ^^^^^^^^^^ standing-write
}
`,
);
finds(
  "standing-write",
  "what a profile gives is told once",
  `
profile p { may mail:send }
            ^^^^^^^^^^^^^ standing-write
agent a { owner jane  expires 2027-11-01  profile p }
agent b { owner jane  expires 2027-11-01  profile p }
`,
);
finds(
  "standing-write",
  "where admin-risk speaks, it is enough",
  `
agent a { owner jane  expires 2027-11-01  may mail:admin }
`,
);

finds(
  "toxic-labels",
  "the three in one agent",
  `
agent a { owner jane  expires 2027-11-01  may mail:read, mail:send }
^^^^^^^ toxic-labels: 'a' reads private data, takes in untrusted content and can send to the outside; a text that it reads could make it send the data away. Give one of the three to another agent.
agent b { owner jane  expires 2027-11-01  may mail:read }
agent c { owner jane  expires 2027-11-01  may mail:read, mail:send  never mail:send }
`,
);
finds(
  "toxic-labels",
  "with an agent under it, told once",
  `
agent a { owner jane  expires 2027-11-01  may mail:read, mail:send }
^^^^^^^ toxic-labels
agent b under a { may mail:read }
agent c under a { may mail:send }
agent d { owner jane  expires 2027-11-01  may mail:read, mail:send }
agent e under d { may mail:read, mail:send }
^^^^^^^ toxic-labels
`,
);
finds(
  "toxic-labels",
  "by a classify that overlaps the resource",
  `
classify tool:fetch { label untrusted-content }
classify aws:s3:* on "arn:aws:s3:::secret/*" { label private-data }
agent a { owner jane  expires 2027-11-01  may tool:fetch, mail:send  may aws:s3:GetObject on "arn:aws:s3:::secret/a" }
^^^^^^^ toxic-labels
agent b { owner jane  expires 2027-11-01  may tool:fetch, mail:send  may aws:s3:GetObject on "arn:aws:s3:::open/a" }
`,
);

finds(
  "escalation",
  "actions that together raise one's own access",
  `
agent a {
  owner jane  expires 2027-11-01
  may aws:iam:PassRole on "arn:aws:iam::123456789012:role/x"
  may aws:lambda:CreateFunction, aws:lambda:InvokeFunction on "arn:aws:lambda:eu-west-1:123456789012:function:*"
  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ escalation: With 'aws:iam:PassRole', 'aws:lambda:CreateFunction' and 'aws:lambda:InvokeFunction' 'a' can raise its own access: a role passed to Lambda. It can hand a role to Lambda and act there with the role's rights.
}
agent b { owner jane  expires 2027-11-01  may aws:iam:PassRole, aws:lambda:CreateFunction, aws:lambda:GetFunction }
agent c { owner jane  expires 2027-11-01  may k8s:core/users:impersonate }
                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ escalation
`,
);
finds(
  "escalation",
  "only what is held at a common instant, and after never",
  `
window day { hours 08:00..18:00  zone "UTC" }
window night { hours 18:00..08:00  zone "UTC" }
agent a { owner jane  expires 2027-11-01  may aws:iam:PassRole, aws:glue:CreateDevEndpoint  never aws:iam:* }
agent b { owner jane  expires 2027-11-01  may aws:iam:PassRole until 2027-01-01  may aws:glue:CreateDevEndpoint from 2027-01-01 }
agent c { owner jane  expires 2027-11-01  may aws:iam:PassRole during day  may aws:glue:CreateDevEndpoint during night }
agent d { owner jane  expires 2027-11-01  may aws:iam:PassRole during day  may aws:glue:CreateDevEndpoint }
                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ escalation
agent e { owner jane  expires 2027-11-01  may aws:iam:PassRole, aws:glue:CreateDevEndpoint until 2026-11-01 }
`,
);
finds(
  "escalation",
  "many ways through the same statements are one finding",
  `
agent a { owner jane  expires 2027-11-01  may aws:iam:* }
                                          ^^^^^^^^^^^^^ escalation
`,
);
