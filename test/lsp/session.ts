/** A session of the built server in a folder of its own, for tests that speak to it as an editor does. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach } from "vitest";
import { isObject } from "../../compiler/model/json.ts";
import { type Message, startServer, type TestClient } from "./client.ts";

/** Without a problem. */
export const POLICY =
  'owner ada { email "ada@b.example" }\nagent a { owner ada expires 2099-03-31 may tool:x }\nclassify tool:x, tool:y { risk read }\n';
const running: TestClient[] = [];
const folders: string[] = [];

// Every test file that takes a session ends its servers and removes its folders.
afterEach(() => {
  for (const client of running.splice(0)) client.child.kill("SIGKILL");
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function world(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "remit-lsp-"));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

export interface Session {
  readonly client: TestClient;
  readonly root: string;
  readonly uri: (path: string) => string;
  readonly open: (path: string, text: string) => void;
  readonly diagnostics: (
    path: string,
    fits: (codes: readonly unknown[]) => boolean,
  ) => Promise<readonly unknown[]>;
}

/** Parameters of `initialize` as they were recorded, for a folder of this machine. */
function atFolder(recorded: object, root: string): object {
  const uri = pathToFileURL(root).href;
  const folders =
    "workspaceFolders" in recorded && Array.isArray(recorded.workspaceFolders)
      ? recorded.workspaceFolders
      : [];
  return {
    ...recorded,
    ...("rootUri" in recorded && recorded.rootUri === null ? {} : { rootUri: uri }),
    rootPath: root,
    workspaceFolders: folders.map(() => ({ uri, name: "work" })),
  };
}

/** `capabilities` may be a whole recorded `initialize` message; `command` is what Node runs, by default the built server. */
export async function session(
  files: Readonly<Record<string, string>>,
  capabilities: object = {},
  command?: readonly string[],
): Promise<Session> {
  const root = world(files);
  const client = startServer(command, root);
  running.push(client);
  const uri = (path: string): string => pathToFileURL(join(root, path)).href;
  await client.request(
    "initialize",
    "capabilities" in capabilities
      ? atFolder(capabilities, root)
      : { processId: null, rootUri: pathToFileURL(root).href, capabilities },
  );
  client.notify("initialized", {});
  const codesOf = (message: Message, path: string): readonly unknown[] | undefined => {
    const { params } = message;
    if (message.method !== "textDocument/publishDiagnostics" || !isObject(params) || params.uri !== uri(path))
      return undefined;
    return Array.isArray(params.diagnostics)
      ? params.diagnostics.map((one) => (isObject(one) ? one.code : one))
      : undefined;
  };
  return {
    client,
    root,
    uri,
    open: (path, text) =>
      client.notify("textDocument/didOpen", {
        textDocument: { uri: uri(path), languageId: "remit", version: 1, text },
      }),
    diagnostics: async (path, fits) => {
      const message = await client.next((one) => {
        const codes = codesOf(one, path);
        return codes !== undefined && fits(codes);
      });
      return codesOf(message, path) ?? [];
    },
  };
}

/** The parameters of a change of a whole text. */
export const replaceAll = (text: string): object => ({ contentChanges: [{ text }] });
