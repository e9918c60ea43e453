/** `docs/editor-support.md` says what the server answers. `UPDATE_DOCS=1` writes it. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { isObject } from "../../compiler/model/json.ts";
import { capabilitiesFor } from "../../lsp/capabilities.ts";
import { readClient } from "../../lsp/client.ts";
import { FEATURES } from "../../lsp/support.ts";

const folder = new URL("fixtures/", import.meta.url);
const page = fileURLToPath(new URL("../../docs/editor-support.md", import.meta.url));

/** What a client says of a capability, by the server's name for it. */
const said: Readonly<Record<string, string>> = {
  completionProvider: "completion",
  hoverProvider: "hover",
  definitionProvider: "definition",
  referencesProvider: "references",
  documentHighlightProvider: "documentHighlight",
  renameProvider: "rename",
  documentSymbolProvider: "documentSymbol",
  foldingRangeProvider: "foldingRange",
  selectionRangeProvider: "selectionRange",
  semanticTokensProvider: "semanticTokens",
  documentFormattingProvider: "formatting",
  documentRangeFormattingProvider: "rangeFormatting",
  documentOnTypeFormattingProvider: "onTypeFormatting",
  signatureHelpProvider: "signatureHelp",
  documentLinkProvider: "documentLink",
  codeActionProvider: "codeAction",
  codeLensProvider: "codeLens",
  inlayHintProvider: "inlayHint",
};

const clients = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .sort()
  .map((name) => {
    const message: unknown = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
    return { name: titleOf(name), message, client: readClient(message) };
  });

function titleOf(name: string): string {
  const title = name.replace(".json", "").replaceAll("-", " ");
  return title.replace(/^./, (first) => first.toUpperCase()).replace("Vscode", "VS Code");
}

function declares(message: unknown, name: string): boolean {
  if (!isObject(message) || !isObject(message.capabilities)) return false;
  const { textDocument, workspace } = message.capabilities;
  if (name === "workspaceSymbolProvider") return isObject(workspace) && isObject(workspace.symbol);
  if (name === "executeCommandProvider") return isObject(workspace) && isObject(workspace.executeCommand);
  return isObject(textDocument) && isObject(textDocument[said[name] ?? ""]);
}

function table(): string {
  const rows = Object.entries(FEATURES).map(([name, title]) => {
    const cells = clients.map(({ message, client }) =>
      Object.hasOwn(capabilitiesFor(client), name) ? (declares(message, name) ? "yes" : "offered") : "—",
    );
    return `| ${title} | ${cells.join(" | ")} |`;
  });
  const cells = (of: (one: (typeof clients)[number]) => string): string => clients.map(of).join(" | ");
  return [
    `| | ${cells(({ name }) => name)} |`,
    `| --- |${" --- |".repeat(clients.length)}`,
    ...rows,
    `| Diagnostics | ${cells(({ client }) => (client.pull ? "asked for" : "sent"))} |`,
    `| Columns counted in | ${cells(({ client }) => client.encoding.toUpperCase())} |`,
    `| Tab stops in completions | ${cells(({ client }) => (client.snippets ? "yes" : "no"))} |`,
    "",
  ].join("\n");
}

test("the matrix is made from the server's own capabilities", () => {
  const text = readFileSync(page, "utf8");
  const fresh = text.replace(
    /<!-- support -->\n[\s\S]*?<!-- \/support -->/,
    () => `<!-- support -->\n${table()}<!-- /support -->`,
  );
  if (process.env.UPDATE_DOCS === "1") writeFileSync(page, fresh);
  else expect(text).toBe(fresh);
});

test("every provider that the server announces has a line", () => {
  const [able] = clients.filter(({ client }) => client.codeActionLiterals && client.pull);
  if (able === undefined) throw new Error("one of the clients can do everything");
  const providers = Object.keys(capabilitiesFor(able.client)).filter(
    (name) => name.endsWith("Provider") && name !== "diagnosticProvider",
  );
  expect(Object.keys(FEATURES).sort()).toEqual(providers.sort());
});
