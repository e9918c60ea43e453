/** The archive of the extension, and the server in it, away from the checkout. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isObject } from "../../compiler/model/json.ts";
import { packageExtension } from "../../scripts/vsix.mjs";
import { startServer } from "../lsp/client.ts";
import { unzip } from "./unzip.ts";

const folder = mkdtempSync(join(tmpdir(), "remit-vsix-"));
let archive = Buffer.alloc(0);
let files: ReadonlyMap<string, Buffer> = new Map();

beforeAll(async () => {
  archive = readFileSync(await packageExtension());
  files = unzip(archive);
  for (const [name, content] of files) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the archive", () => {
  test("holds what VS Code and a gallery ask for, and each file that the manifest names", () => {
    const manifest: unknown = JSON.parse(files.get("extension/package.json")?.toString("utf8") ?? "");
    const named = [...JSON.stringify(manifest).matchAll(/"\.\/([\w./-]+\.\w+)"/g)].map(
      ([, path]) => `extension/${path}`,
    );
    expect(named.length).toBeGreaterThan(4);
    for (const name of [
      "extension.vsixmanifest",
      "[Content_Types].xml",
      "extension/README.md",
      "extension/CHANGELOG.md",
      "extension/LICENSE.txt",
      "extension/icon.png",
      ...named,
    ])
      expect([...files.keys()], name).toContain(name);
    const description = files.get("extension.vsixmanifest")?.toString("utf8") ?? "";
    for (const [, path] of description.matchAll(/Path="([^"]+)"/g)) expect([...files.keys()]).toContain(path);
    const types = files.get("[Content_Types].xml")?.toString("utf8") ?? "";
    for (const name of files.keys())
      if (name !== "[Content_Types].xml")
        expect(types, name).toContain(`Extension=".${name.split(".").at(-1)}"`);
  });

  test("has no sources, no packages and no place of this machine in it", () => {
    expect([...files.keys()].filter((name) => /\.ts$|node_modules|\.map$/.test(name))).toEqual([]);
    for (const [name, content] of files) expect(content.includes(process.cwd()), name).toBe(false);
  });

  test("hands on the licences of what is bundled", () => {
    const notices = files.get("extension/ThirdPartyNotices.txt")?.toString("utf8") ?? "";
    for (const name of [
      "chevrotain 11.2.0 (Apache-2.0)",
      "vscode-languageclient 10.1.2 (MIT)",
      "yaml 2.9.1 (ISC)",
    ])
      expect(notices).toContain(`\n${name}\n`);
    expect(notices.match(/AGPL|AFFERO/i)).toBeNull();
  });

  test("is the same bytes each time", async () => {
    expect(readFileSync(await packageExtension()).equals(archive)).toBe(true);
  });
});

describe("the server in it", () => {
  const POLICY = `owner ada { email "ada@acme.example" }
agent mailer { owner adda expires 2099-03-31 may aws:s3:GetObject on "arn:aws:s3:::acme/*" identity { oidc issuer "https://id.acme.example" subject "mailer" aws role "mailer" } }
target opa {}
target aws { account "123456789012" }
`;

  test("checks, reads catalogs and pages, and compiles, without the checkout", async () => {
    const workspace = join(folder, "workspace");
    mkdirSync(workspace);
    writeFileSync(join(workspace, "remit.yaml"), "");
    const uri = pathToFileURL(join(workspace, "a.remit")).href;
    const client = startServer([join(folder, "extension/server/main.mjs")], workspace);
    const answer = await client.request("initialize", {
      processId: null,
      rootUri: pathToFileURL(workspace).href,
      capabilities: { textDocument: { publishDiagnostics: { codeDescriptionSupport: true } } },
    });
    expect(answer.error).toBeUndefined();
    client.notify("initialized", {});
    const open = (text: string, version: number): void =>
      client.notify("textDocument/didOpen", {
        textDocument: { uri, languageId: "remit", version, text },
      });
    open(POLICY, 1);
    const told = await client.next(
      ({ method, params }) =>
        method === "textDocument/publishDiagnostics" && JSON.stringify(params).includes("unknown-name"),
    );
    // The page that a diagnostic links to is in the extension.
    const page = /"href":"(file:[^"]+unknown-name\.md)"/.exec(JSON.stringify(told.params))?.[1] ?? "";
    expect(readFileSync(new URL(page), "utf8")).toContain("unknown-name");
    client.notify("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: POLICY.replace("adda", "ada") }],
    });
    const hover = await client.request("textDocument/hover", {
      textDocument: { uri },
      position: { line: 1, character: 60 },
    });
    expect(JSON.stringify(hover.result)).toContain("Retrieve objects");
    const { result } = await client.request("remit/preview", {
      textDocument: { uri },
      position: { line: 1, character: 2 },
    });
    if (!isObject(result) || !Array.isArray(result.targets)) throw new Error("no preview");
    const text = JSON.stringify(result.targets);
    expect(["AWS::IAM::", "package remit"].filter((part) => !text.includes(part))).toEqual([]);
    await client.request("shutdown");
    client.notify("exit");
    expect(await client.exit).toBe(0);
    expect(client.errors()).toBe("");
  });
});
