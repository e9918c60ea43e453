/** The built server with each editor's recorded `initialize` message: what it sends and asks is what that editor declared. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isObject } from "../../compiler/model/json.ts";
import { readClient } from "../../lsp/client.ts";
import { session } from "./session.ts";

const folder = new URL("fixtures/", import.meta.url);
const clients = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => {
    const message: unknown = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
    if (!isObject(message)) throw new Error(`${name} holds no message`);
    return { name: name.replace(".json", ""), message, client: readClient(message) };
  });

/** What a client must declare before the server asks it. */
const declared: Readonly<Record<string, string>> = {
  "workspace/configuration": '"configuration":true',
  "client/registerCapability": '"dynamicRegistration":true',
  "workspace/diagnostic/refresh": '"refreshSupport":true',
  "workspace/codeLens/refresh": '"refreshSupport":true',
  "workspace/inlayHint/refresh": '"refreshSupport":true',
  "workspace/semanticTokens/refresh": '"refreshSupport":true',
};

const SOURCE =
  '// 𝒳é\nowner ada { email "ada@b.example" }\n/* 𝒳 */ agent a { owner adaa expires 2099-03-31 }\n';
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

test.each(clients)("$name", async ({ message, client: able }) => {
  const { client, uri, open, diagnostics } = await session({ "p.remit": SOURCE }, message);
  open("p.remit", SOURCE);
  const textDocument = { uri: uri("p.remit") };
  const column = { "utf-8": 27, "utf-16": 25, "utf-32": 24 }[able.encoding];
  const position = { line: 2, character: column + 2 };
  let shown: readonly unknown[];
  if (able.pull) {
    await client.next(({ method }) => method === "workspace/diagnostic/refresh");
    const { result } = await client.request("textDocument/diagnostic", { textDocument });
    shown = list(isObject(result) ? result.items : undefined);
  } else {
    await diagnostics("p.remit", (codes) => codes.includes("unknown-name"));
    const { params } =
      client.received.find(({ method }) => method === "textDocument/publishDiagnostics") ?? {};
    shown = list(isObject(params) ? params.diagnostics : undefined);
  }
  expect(shown).toContainEqual(
    expect.objectContaining({
      code: "unknown-name",
      range: { start: { line: 2, character: column }, end: { line: 2, character: column + 4 } },
    }),
  );
  const completed = await client.request("textDocument/completion", {
    textDocument,
    position: { line: 3, character: 0 },
  });
  const items = list(isObject(completed.result) ? completed.result.items : undefined);
  expect(items.length).toBeGreaterThan(5);
  expect(items.some((item) => isObject(item) && item.insertTextFormat === 2)).toBe(able.snippets);
  const symbols = list((await client.request("textDocument/documentSymbol", { textDocument })).result);
  expect(symbols).toHaveLength(2);
  expect(symbols.every((one) => isObject(one) && "location" in one !== able.hierarchicalSymbols)).toBe(true);
  const form = able.documentChanges ? "documentChanges" : "changes";
  const renamed = await client.request("textDocument/rename", {
    textDocument,
    position: { line: 1, character: 7 },
    newName: "grace",
  });
  expect(Object.keys(isObject(renamed.result) ? renamed.result : {})).toEqual([form]);
  const actions = await client.request("textDocument/codeAction", {
    textDocument,
    range: { start: position, end: position },
    context: { diagnostics: [] },
  });
  const [fix] = list(actions.result);
  expect(fix).toMatchObject({ title: "Write 'ada'", edit: { [form]: {} } });
  const text = JSON.stringify(message);
  for (const { method, id } of client.received) {
    if (method === undefined) continue;
    if (id !== undefined) expect(text, method).toContain(declared[method] ?? `nothing allows ${method}`);
    expect(able.pull && method === "textDocument/publishDiagnostics").toBe(false);
  }
  expect(client.errors()).toBe("");
});
