/** The built server over real stdio, as an editor has it. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { POLICY, replaceAll, session } from "./session.ts";

describe("lifecycle", () => {
  test("ends with 0 after a shutdown, and with 1 without", async () => {
    const { client } = await session({});
    expect(await client.request("shutdown")).toMatchObject({ result: null });
    client.notify("exit");
    expect(await client.exit).toBe(0);
    const other = await session({});
    other.client.notify("exit");
    expect(await other.client.exit).toBe(1);
    const gone = await session({});
    gone.client.child.stdin?.end();
    expect(await gone.client.exit).toBe(1);
    expect(client.errors() + other.client.errors() + gone.client.errors()).toBe("");
  });

  test("an unknown method is answered with an error, an unknown notification with nothing", async () => {
    const { client } = await session({});
    client.notify("nobody/knows");
    expect((await client.request("nobody/asks", {})).error?.code).toBe(-32601);
    expect((await client.request("shutdown")).error).toBeUndefined();
  });

  test("malformed messages do not stop it", async () => {
    const { client, uri, open, diagnostics } = await session({});
    client.raw('Content-Length: 9\r\n\r\n{"broken"');
    client.raw("Content-Length: 2\r\n\r\n[]");
    for (const params of [
      null,
      1,
      {},
      { textDocument: null },
      { textDocument: { uri: 5 } },
      { textDocument: { uri: uri("p.remit") }, position: "x" },
    ])
      expect(await client.request("textDocument/hover", params)).toHaveProperty("id");
    client.notify("textDocument/didChange", {
      textDocument: { uri: uri("nowhere.remit"), version: 1 },
      contentChanges: null,
    });
    open("p.remit", "agent");
    expect(await diagnostics("p.remit", (codes) => codes.length > 0)).toContain("syntax");
    expect(client.child.exitCode).toBeNull();
  });
});

describe("documents", () => {
  test("an edit storm ends with the diagnostics of the last text", async () => {
    const { client, uri, open, diagnostics } = await session({ "p.remit": POLICY });
    open("p.remit", POLICY);
    for (let version = 2; version <= 501; version++)
      client.notify("textDocument/didChange", {
        textDocument: { uri: uri("p.remit"), version },
        contentChanges: [
          {
            range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } },
            text: version % 2 === 0 ? "/" : " ",
          },
        ],
      });
    client.notify("textDocument/didChange", {
      textDocument: { uri: uri("p.remit"), version: 502 },
      ...replaceAll(POLICY.replace("owner ada exp", "owner nobody exp")),
    });
    await diagnostics("p.remit", (codes) => codes.includes("unknown-name"));
    client.notify("textDocument/didChange", {
      textDocument: { uri: uri("p.remit"), version: 503 },
      ...replaceAll(POLICY),
    });
    await diagnostics("p.remit", (codes) => codes.length === 0);
    expect(client.errors()).toBe("");
  });

  test("a cancelled request says so, and the next is answered", async () => {
    const { client, uri, open } = await session({ "p.remit": POLICY });
    open("p.remit", POLICY);
    const asked = { textDocument: { uri: uri("p.remit") }, position: { line: 1, character: 17 } };
    const id = client.send("textDocument/references", { ...asked, context: { includeDeclaration: true } });
    client.notify("$/cancelRequest", { id });
    expect((await client.answer(id)).error?.code).toBe(-32800);
    expect((await client.request("textDocument/definition", asked)).result).toHaveLength(1);
  });

  test("emoji, CRLF and a BOM keep places right", async () => {
    const { client, uri, open } = await session({}, { general: { positionEncodings: ["utf-8"] } });
    const text =
      '\ufeff// 😀 é\r\nowner ada { email "ada@b.example" }\r\n/* 😀 */ agent a { owner ada expires 2099-03-31 may tool:x }\r\n';
    open("p.remit", text);
    const found = await client.request("textDocument/definition", {
      textDocument: { uri: uri("p.remit") },
      position: { line: 2, character: 28 },
    });
    expect(found.result).toEqual([
      { uri: uri("p.remit"), range: { start: { line: 1, character: 6 }, end: { line: 1, character: 9 } } },
    ]);
  });

  test("files that nobody opened are checked; one that is deleted outside loses its diagnostics", async () => {
    const { client, root, uri, diagnostics } = await session(
      { "good.remit": POLICY, "bad.remit": "agent b { owner nobody expires 2099-01-01 }" },
      { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
    );
    expect(await diagnostics("bad.remit", (codes) => codes.length > 0)).toContain("unknown-name");
    rmSync(join(root, "bad.remit"));
    client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: uri("bad.remit"), type: 3 }] });
    await diagnostics("bad.remit", (codes) => codes.length === 0);
  });

  test("a changed remit.yaml changes what is checked; a broken one is told", async () => {
    const { client, root, uri, diagnostics } = await session({
      "remit.yaml": "policies: none/*.remit\n",
      "p.remit": "agent b { owner nobody expires 2099-01-01 }",
    });
    const shown = async (of: "some" | "none"): Promise<string> => {
      const { params } = await client.next(
        (one) =>
          one.method === "textDocument/publishDiagnostics" &&
          JSON.stringify(one.params).includes("remit.yaml") &&
          JSON.stringify(one.params).includes('"diagnostics":[]') === (of === "none"),
      );
      return JSON.stringify(params);
    };
    expect(await shown("some")).toContain(
      `There is no policy in '${root}' (looked for none/*.remit). Run 'remit init' to begin one.`,
    );
    writeFileSync(join(root, "remit.yaml"), "policies: '*.remit'\n");
    client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: uri("remit.yaml"), type: 2 }] });
    expect(await diagnostics("p.remit", (codes) => codes.length > 0)).toContain("unknown-name");
    await shown("none");
    writeFileSync(join(root, "remit.yaml"), "polices: x\n");
    client.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: uri("remit.yaml"), type: 2 }] });
    const told = await client.next(({ method }) => method === "window/showMessage");
    expect(JSON.stringify(told.params)).toContain("policies");
    expect(await shown("some")).toContain("polices");
  });

  test("a client that pulls is not sent diagnostics, and gets those of the whole workspace", async () => {
    const { client, uri, open } = await session(
      { "p.remit": "agent b { owner nobody expires 2099-01-01 }", "q.remit": POLICY },
      { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } },
    );
    open("q.remit", POLICY);
    await client.next(({ method }) => method === "workspace/diagnostic/refresh");
    const own = await client.request("textDocument/diagnostic", { textDocument: { uri: uri("q.remit") } });
    expect(own.result).toEqual({ kind: "full", items: [] });
    const all = await client.request("workspace/diagnostic", { previousResultIds: [] });
    expect(JSON.stringify(all.result)).toContain("unknown-name");
    expect(client.received.some(({ method }) => method === "textDocument/publishDiagnostics")).toBe(false);
  });

  test("what an edit widens is said against the saved files, with a witness", async () => {
    const { client, uri, open } = await session({ "p.remit": POLICY });
    open("p.remit", POLICY.replace("tool:x", "tool:x, tool:y"));
    const { result } = await client.request("remit/widens", { textDocument: { uri: uri("p.remit") } });
    expect(result).toMatchObject({
      agents: [{ agent: "a", verdict: "wider", wider: [{ witness: { action: "tool:y" } }], narrower: [] }],
    });
  });
});
