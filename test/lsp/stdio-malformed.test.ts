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
  "remit/endings",
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

test("requests of Remit's own say what is wrong with their parameters", async () => {
  const { client, uri, open } = await session({ "p.remit": POLICY });
  open("p.remit", POLICY);
  const textDocument = { uri: uri("p.remit") };
  const position = { line: 0, character: 0 };
  const run = "workspace/executeCommand";
  const cases: readonly (readonly [string, unknown, RegExp])[] = [
    ...["remit/preview", "remit/endings", "remit/widens"].flatMap((method) =>
      [undefined, null, {}, [], { textDocument: 5 }, { textDocument: {} }].map(
        (params) => [method, params, /'textDocument'/] as const,
      ),
    ),
    ["remit/preview", { textDocument }, /'position'/],
    ["remit/preview", { textDocument, position: { line: "1" } }, /'position'/],
    ["remit/endings", { textDocument }, /'within' is a number of seconds/],
    ["remit/endings", { textDocument, within: "9" }, /'within'/],
    ["remit/widens", { textDocument, base: 5 }, /'base' is a git revision/],
    ["remit/widens", { textDocument, base: null }, /'base' is a git revision/],
    [run, null, /'command'/],
    [run, { command: "remit.runTest" }, /takes a URI and a position/],
    [run, { command: "remit.runTest", arguments: 5 }, /takes a URI and a position/],
    [run, { command: "remit.runTest", arguments: [textDocument.uri, { line: 0 }] }, /takes a URI/],
  ];
  for (const [method, params, says] of cases) {
    const { error } = await client.request(method, params);
    expect(error, `${method} ${JSON.stringify(params)}`).toMatchObject({
      code: -32602,
      message: expect.stringMatching(says),
    });
  }
  expect((await client.request("remit/preview", { textDocument, position })).error).toBeUndefined();
});
