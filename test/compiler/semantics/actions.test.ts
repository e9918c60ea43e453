import { describe, expect, test } from "vitest";
import { checkWorkspace } from "../../../compiler/index.ts";
import { config } from "../diagnose.ts";
import { memoryHost } from "../memory-host.ts";
import { agent, check, checkFix, prelude } from "./prelude.ts";

const ignore = { ignore: ["unused", "resource-missing"] } as const;

async function patterns(statement: string) {
  const host = memoryHost({ ...prelude, "a.remit": agent(statement) });
  const { policies } = await checkWorkspace(host, config);
  const found = policies[0]?.agents.a;
  return { grant: found?.grants[0], deny: found?.denies[0] };
}

describe("unknown-action", () => {
  check(
    "of a declared service",
    agent(`
  may mail:sendd
      ^^^^^^^^^^ unknown-action: The service 'mail' has no action 'sendd'; did you mean 'send'?`),
  );
  check(
    "of a complete catalog, in a never too",
    agent(`
  may aws:s3:GetObjekt
      ^^^^^^^^^^^^^^^^ unknown-action: aws has no action 's3:GetObjekt'; did you mean 's3:GetObject', 's3:PutObject' or 's3:GetObjectAcl'?
  never aws:s3:DeleteObjekt
        ^^^^^^^^^^^^^^^^^^^ unknown-action`),
    ignore,
  );
  check(
    "of a service that a partial catalog cannot know, misshapen",
    agent(`
  may gcp:nonsense
      ^^^^^^^^^^^^ unknown-action: gcp has no action 'nonsense'.`),
  );
  checkFix(
    "the fix writes the nearest",
    "unknown-action",
    agent("  may mail:sendd"),
    agent("  may mail:send"),
  );
  check(
    "a service that is none",
    agent(`
  may maill:send
      ^^^^^ unknown-name: There is no service named 'maill'; did you mean 'mail'?`),
  );
});

describe("unverified-name", () => {
  check(
    "a well-shaped action that a partial catalog does not list",
    agent(`
  may gcp:storage.widgets.paint
      ^^^^^^^^^^^^^^^^^^^^^^^^^ unverified-name: 'gcp:storage.widgets.paint' is not in Remit's list of gcp actions, which is not complete; make sure that it is spelled right.`),
    ignore,
  );
  check("an action that it lists", agent("  may gcp:storage.objects.get"), ignore);
});

describe("wildcards", () => {
  check(
    "that match nothing",
    agent(`
  may mail:x*
      ^^^^^^^ empty-wildcard: 'mail:x*' matches no action of the service 'mail'.
  may aws:s3:Frobnicate*
      ^^^^^^^^^^^^^^^^^^ empty-wildcard: 'aws:s3:Frobnicate*' matches no action of aws.
  never mail:y?
        ^^^^^^^ empty-wildcard`),
    ignore,
  );
  check(
    "need a complete catalog in a may, not in a never",
    agent(`
  may gcp:storage.objects.*
      ^^^^^^^^^^^^^^^^^^^^^ wildcard-needs-catalog: Remit has no complete list of gcp actions, so 'gcp:storage.objects.*' could come to mean more than it does today; list the actions one by one.
  never gcp:storage.objects.*`),
    ignore,
  );
  test("are expanded in a may, and stay patterns in a never and for tools", async () => {
    const { grant, deny } = await patterns("may mail:*, tool:x* never mail:*");
    expect(grant?.actions).toEqual([
      { text: "mail:read", wildcard: false },
      { text: "mail:send", wildcard: false },
      { text: "tool:x*", wildcard: true },
    ]);
    expect(grant?.written).toEqual(["mail:*", "tool:x*"]);
    expect(deny?.actions).toEqual([{ text: "mail:*", wildcard: true }]);
  });
});

describe("actions in quotes", () => {
  test("are themselves to the letter", async () => {
    const { grant, deny } = await patterns('may tool:"a*" never tool:"b?"');
    expect(grant?.actions).toEqual([{ text: "tool:a*", wildcard: false }]);
    expect(deny?.actions).toEqual([{ text: "tool:b?", wildcard: false }]);
  });
  check(
    "are not found by wildcards in them, and cannot be classified with those",
    `
classify tool:"a*" { risk read }
         ^^^^^^^^^ bad-literal: 'tool:a*' holds a wildcard in quotes, which a classification would read as one; leave it out.
${agent(`
  may mail:"re*"
      ^^^^^^^^^^ unknown-action: The service 'mail' has no action 're*'.`)}
`,
  );
});

describe("undescribed-action", () => {
  const quiet = { files: { "prelude.remit": prelude["prelude.remit"].replace(/classify.*\n/, "") } };
  check(
    "a tool that nothing classifies",
    `
classify tool:read_* { risk read }
${agent(`
  may tool:write_mail, tool:read_mail, tool:*mail
      ^^^^^^^^^^^^^^^ undescribed-action: Nothing says what 'tool:write_mail' does, so it counts as write; describe it: classify tool:write_mail { risk read }, say.`)}
`,
    quiet,
  );
});
