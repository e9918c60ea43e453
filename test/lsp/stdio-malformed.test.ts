/** Every request and notification with parameters of a wrong shape: an answer to each request, and the server goes on. */
import { expect, test } from "vitest";
import { POLICY, session } from "./session.ts";

const requests = [
  ...["hover", "definition", "references", "documentHighlight", "documentSymbol", "foldingRange"],
  ...["selectionRange", "semanticTokens/full", "signatureHelp", "documentLink", "codeLens", "inlayHint"],
  ...["completion", "prepareRename", "rename", "codeAction", "formatting", "rangeFormatting"],
  ...["onTypeFormatting", "diagnostic"],
].map((name) => `textDocument/${name}`);
const others = [
  "workspace/symbol",
  "workspace/executeCommand",
  "workspace/diagnostic",
  "remit/preview",
  "remit/widens",
];
const notifications = [
  ...["didOpen", "didChange", "didClose", "didSave"].map((name) => `textDocument/${name}`),
  ...["didChangeWatchedFiles", "didChangeWorkspaceFolders", "didChangeConfiguration"].map(
    (name) => `workspace/${name}`,
  ),
  "$/cancelRequest",
  "$/setTrace",
];

test("is answered or passed over", async () => {
  const { client, uri, open, diagnostics } = await session({ "p.remit": POLICY });
  open("p.remit", POLICY);
  const textDocument = { uri: uri("p.remit") };
  const far = { line: 1e9, character: -5 };
  const odd: readonly unknown[] = [
    ...[undefined, null, 1, "x", [], {}, { textDocument: null }, { textDocument: { uri: 5 } }],
    ...[{ textDocument: { uri: "untitled:x" } }, { textDocument: { uri: "file:///nowhere/else.remit" } }],
    ...[{ textDocument, position: "x", range: 7, positions: null, context: 3, newName: 4, event: 1 }],
    {
      textDocument,
      position: far,
      positions: [far],
      range: { start: far, end: far },
      context: {},
      newName: "",
    },
    { textDocument, contentChanges: [{ range: { start: far }, text: 5 }] },
    { changes: [{ uri: 1 }], event: { added: [{}], removed: null }, settings: { remit: { widens: {} } } },
    { command: "remit.runTest", arguments: { 0: 1 }, base: 5 },
  ];
  for (const params of odd) {
    const answers = [...requests, ...others].map((method) => client.request(method, params));
    for (const method of notifications) client.notify(method, params);
    for (const answer of await Promise.all(answers)) {
      expect(answer).toHaveProperty("id");
      // Nothing of a stack or a path of this machine is in what a person sees.
      expect(answer.error?.message ?? "").not.toMatch(/\n|\/lsp\//);
    }
  }
  open("q.remit", "agent");
  expect(await diagnostics("q.remit", (codes) => codes.length > 0)).toContain("syntax");
  expect(client.child.exitCode).toBeNull();
  expect(await client.request("shutdown")).toMatchObject({ result: null });
  client.notify("exit");
  expect(await client.exit).toBe(0);
  expect(client.errors()).toBe("");
});
