/** Fixes and rewrites at the cursor, applied. */
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { parse } from "../../compiler/syntax/parser.ts";
import { print } from "../../compiler/syntax/printer.ts";
import { codeActions } from "../../lsp/features/code-actions.ts";
import { at, edited } from "./at.ts";

const PEOPLE = '/// Answers for\n/// everything.\nowner ada "Ada Lovelace" { email "ada@acme.example" }\n';
const AGENT = 'agent mailer "Mailer" {\n  owner ada\n  expires 2027-03-31\n  may tool:send_mail\n}\n';
const titles = async (source: string): Promise<readonly string[]> => {
  const { view, offset } = await at(source);
  return (await codeActions(view, offset, offset)).map(({ title }) => title);
};
const applied = async (source: string, title: RegExp): Promise<string> => {
  const { view, offset } = await at(source);
  const action = (await codeActions(view, offset, offset)).find((one) => title.test(one.title));
  return edited(view.text, action?.edits ?? []);
};

describe("code actions", () => {
  test("a diagnostic's fixes are offered where it stands", async () => {
    expect(await titles(`${PEOPLE}agent a { owner ad▮aa expires 2027-03-31 }`)).toContain("Write 'ada'");
  });

  test("one fix at a place is preferred, and never one that takes a grant away", async () => {
    const source = await readFile(new URL("../../examples/mistakes/policy.remit", import.meta.url), "utf8");
    const { view } = await at(source);
    const start = source.indexOf("may mail:send where");
    const offered = await codeActions(
      view,
      start,
      start + "may mail:send where recipients <= 50 until 2027".length,
    );
    expect(offered.map(({ title }) => title)).toContain("Remove the grant");
    expect(offered.filter(({ preferred }) => preferred).map(({ title }) => title)).toEqual([
      "End it with the agent",
    ]);
  });

  test("a missing owner is declared", async () => {
    expect(await applied("agent a { owner gra▮ce expires 2027-03-31 }", /Declare/)).toBe(
      'agent a { owner grace expires 2027-03-31 }\n\nowner grace { email "grace@example.com" }',
    );
  });

  test("a missing service is declared with the action, as one that writes", async () => {
    expect(
      await applied(`${PEOPLE}agent a { owner ada expires 2027-03-31 may pa▮y:send }`, /Declare/),
    ).toMatch(/may pay:send }\n\nservice pay {\n {2}action send { risk write }\n}$/);
  });

  test("an agent gets the owner and the end that it lacks", async () => {
    const bare = `${PEOPLE}agent ▮a {\n  may tool:x\n}\n`;
    expect(await applied(bare, /Name 'ada'/)).toContain("agent a {\n  owner ada\n  may tool:x\n}");
    expect(await applied(bare.replace("{\n", "{\n  owner ada\n"), /End this agent/)).toContain(
      "  owner ada\n  expires 2027-02-13\n  may tool:x\n",
    );
    expect(await applied("agent ▮a { expires 2027-03-31 }", /Declare an owner/)).toBe(
      'owner somebody { email "somebody@example.com" }\n\nagent a { owner somebody  expires 2027-03-31 }',
    );
    expect(await titles("agent ▮a {}")).toContain("Declare an owner");
    expect(await titles(`${PEOPLE}agent ▮a { owner ada expires 2027-03-31 }`)).not.toContain(
      "Name 'ada' as the owner",
    );
  });

  test("an owner of another namespace is named with its use", async () => {
    const { view, offset, files } = await at({
      "people.remit": `namespace acme.people\n${PEOPLE}`,
      "agents.remit": "namespace acme\n\nagent ▮a {\n  expires 2027-03-31\n}\n",
    });
    const action = (await codeActions(view, offset, offset)).find(({ title }) => title.startsWith("Name"));
    expect(edited(files["agents.remit"] ?? "", action?.edits ?? [])).toBe(
      "namespace acme\nuse acme.people\n\nagent a {\n  owner ada\n  expires 2027-03-31\n}\n",
    );
  });

  test("a wildcard is written out", async () => {
    expect(
      await applied(
        `${PEOPLE}agent a { owner ada expires 2027-03-31 may aws:s3:GetObjectT▮* }`,
        /stands for/,
      ),
    ).toContain("may aws:s3:GetObjectTagging, aws:s3:GetObjectTorrent }");
  });

  test("a wildcard is written out without what the resource is not for, as the formatter lays it out", async () => {
    const source = await readFile(new URL("../../examples/mistakes/policy.remit", import.meta.url), "utf8");
    const marked = source.replace("aws:s3:*", "aws:s▮3:*");
    const { view, offset } = await at(marked);
    const offered = await codeActions(view, offset, offset);
    expect(offered.filter(({ problem }) => problem?.code === "broad-action")).toEqual([]);
    const text = await applied(marked, /Write the \d+ actions that aws:s3:\* stands for/);
    expect(text).toContain("aws:s3:GetObjectTagging,");
    expect(text).not.toMatch(/ListAllMyBuckets|GetBucketAcl/);
    expect(print(parse("policy.remit", text).file)).toBe(text);
    const codesOf = async (one: string) =>
      (await (await at(one)).view.whole()).problems.map(({ code }) => code);
    const before = new Set([...(await codesOf(source)), "admin-risk"]);
    expect((await codesOf(text)).filter((code) => !before.has(code))).toEqual([]);
    const loose = await applied(marked.replace("  may mail:raed", "  may   mail:raed"), /stands for/);
    expect(loose).toContain("  may   mail:raed\n");
    expect(Math.max(...loose.split("\n").map((line) => line.length))).toBeLessThanOrEqual(110);
  });

  test("a wildcard of a declared service, and one whose resource an argument gives", async () => {
    const service = "service mail { action read { risk read } action send { } }\n";
    expect(
      await applied(`${PEOPLE}${service}agent a { owner ada expires 2027-03-31 may ma▮il:* }`, /stands for/),
    ).toContain("may mail:read, mail:send");
    const scope = `scope s(b) { allow aws:s3:G▮etBucketA* on "arn:aws:s3:::\${b}" }\n`;
    const use = (text: string) =>
      `${PEOPLE}${scope}agent a { owner ada expires 2027-03-31 may s("${text}") }`;
    expect(await titles(use("x"))).toContainEqual(expect.stringContaining("stands for"));
    expect(await titles(use("x/*"))).not.toContainEqual(expect.stringContaining("stands for"));
  });

  test("a grant gets an end", async () => {
    expect(
      await applied(`${PEOPLE}agent a { owner ada expires 2027-03-31 ma▮y tool:x }`, /End this grant/),
    ).toContain("may tool:x until 2027-02-13 }");
  });

  test("an agent is suspended", async () => {
    expect(await applied(PEOPLE + AGENT.replace("agent mailer", "agent ▮mailer"), /Suspend/)).toContain(
      '  suspended since 2026-11-15T12:00Z because "Suspended from the editor"\n',
    );
  });

  test("a grant becomes a scope", async () => {
    expect(await applied(PEOPLE + AGENT.replace("  may", "  ▮may"), /Extract/)).toContain(
      'scope mailer-scope {\n  allow tool:send_mail\n}\n\nagent mailer "Mailer" {\n  owner ada\n  expires 2027-03-31\n  may mailer-scope\n}',
    );
  });

  test("members are sorted, comments never torn from theirs", async () => {
    expect(
      await applied(`${PEOPLE}agent a {\n  may tool:x\n  ▮owner ada\n  expires 2027-03-31\n}`, /Sort/),
    ).toContain("  owner ada\n  expires 2027-03-31\n  may tool:x\n");
    expect(await titles(`${PEOPLE}agent a {\n  may tool:x // why\n  ▮owner ada\n}`)).not.toContain(
      "Sort the members",
    );
  });
});
