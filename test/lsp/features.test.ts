import { describe, expect, test } from "vitest";
import { codeLenses } from "../../lsp/features/code-lens.ts";
import { documentLinks } from "../../lsp/features/document-links.ts";
import { folds } from "../../lsp/features/folding.ts";
import { format, formatOnType, formatRange } from "../../lsp/features/formatting.ts";
import { hover } from "../../lsp/features/hover.ts";
import { inlayHints } from "../../lsp/features/inlay-hints.ts";
import { definition, highlights, references } from "../../lsp/features/navigation.ts";
import { preview } from "../../lsp/features/preview.ts";
import { prepareRename, rename } from "../../lsp/features/rename.ts";
import { selectionRanges } from "../../lsp/features/selection-ranges.ts";
import { semanticTokens } from "../../lsp/features/semantic-tokens.ts";
import { signatureHelp } from "../../lsp/features/signature-help.ts";
import { documentSymbols, workspaceSymbols } from "../../lsp/features/symbols.ts";
import { at, edited } from "./at.ts";

const PEOPLE = '/// Answers for\n/// everything.\nowner ada "Ada Lovelace" { email "ada@acme.example" }\n';
const AGENT = 'agent mailer "Mailer" {\n  owner ada\n  expires 2027-03-31\n  may tool:send_mail\n}\n';
const noPage = (): undefined => undefined;

const hoverOf = async (source: string): Promise<string> => {
  const { view, offset } = await at(source);
  return (await hover(view, offset, noPage))?.markdown ?? "";
};

describe("hover", () => {
  test("on a name shows its declaration with title and doc", async () => {
    const text = await hoverOf(`${PEOPLE}agent a { owner a▮da expires 2027-03-31 }`);
    expect(text).toContain("owner `ada` — Ada Lovelace");
    expect(text).toContain("Answers for everything\\.");
  });

  test("on an action shows risk, description and resource types", async () => {
    const text = await hoverOf(`${PEOPLE}agent a { owner ada expires 2027-03-31 may aws:s3:Get▮Object }`);
    expect(text).toMatch(/risk \*\*read\*\*/);
    expect(text).toContain("arn:${Partition}:s3:::${BucketName}/${ObjectName}");
  });

  test("on a wildcard shows what it stands for", async () => {
    expect(await hoverOf("agent a { may aws:s3:GetObjectT▮* }")).toContain("stands for 2 actions");
  });

  test("on an instant shows UTC and how long it is until then", async () => {
    const text = await hoverOf(`${PEOPLE}agent a { owner ada expires 2027-▮03-31 }`);
    expect(text).toContain("**2027-03-31 00:00 UTC**");
    expect(text).toContain("in 135 days");
  });

  test("on a `may` shows its range, condition and what targets do with it", async () => {
    const service = "service pay { action send { input amount decimal } }\ntarget opa {}\n";
    const text = await hoverOf(
      `${service}${PEOPLE}agent a { owner ada expires 2027-03-31  m▮ay pay:send where amount <= 5.00 until 2027-01-01 }`,
    );
    expect(text).toContain("In force, until 2027-01-01");
    expect(text).toContain("amount <= 5.00");
    expect(text).toContain("`opa`: enforced natively");
  });

  test("on a keyword shows its meaning, and on a mistake the page", async () => {
    expect(await hoverOf("agent a { ses▮sion 1h }")).toContain("How long its credentials live at most");
    const { view, offset } = await at("agent a { owner no▮body expires 2027-03-31 }");
    const shown = await hover(view, offset, (code) => `# ${code}\n\nWhat it is about.\n\n## More`);
    expect(shown?.markdown).toBe("**unknown-name**\n\nWhat it is about.");
  });
});

const WORLD = {
  "agents.remit":
    'namespace acme\nuse acme.people\nlet files = "arn:aws:s3:::x"\nagent mailer { owner ada expires 2027-03-31 may aws:s3:GetObject on "${files}/*" }\ntest "t" { as mailer at 2026-12-01 deny tool:x }\n',
  "people.remit": `namespace acme.people\n${PEOPLE}`,
};

describe("navigation and rename", () => {
  test("a definition is found in another file, and from an interpolation", async () => {
    const { view, offset } = await at({
      ...WORLD,
      "agents.remit": WORLD["agents.remit"].replace("owner ada", "owner a▮da"),
    });
    expect((await definition(view, offset)).map(({ name }) => name.file)).toEqual(["people.remit"]);
    const inside = await at({
      ...WORLD,
      "agents.remit": WORLD["agents.remit"].replace("${files}", "${fi▮les}"),
    });
    const [found] = await definition(inside.view, inside.offset);
    expect(inside.view.text.slice(found?.name.start, found?.name.end)).toBe("files");
  });

  test("references span files; highlights are of one, and the declaration writes", async () => {
    const { view, offset } = await at({
      ...WORLD,
      "people.remit": WORLD["people.remit"].replace("owner ada", "owner a▮da"),
    });
    expect((await references(view, offset, true)).map(({ file }) => file)).toEqual([
      "people.remit",
      "agents.remit",
    ]);
    expect((await highlights(view, offset)).map(({ write }) => write)).toEqual([true]);
  });

  test("a rename changes every file, qualified names in their last part, and tests", async () => {
    const agents = WORLD["agents.remit"].replace("owner ada", "owner acme.people.a▮da");
    const { view, offset, files } = await at({ ...WORLD, "agents.remit": agents });
    const result = await rename(view, offset, "grace");
    if (result.kind !== "edits") throw new Error(result.why);
    expect(edited(files["agents.remit"] ?? "", result.edits, "agents.remit")).toContain(
      "owner acme.people.grace ",
    );
    expect(edited(files["people.remit"] ?? "", result.edits, "people.remit")).toContain('owner grace "Ada');
    const other = await at({
      ...WORLD,
      "agents.remit": WORLD["agents.remit"].replace("agent mailer", "agent mail▮er"),
    });
    const renamed = await rename(other.view, other.offset, "poster");
    if (renamed.kind !== "edits") throw new Error(renamed.why);
    expect(edited(other.files["agents.remit"] ?? "", renamed.edits, "agents.remit")).toContain(
      "as poster at",
    );
  });

  test("a rename of a let changes its interpolations", async () => {
    const { view, offset, files } = await at({
      ...WORLD,
      "agents.remit": WORLD["agents.remit"].replace("let files", "let fi▮les"),
    });
    const result = await rename(view, offset, "store");
    if (result.kind !== "edits") throw new Error(result.why);
    expect(edited(files["agents.remit"] ?? "", result.edits)).toContain('"${store}/*"');
  });

  test("a rename to a name that is taken, hidden or no name is refused with the reason", async () => {
    const { view, offset } = await at(
      `owner ada { email "a@b.example" }\nowner a▮lan { email "c@b.example" }`,
    );
    expect(await rename(view, offset, "ada")).toEqual({
      kind: "refused",
      why: "'ada' is declared already, as an owner.",
    });
    expect((await rename(view, offset, "a b")).kind).toBe("refused");
    const hidden = await at({
      ...WORLD,
      "people.remit": WORLD["people.remit"].replace("owner ada", "owner a▮da"),
    });
    expect(await rename(hidden.view, hidden.offset, "mailer")).toMatchObject({
      why: "In 'agents.remit', 'mailer' means 'acme.mailer' already.",
    });
  });

  test("what cannot be renamed is not offered to be", async () => {
    const { view, offset } = await at("agent a { ow▮ner ada }");
    expect(await prepareRename(view, offset)).toBeUndefined();
  });
});

describe("the rest", () => {
  test("a file that brings in all the others is checked once, with them", async () => {
    const { project } = await at({
      ...WORLD,
      "agents.remit": `${WORLD["agents.remit"]}agent b { owner nobody }`,
      "other.remit": 'namespace other\nowner eve { email "e@b.example" }\n',
    });
    const part = await project.near("agents.remit");
    const all = await project.whole();
    expect(part.references).not.toBe(all.references);
    project.set("other.remit", "");
    project.set("people.remit", WORLD["people.remit"]);
    await project.whole();
    const known = await project.near("agents.remit");
    expect(known.references).toBe((await project.whole()).references);
    expect(known.problems).toEqual(part.problems);
    const lone = await at("agent a { owner nobody }\n");
    expect((await lone.project.near("policy.remit")).references).toBe(
      (await lone.project.whole()).references,
    );
  });

  test("diagnostics of one file are those of the whole check", async () => {
    const { project } = await at({
      ...WORLD,
      "agents.remit": `${WORLD["agents.remit"]}agent b { owner nobody }`,
    });
    const near = await project.quick("agents.remit");
    const whole = (await project.whole()).problems.filter(({ span }) => span.file === "agents.remit");
    expect(near.map(({ code, span }) => [code, span.start]).sort()).toEqual(
      whole.map(({ code, span }) => [code, span.start]).sort(),
    );
    expect(whole.map(({ code }) => code)).toContain("unknown-name");
  });

  test("symbols, folds and selections follow the tree", async () => {
    const { view, offset } = await at(PEOPLE + AGENT.replace("tool:send", "tool:se▮nd"));
    expect(documentSymbols(view.file).map(({ name, children }) => [name, children.length])).toEqual([
      ["ada", 0],
      ["mailer", 1],
    ]);
    expect(workspaceSymbols(view.names, "mlr").map(({ name }) => name)).toEqual(["mailer"]);
    expect(folds(view.file).some(({ kind }) => kind === "comment")).toBe(true);
    const chain = selectionRanges(view.file, offset).map(({ start, end }) => view.text.slice(start, end));
    expect(chain[0]).toBe("tool:send_mail");
    expect(chain).toContain("may tool:send_mail");
    expect(chain.at(-1)).toBe(view.text);
  });

  test("semantic tokens tell names from keywords, and do not overlap", async () => {
    const { view } = await at(`${PEOPLE + AGENT}scope s { allow tool:x }`);
    const tokens = await semanticTokens(view);
    const typed = tokens.map(({ start, end, type }) => [view.text.slice(start, end), type]);
    expect(typed).toEqual(
      expect.arrayContaining([
        ["agent", "keyword"],
        ["mailer", "class"],
        ["s", "function"],
      ]),
    );
    expect(tokens.every(({ start }, index) => index === 0 || start >= (tokens[index - 1]?.end ?? 0))).toBe(
      true,
    );
  });

  test("signature help follows the argument", async () => {
    const { view, offset } = await at('scope s(one, two) { allow tool:x }\nagent a { may s("x", ▮');
    expect(signatureHelp(view, offset)).toMatchObject({ label: "s(one, two)", active: 1 });
    const { view: other, offset: out } = await at("scope s(one) { allow tool:x }\nagent a { may s ▮");
    expect(signatureHelp(other, out)).toBeUndefined();
  });

  test("a source glob and a pinned tool list are links", async () => {
    const { view } = await at({
      "p.remit": 'agent a { source "code/**" }\nservice s { protocol mcp tools "s.tools.json" }',
      "code/main.ts": "",
      "s.tools.json": "{}",
    });
    expect((await documentLinks(view)).map(({ path }) => path)).toEqual(["code/main.ts", "s.tools.json"]);
  });

  test("lenses say when an agent ends, a test's result and who holds a scope", async () => {
    const { view } = await at(
      `${PEOPLE}${AGENT.replace("may tool:send_mail", "may s")}scope s { allow tool:x }\ntest "t" { as mailer at 2026-12-01 allow tool:x }\ntest "u" { as mailer at 2026-12-01 allow tool:y }`,
    );
    expect((await codeLenses(view)).map(({ title }) => title)).toEqual([
      "ends in 135 days · 1 grant · 0 targets · Ada Lovelace answers",
      "held by 1 agent",
      "passes: 1 case",
      "fails: 1 case",
    ]);
  });

  test("hints say when a grant ends and how many actions a wildcard is", async () => {
    const { view } = await at(PEOPLE + AGENT.replace("tool:send_mail", "aws:s3:GetObjectT*"));
    expect((await inlayHints(view, 0, view.text.length)).map(({ label }) => label)).toEqual([
      "2 actions",
      "until 2027-03-31",
    ]);
  });

  test("formatting touches the lines that differ, and nothing in a file with a syntax error", async () => {
    const text = `${PEOPLE}\nagent a {owner ada\n expires 2027-03-31}\n`;
    const edits = format("p.remit", text);
    expect(edits.every(({ span }) => span.start >= PEOPLE.length)).toBe(true);
    const done = edited(text, edits);
    expect(format("p.remit", done)).toEqual([]);
    expect(format("p.remit", "agent {{{")).toEqual([]);
    expect(formatRange("p.remit", text, 0, 5)).toEqual([]);
    expect(edited(text, formatOnType("p.remit", text, text.length - 1))).toBe(done);
  });

  test("the preview is of the agent at the cursor, and says why there is none", async () => {
    const { view, offset } = await at(`${PEOPLE}target opa {}\n${AGENT.replace("owner ada", "owner a▮da")}`);
    const shown = await preview(view, offset, "1");
    expect(shown.agent).toBe("mailer");
    expect(shown.targets.map(({ target }) => target)).toEqual(["opa"]);
    expect(shown.targets[0]?.enforcement).toEqual([{ text: "may tool:send_mail", enforcement: "native" }]);
    expect(shown.targets[0]?.errors).toEqual([]);
    const wrong = await at(
      `${PEOPLE}target aws { account "123456789012" }\n${AGENT.replace("tool:send_mail", "aws:s3:ListAllMyBuckets")}▮`,
    );
    const [aws] = (await preview(wrong.view, wrong.offset, "1")).targets;
    expect(aws?.errors.join()).toMatch(/needs an identity/);
    const none = await at(`${PEOPLE}▮`);
    expect((await preview(none.view, none.offset, "1")).reason).toMatch(/no target/);
  });
});
