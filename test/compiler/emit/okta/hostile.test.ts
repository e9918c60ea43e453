import { describe, expect, test } from "vitest";
import { addKey, nameOf, startOrganisation } from "./double.ts";
import { compileOkta, fileOf, Operator, TARGET } from "./run.ts";

const NASTY = [
  'a "b" \\ c',
  "${x} %{if true}",
  "</script><b>",
  "::error::x",
  "\u001b[31mred",
  "*/ x",
  "nul \0 end",
  "line\nbreak",
  "\u202eright",
  "$yield",
  "../..",
  '" or profile.name eq "Everyone',
];

/** As a string of the language. */
const quoted = (text: string): string =>
  `"${[...text].map((one) => (/[\w /.:<>;*[\]{}%]/.test(one) && one !== "{" ? one : `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`)).join("")}"`;

/** One agent and service for each text, with the text in every place that takes one. */
const policyWith = (texts: readonly string[]): string => `
${texts
  .map(
    (text, index) => `
owner jane${index} ${quoted(text)} { email "jane@acme.example" }
group people${index} { claim ${quoted(text)} }
service invoices${index} ${quoted(text)} { audience ${quoted(text)}  action read ${quoted(text)} {} }
agent triage${index} ${quoted(text)} {
  owner jane${index}  expires 2027-03-31  purpose ${quoted(text)}
  identity { okta agent ${quoted(text)} }
  may invoices${index}:read on behalf of group people${index} because ${quoted(text)}
  may invoices${index}:read
}`,
  )
  .join("\n")}
${TARGET}`;

/** Every string of a JSON value. */
function strings(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...strings(inner)]);
}

describe("a hostile string", () => {
  test.each(NASTY)("%j stays a string in every file", async (text) => {
    const output = await compileOkta(policyWith([text]), { workspace: text });
    expect(strings(JSON.parse(fileOf(output, "okta/plan.json")))).toContain(text);
    const main = strings(JSON.parse(fileOf(output, "okta/main.tf.json")));
    const ours = /\$\{(data\.okta_auth_server\.server\.id|var\.[\w-]+|okta_\w+\.[\w-]+\.\w+)\}/g;
    for (const found of main)
      expect(found.replace(ours, "").replace(/\$\$\{|%%\{/g, "")).not.toMatch(/[$%]\{/);
    expect(main.map((one) => one.replace(/([$%])\1\{/g, "$1{"))).toContain(text);
    const page = fileOf(output, "okta/README.md");
    expect(page.replace(/\n/g, "")).not.toMatch(/\p{Cc}|\u202e/u);
    expect(page).not.toMatch(/<(b|\/script)>/);
  });

  test("stays itself when the plan is run with it, run again and taken back", async () => {
    const okta = await startOrganisation();
    const operator = await Operator.at(okta.url);
    try {
      await operator.take(await compileOkta(policyWith(NASTY), { workspace: NASTY.join() }));
      const first = await operator.run();
      expect(first.err).toBe("");
      expect(first.out.replace(/\n/g, "")).not.toMatch(/\p{Cc}|\u202e/u);
      for (const text of NASTY) addKey(okta.state, text);
      expect(await operator.run()).toMatchObject({ code: 0, err: "" });
      expect(okta.state.agents.map(nameOf).sort()).toEqual([...NASTY].sort());
      expect(okta.state.groups.map(nameOf).sort()).toEqual(["Everyone", ...NASTY].sort());
      expect((await operator.run()).out.trim()).toBe("Nothing was changed.");
      await operator.undoAll();
      expect(okta.state.agents).toEqual([]);
      expect(okta.state.groups.map(nameOf)).toEqual(["Everyone"]);
    } finally {
      await okta.close();
      await operator.close();
    }
  }, 240_000);
});

describe("the output", () => {
  test("is the same bytes again", async () => {
    const text = policyWith(["x"]);
    expect(await compileOkta(text)).toEqual(await compileOkta(text));
  });

  test("holds no secret and no key, and names what the operator gives", async () => {
    const output = await compileOkta(policyWith(["x"]));
    const plan = JSON.parse(fileOf(output, "okta/plan.json"));
    expect(plan).toMatchObject({ base: "OKTA_ORG_URL", authorization: { variable: "OKTA_ACCESS_TOKEN" } });
    for (const { path, content } of output.files)
      if (path.startsWith("okta/") && path !== "okta/apply.mjs")
        expect(String(content)).not.toMatch(/client_secret|"n":|PRIVATE/);
  });

  test("of agents with names that look alike has two agents, or says that Okta cannot have them", async () => {
    const two = (names: readonly [string, string], more = "") => `
owner jane { email "jane@acme.example" }
service invoices { audience "https://x.example"  action read {} }
${names.map((name, index) => `agent ${name} { owner jane  expires 2027-03-31  ${index === 0 ? more : ""} may invoices:read }`).join("\n")}
${TARGET}`;
    for (const names of [
      ["a-b", "a_b"],
      ["ab", "AB"],
      ["tool_1", "tool1"],
    ] as const) {
      const output = await compileOkta(two(names));
      const objects = output.targets[0]?.emission.objects?.filter(({ kind }) => kind === "ai-agent") ?? [];
      expect(new Set(objects.map(({ name }) => name.toLowerCase())).size).toBe(2);
    }
    const clash = await compileOkta(two(["one", "two"], 'identity { okta agent "TWO" }'));
    expect(clash.problems.map(({ code }) => code)).toContain("duplicate-name");
  });
});
