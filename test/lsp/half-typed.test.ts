/** Every feature in text that is being typed: after `may aws:s3:`, in an agent that is not closed, under an error, in an empty file. */
import { describe, expect, test } from "vitest";
import { codeActions } from "../../lsp/features/code-actions.ts";
import { codeLenses } from "../../lsp/features/code-lens.ts";
import { complete } from "../../lsp/features/completion.ts";
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
import { type At, at, edited } from "./at.ts";

const PEOPLE = 'owner ada "Ada" { email "a@b.example" }\n';
const AFTER = "agent other { owner ada  expires 2027-03-31  may tool:x }\n";

/** Where the same agent `a` is half-written; `▮` stands where it is being typed. */
const situations: Readonly<Record<string, (typed: string) => string>> = {
  "after `may aws:s3:`": (typed) =>
    `${PEOPLE}agent a {\n  owner ada\n  expires 2027-03-31\n  source "code/**"\n  ${typed}\n  may aws:s3:\n}\n${AFTER}`,
  "in an agent that is not closed": (typed) =>
    `${PEOPLE}${AFTER}agent a {\n  owner ada\n  expires 2027-03-31\n  source "code/**"\n  ${typed}`,
  "under an error": (typed) =>
    `${PEOPLE}scope broken( { allow } ) "\n\nagent a {\n  owner ada\n  expires 2027-03-31\n  source "code/**"\n  ${typed}\n}\n${AFTER}`,
};
const world = (text: string) => at({ "p.remit": text, "code/main.ts": "", "code/z.ts": "" });
const offsetOf = ({ view }: At, text: string, last = false): number =>
  (last ? view.text.lastIndexOf(text) : view.text.indexOf(text)) + 1;

describe.each(Object.entries(situations))("%s", (_, write) => {
  test("completion offers members, actions and names", async () => {
    const members = await world(write("▮"));
    const words = (await complete(members.view, members.offset)).map(({ label }) => label);
    expect(words).toEqual(expect.arrayContaining(["may", "never", "session"]));
    expect(words).not.toContain("expires");
    const actions = await world(write("may aws:s3:▮"));
    const found = (await complete(actions.view, actions.offset)).map(({ label }) => label);
    expect(found).toContain("aws:s3:GetObject");
    const deputies = await world(write("deputy ▮"));
    expect((await complete(deputies.view, deputies.offset)).map(({ label }) => label)).toContain("ada");
  });

  test("hover, definition, references, highlights and rename know the names that are there", async () => {
    const found = await world(write("deputy ada▮"));
    const { view, offset } = found;
    expect((await hover(view, offset, () => undefined))?.markdown).toContain("owner `ada` — Ada");
    expect((await definition(view, offset)).map(({ name }) => name.start)).toEqual([6]);
    expect(await references(view, offset, true)).toHaveLength(4);
    expect(await highlights(view, offset)).toHaveLength(4);
    expect(await prepareRename(view, offset)).toMatchObject({ name: "ada" });
    const renamed = await rename(view, offset, "grace");
    if (renamed.kind !== "edits") throw new Error(renamed.why);
    expect(edited(view.text, renamed.edits)).toBe(view.text.replaceAll("ada", "grace"));
    const day = offsetOf(found, "2027-03-31", true);
    expect((await hover(view, day, () => undefined))?.markdown).toContain("in 135 days");
  });

  test("symbols, folds, selections and colours follow what is there", async () => {
    const found = await world(write("may tool:half▮"));
    const { view, offset } = found;
    const symbols = documentSymbols(view.file);
    expect(symbols.map(({ name }) => name)).toEqual(expect.arrayContaining(["ada", "a", "other"]));
    expect(symbols.find(({ name }) => name === "a")?.children.map(({ name }) => name)).toContain(
      "may tool:half",
    );
    expect(workspaceSymbols(view.names, "other")).toHaveLength(1);
    expect(folds(view.file).length).toBeGreaterThan(2);
    const chain = selectionRanges(view.file, offset).map(({ start, end }) => view.text.slice(start, end));
    expect(chain).toContain("may tool:half");
    expect(chain.at(-1)).toBe(view.text);
    const typed = (await semanticTokens(view)).map(
      ({ start, end, type }) => `${view.text.slice(start, end)} ${type}`,
    );
    expect(typed).toEqual(
      expect.arrayContaining(["agent keyword", "a class", "ada variable", "half method"]),
    );
  });

  test("parameters of a scope are shown", async () => {
    const { view, offset } = await world(`scope s(one, two) { allow tool:x }\n${write('may s("x", ▮')}`);
    expect(signatureHelp(view, offset)).toMatchObject({ label: "s(one, two)", active: 1 });
  });

  test("links, lenses and hints stand where they did", async () => {
    const { view } = await world(write("may tool:half▮"));
    expect((await documentLinks(view)).map(({ path }) => path)).toEqual(["code/main.ts"]);
    const lenses = (await codeLenses(view)).map(({ start, title }) => [
      view.text.slice(start, start + 5),
      title,
    ]);
    expect(lenses).toContainEqual([
      "agent",
      expect.stringMatching(/^ends in 135 days · 1 grant · .* Ada answers$/),
    ]);
    const hints = await inlayHints(view, 0, view.text.length);
    expect(hints.map(({ label }) => label)).toContain("until 2027-03-31");
  });

  test("fixes and rewrites are offered", async () => {
    const { view, offset } = await world(write("deputy adda▮"));
    const titles = (await codeActions(view, offset, offset)).map(({ title }) => title);
    expect(titles).toEqual(expect.arrayContaining(["Write 'ada'", "Declare the owner 'adda'"]));
    const grant = await world(write("may tool:half▮"));
    const more = (await codeActions(grant.view, grant.offset, grant.offset)).map(({ title }) => title);
    expect(more).toEqual(expect.arrayContaining([expect.stringMatching(/^End this grant/)]));
  });

  test("nothing is formatted, and the preview says why there is none", async () => {
    const { view, offset } = await world(write("may ▮"));
    expect(format(view.path, view.text)).toEqual([]);
    expect(formatRange(view.path, view.text, 0, offset)).toEqual([]);
    expect(formatOnType(view.path, view.text, view.text.indexOf("}") + 1)).toEqual([]);
    const shown = await preview(view, offset, "1");
    expect(shown.targets).toEqual([]);
    expect(shown.reason).toMatch(/^The policy has \d+ errors?; the first: /);
  });
});

test("an empty file has keywords to offer, and nothing else fails", async () => {
  const { view, offset } = await at("▮");
  expect((await complete(view, offset)).map(({ label }) => label)).toContain("agent");
  expect(await hover(view, offset, () => undefined)).toBeUndefined();
  expect(await definition(view, offset)).toEqual([]);
  expect(await references(view, offset, true)).toEqual([]);
  expect(await highlights(view, offset)).toEqual([]);
  expect(await prepareRename(view, offset)).toBeUndefined();
  expect(await rename(view, offset, "x")).toMatchObject({ kind: "refused" });
  expect(documentSymbols(view.file)).toEqual([]);
  expect(workspaceSymbols(view.names, "")).toEqual([]);
  expect(folds(view.file)).toEqual([]);
  expect(selectionRanges(view.file, offset)).toEqual([{ start: 0, end: 0 }]);
  expect(await semanticTokens(view)).toEqual([]);
  expect(signatureHelp(view, offset)).toBeUndefined();
  expect(await documentLinks(view)).toEqual([]);
  expect(await codeLenses(view)).toEqual([]);
  expect(await inlayHints(view, 0, 0)).toEqual([]);
  expect(await codeActions(view, offset, offset)).toEqual([]);
  expect(format(view.path, view.text)).toEqual([]);
  expect(formatOnType(view.path, view.text, offset)).toEqual([]);
  expect((await preview(view, offset, "1")).reason).toMatch(/no target/);
});
