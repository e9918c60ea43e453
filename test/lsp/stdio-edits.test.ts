/** What long sessions and edits do to the built server: memory, what is widened, tests that are run, settings. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { isObject } from "../../compiler/model/json.ts";
import type { Message } from "./client.ts";
import { POLICY, replaceAll, session } from "./session.ts";

const SERVER = fileURLToPath(new URL("../../dist/cli/remit.js", import.meta.url));
const EXAMPLE = readFileSync(new URL("../../examples/finance/policy/agents.remit", import.meta.url), "utf8");

/** On a signal, what lives on the heap after everything that can be freed is. */
const MEASURE = `process.on("SIGUSR2", () => {
  for (let count = 0; count < 4; count++) global.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.stderr.write("memory " + (heapUsed + external) + "\\n");
});`;

test("5,000 edits leave the memory as it was after 1,000, and nothing on the error stream", async () => {
  const folder = mkdtempSync(join(tmpdir(), "remit-hook-"));
  try {
    const hook = join(folder, "measure.cjs");
    writeFileSync(hook, MEASURE);
    const { client, uri, open } = await session({ "p.remit": EXAMPLE, "q.remit": POLICY }, {}, [
      ...["--expose-gc", "--require", hook, SERVER],
      ...["lsp", "--stdio"],
    ]);
    open("p.remit", EXAMPLE);
    let version = 1;
    const textDocument = { uri: uri("p.remit") };
    const line = EXAMPLE.split("\n").findIndex((one) => one.includes("  purpose"));
    const type = (text: string, from: number, to: number): void => {
      version++;
      client.notify("textDocument/didChange", {
        textDocument: { ...textDocument, version },
        contentChanges: [{ range: { start: { line, character: from }, end: { line, character: to } }, text }],
      });
    };
    const edits = async (count: number): Promise<void> => {
      for (let done = 0; done < count; done += 50) {
        for (let each = 0; each < 25; each++) {
          type(`x${done}`, 0, 0);
          type("", 0, `x${done}`.length);
        }
        await client.next(
          ({ method, params }) =>
            method === "textDocument/publishDiagnostics" && isObject(params) && params.version === version,
        );
        await client.request("textDocument/completion", { textDocument, position: { line, character: 2 } });
        await client.request("textDocument/hover", { textDocument, position: { line, character: 4 } });
      }
    };
    const memory = async (): Promise<number> => {
      const before = client.errors().length;
      client.child.kill("SIGUSR2");
      while (client.errors().length === before) await new Promise((resolve) => setTimeout(resolve, 20));
      return Number(/memory (\d+)/.exec(client.errors().slice(before))?.[1]);
    };
    await edits(1000);
    const early = await memory();
    await edits(4000);
    const late = await memory();
    expect(late / early).toBeLessThan(1.2);
    expect(client.errors().replace(/memory \d+\n/g, "")).toBe("");
    expect(await client.request("shutdown")).toMatchObject({ result: null });
    client.notify("exit");
    expect(await client.exit).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const WIDER = POLICY.replace("tool:x }", "tool:x, tool:y }");
const messagesOf = ({ params }: Message): readonly unknown[] =>
  isObject(params) && Array.isArray(params.diagnostics)
    ? params.diagnostics.map((one) => (isObject(one) ? one.message : one))
    : [];

test("what an edit widens is shown until it is saved", async () => {
  const { client, root, uri, open, diagnostics } = await session({ "p.remit": POLICY });
  open("p.remit", POLICY);
  await diagnostics("p.remit", (codes) => codes.length === 0);
  const textDocument = { uri: uri("p.remit"), version: 2 };
  client.notify("textDocument/didChange", { textDocument, ...replaceAll(WIDER) });
  const shown = await client.next((message) => messagesOf(message).length > 0);
  expect(messagesOf(shown)).toEqual([
    "This gives more than the saved files. a may call tool:y, with no approval.",
  ]);
  writeFileSync(join(root, "p.remit"), WIDER);
  client.notify("textDocument/didSave", { textDocument: { uri: uri("p.remit") } });
  await diagnostics("p.remit", (codes) => codes.length === 0);
  expect(client.errors()).toBe("");
});

test("settings are asked for where the client answers, and taken where it sends them", async () => {
  const { client, uri, open, diagnostics } = await session({ "p.remit": POLICY });
  open("p.remit", POLICY);
  const textDocument = { uri: uri("p.remit"), version: 2 };
  client.notify("workspace/didChangeConfiguration", {
    settings: { remit: { widens: "off", lenses: false } },
  });
  client.notify("textDocument/didChange", { textDocument, ...replaceAll(WIDER) });
  expect((await client.request("textDocument/codeLens", { textDocument })).result).toEqual([]);
  client.notify("textDocument/didChange", {
    textDocument: { ...textDocument, version: 3 },
    ...replaceAll(`${WIDER}agent b { owner nobody  expires 2099-01-01 }\n`),
  });
  const codes = await diagnostics("p.remit", (found) => found.includes("unknown-name"));
  expect(codes).not.toContain("widens");
  const asked = await session({}, { workspace: { configuration: true } });
  const request = await asked.client.next(({ method }) => method === "workspace/configuration");
  expect(request.params).toEqual({ items: [{ section: "remit" }] });
});

test("a test's lens runs it", async () => {
  const source = `${POLICY}test "may" { as a at 2098-01-01 allow tool:x }\n`;
  const { client, uri, open } = await session({ "p.remit": source }, { workspace: { executeCommand: {} } });
  open("p.remit", source);
  const textDocument = { uri: uri("p.remit") };
  const { result } = await client.request("textDocument/codeLens", { textDocument });
  const lens: unknown = Array.isArray(result) ? result.at(-1) : undefined;
  const command = isObject(lens) && isObject(lens.command) ? lens.command : {};
  expect(command).toMatchObject({ title: "run · passes: 1 case", command: "remit.runTest" });
  const ran = await client.request("workspace/executeCommand", command);
  expect(ran.result).toEqual({ kind: "passed", message: "may: passes: 1 case" });
  const told = await client.next(({ method }) => method === "window/showMessage");
  expect(told.params).toEqual({ type: 3, message: "may: passes: 1 case" });
  for (const wrong of [
    { command: "remit.other" },
    { command: "remit.runTest", arguments: [1] },
    { command: "remit.runTest", arguments: [uri("p.remit"), { line: 0, character: 0 }] },
  ])
    expect((await client.request("workspace/executeCommand", wrong)).error).toBeDefined();
  expect(client.errors()).toBe("");
});

test("a folder that is added is checked, and one that is taken away loses its diagnostics", async () => {
  const wrong = "agent b { owner nobody expires 2099-01-01 }";
  const { client, root, uri, open, diagnostics } = await session({
    "p.remit": POLICY,

    "two/q.remit": wrong,
    "two/remit.yaml": "",
  });
  await diagnostics("two/q.remit", (codes) => codes.includes("unknown-name"));
  // What is edited in one leaves the diagnostics of the other.
  const textDocument = { uri: uri("p.remit"), version: 2 };
  open("p.remit", POLICY);
  client.notify("textDocument/didChange", { textDocument, ...replaceAll(`${POLICY}\nowner`) });
  await diagnostics("p.remit", (codes) => codes.includes("syntax"));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const last = client.received.findLast((message) =>
    JSON.stringify(message.params ?? "").includes("two/q.remit"),
  );
  expect(JSON.stringify(last)).toContain("unknown-name");
  const folder = { uri: pathToFileURL(join(root, "two")).href, name: "two" };
  client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [], removed: [folder] } });
  await diagnostics("two/q.remit", (codes) => codes.length === 0);
  client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [folder], removed: [] } });
  await diagnostics("two/q.remit", (codes) => codes.includes("unknown-name"));
  expect(client.errors()).toBe("");
});
