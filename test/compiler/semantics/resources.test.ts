import { describe } from "vitest";
import { agent, check } from "./prelude.ts";

const files = {
  "store.remit": `
service store { resource "doc/*"  action get { }  action put { } }
service other { action x { } }
`,
};

describe("resource-mismatch", () => {
  check(
    "a resource that is none of any action of the statement",
    agent(`
  may aws:s3:GetObject on "arn:aws:s3:::bucket"
                          ^^^^^^^^^^^^^^^^^^^^^ resource-mismatch: 'arn:aws:s3:::bucket' is no resource of 'aws:s3:GetObject'; one looks like 'arn:\${Partition}:s3:\${Region}:\${Account}:accesspoint/\${AccessPointName}/object/\${ObjectName}' or 'arn:\${Partition}:s3:::\${BucketName}/\${ObjectName}'.
  never aws:s3:GetObject on "arn:aws:sqs:*"
                            ^^^^^^^^^^^^^^^ resource-mismatch`),
    { only: ["resource-mismatch"] },
  );
  check(
    "a resource that is one of one of the actions",
    agent(`  may aws:s3:GetObject, aws:s3:ListBucket on "arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*"`),
  );
  check(
    "a resource outside of the declared service's shape",
    agent(`
  may store:get on "doc/1", "file/1"
                            ^^^^^^^^ resource-mismatch: 'file/1' is no resource of 'store:get'; one looks like 'doc/*'.
  may store:put on "*"
                   ^^^ resource-mismatch: '*' is no resource of 'store:put'; one looks like 'doc/*'.`),
    { files },
  );
  check(
    "any resource of a service without a shape, and of tools",
    agent(`  may other:x, tool:y on "anything"`),
    {
      files,
    },
  );
  check(
    "at a scope's argument, where that brings it",
    `
scope reading(where) "Reads" { allow aws:s3:GetObject on "\${where}" }
                                                         ---------- used here
${agent(`
  may reading("arn:aws:s3:::bucket")
              ^^^^^^^^^^^^^^^^^^^^^ resource-mismatch
  may reading("arn:aws:s3:::bucket/*")`)}
`,
  );
  check(
    "of no action of a scope",
    `
scope reading "Reads" { allow aws:s3:GetObject on "arn:aws:s3:::b/*" }
${agent(`
  may reading on "arn:aws:sqs:eu-west-1:123456789012:queue"
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ resource-mismatch`)}
`,
  );
});

describe("resource-not-taken", () => {
  check(
    "an action that takes none, and then no mismatch",
    agent(`
  may aws:s3:ListAllMyBuckets on "arn:aws:s3:::bucket"
      ^^^^^^^^^^^^^^^^^^^^^^^ resource-not-taken: 'aws:s3:ListAllMyBuckets' cannot be limited to a resource, so this 'on' never holds for it; leave the action out of this statement.
                              ------------------------ the 'on'`),
  );
  check("a resource of an action that takes one", agent(`  may aws:s3:GetObject on "arn:aws:s3:::bucket/*"`));
});

describe("resource-missing", () => {
  check(
    "an action that could be limited and is not",
    agent(`
  may aws:s3:GetObject, aws:s3:ListAllMyBuckets
      ^^^^^^^^^^^^^^^^ resource-missing: 'aws:s3:GetObject' reaches every resource, since nothing limits it; add 'on "…"'.
  may store:get
      ^^^^^^^^^ resource-missing
  may other:x
  never aws:s3:PutObject`),
    { files },
  );
  check(
    "a limit around a scope is one, too",
    `
scope reading "Reads" { allow aws:s3:GetObject }
agent a { owner ada  expires 2027-03-01  may reading on "arn:aws:s3:::bucket/*" }
`,
  );
});
