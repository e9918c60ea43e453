/** Replies fit what each editor declared when it was recorded. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { capabilitiesFor } from "../../lsp/capabilities.ts";
import { readClient } from "../../lsp/client.ts";
import {
  codeAction,
  completionItem,
  converterOf,
  definitions,
  diagnostic,
  hoverResult,
  type Placing,
  workspaceEdit,
} from "../../lsp/convert.ts";
import { documentSymbolResult, tokenData } from "../../lsp/convert-outline.ts";
import { codeActions } from "../../lsp/features/code-actions.ts";
import { complete } from "../../lsp/features/completion.ts";
import { hover } from "../../lsp/features/hover.ts";
import { definition } from "../../lsp/features/navigation.ts";
import { semanticTokens } from "../../lsp/features/semantic-tokens.ts";
import { documentSymbols } from "../../lsp/features/symbols.ts";
import { at } from "./at.ts";

const folder = new URL("fixtures/", import.meta.url);
const clients = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => {
    const message: unknown = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
    return { name: name.replace(".json", ""), message, client: readClient(message) };
  });

/** What was read by hand in the recorded messages. */
const expected: Readonly<Record<string, object>> = {
  "emacs-28.2-eglot-1.9": {
    encoding: "utf-16",
    snippets: false,
    documentChanges: true,
    pull: false,
    markdownHover: false,
  },
  "emacs-30.1-eglot-1.17.30": { encoding: "utf-32", snippets: false, pull: false, markdownHover: false },
  "helix-25.01.1": { encoding: "utf-8", snippets: true, hierarchicalSymbols: false, folders: [] },
  "neovim-0.10.4": { encoding: "utf-16", snippets: false, documentChanges: false, pull: false, watch: false },
  "neovim-0.7.2": { encoding: "utf-16", documentChanges: false, pull: false, watch: false },
  "vscode-1.100.3": { encoding: "utf-16", snippets: true, pull: true, locationLinks: true, watch: true },
};

const SOURCE =
  '// 𝒳é\nowner ada "Ada" { email "ada@b.example" }\n/* 𝒳 */ agent a { owner ad▮aa expires 2027-03-31 }\n';

describe.each(clients)("$name", ({ name, message, client }) => {
  test("is read as it declares itself", () => {
    expect(client).toMatchObject(expected[name] ?? { unknown: name });
    expect(capabilitiesFor(client).positionEncoding).toBe(client.encoding);
    expect("diagnosticProvider" in capabilitiesFor(client)).toBe(client.pull);
    expect(message).toBeTruthy();
  });

  test("gets edits, items, symbols and texts in the form that it takes", async () => {
    const { view, offset } = await at(SOURCE);
    const placing: Placing = { client, root: "/w", text: () => view.text, versionOf: () => 3 };
    const to = converterOf(placing);
    const [problem] = (await view.whole()).problems.filter(({ code }) => code === "unknown-name");
    if (problem === undefined) throw new Error("there is a mistake in the source");
    const shown = diagnostic(placing, to, problem, (code) => `file:///${code}.md`);
    const column = { "utf-8": 27, "utf-16": 25, "utf-32": 24 }[client.encoding];
    expect(shown.range.start).toEqual({ line: 2, character: column });
    const [fix] = await codeActions(view, offset, offset);
    if (fix === undefined) throw new Error("there is a fix");
    const { edit } = codeAction(placing, to, fix, () => undefined);
    if (client.documentChanges)
      expect(edit?.documentChanges).toMatchObject([
        { textDocument: { uri: "file:///w/policy.remit", version: 3 } },
      ]);
    else expect(Object.keys(edit?.changes ?? {})).toEqual(["file:///w/policy.remit"]);
    expect(workspaceEdit(placing, to, [])).toEqual(
      client.documentChanges ? { documentChanges: [] } : { changes: {} },
    );
    const items = (await complete((await at("▮")).view, 0)).map((one, index) =>
      completionItem(client, converterOf({ ...placing, text: () => "" }), "policy.remit", one, index),
    );
    expect(items.some(({ insertTextFormat }) => insertTextFormat === 2)).toBe(client.snippets);
    expect(items.some(({ textEdit }) => textEdit?.newText.includes("${1:"))).toBe(client.snippets);
    const symbols = documentSymbolResult(placing, to, view.path, documentSymbols(view.file));
    expect("location" in (symbols[0] ?? {})).toBe(!client.hierarchicalSymbols);
    const found = definitions(placing, to, await definition(view, view.text.indexOf("ada")));
    expect("targetUri" in (found[0] ?? {})).toBe(client.locationLinks);
    const said = await hover(view, view.text.indexOf("ada"), () => undefined);
    if (said === undefined) throw new Error("there is something to say");
    const { contents } = hoverResult(client, to, view.path, said);
    expect(contents.kind).toBe(client.markdownHover ? "markdown" : "plaintext");
    expect(contents.value.includes("`")).toBe(client.markdownHover);
    const data = tokenData(to, view.path, await semanticTokens(view));
    expect(data.length % 5).toBe(0);
    expect(data.every((number) => number >= 0)).toBe(true);
  });
});

test("a message of any other shape is a client that can do little", () => {
  for (const message of [
    null,
    1,
    "x",
    [],
    {},
    { capabilities: null },
    { capabilities: { textDocument: [] }, workspaceFolders: [1, {}] },
  ])
    expect(readClient(message)).toMatchObject({
      encoding: "utf-16",
      folders: [],
      snippets: false,
      pull: false,
    });
});
