/** The same for the language server of TypeSpec: as many lines in as many files, and an edit that makes and unmakes one error. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isObject } from "../compiler/model/json.ts";
import { enginePath, engines } from "../scripts/engines.mjs";
import { startServer } from "../test/lsp/client.ts";
import { median, type Time, timed } from "./lsp-time.ts";
import { writeFiles } from "./measure.ts";

export const PEER = `TypeSpec ${engines.typespec.version}`;

const EDITS = 10;
const TYPED = "  made: str";

/** Declarations of fifty lines each, as an agent of the generated policy has, in files of `perFile`. */
function generateTypeSpec(declarations: number, perFile: number): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const imports: string[] = ['import "./shared.tsp";'];
  files.set("shared.tsp", "namespace Shared;\n\nmodel Team {\n  name: string;\n  lead: string;\n}\n");
  for (let first = 0; first < declarations; first += perFile) {
    const blocks: string[] = [];
    for (let index = first; index < Math.min(declarations, first + perFile); index++)
      blocks.push(model(index));
    const path = `part${first / perFile}.tsp`;
    imports.push(`import "./${path}";`);
    files.set(path, `import "./shared.tsp";\n\nnamespace Parts;\n\n${blocks.join("\n")}`);
  }
  files.set("main.tsp", `${imports.join("\n")}\n`);
  return files;
}

function model(index: number): string {
  const members = Array.from({ length: 15 }, (_, at) =>
    [
      `  /** Member number ${at}. */`,
      `  @minLength(${at})`,
      at % 3 === 0 ? `  member${at}: string;` : `  member${at}?: string;`,
    ].join("\n"),
  );
  return `/** Number ${index} of the generated declarations. */\nmodel Thing${index} {\n${TYPED}ing;\n  team: Shared.Team;\n${members.join("\n")}\n}\n`;
}

/** One edit until the file's diagnostics, in the file in the middle; `undefined` where the server is not set up. */
export async function measurePeer(declarations: number, perFile: number): Promise<Time | undefined> {
  const program = enginePath("typespec");
  if (program === undefined) return undefined;
  const files = generateTypeSpec(declarations, perFile);
  const root = writeFiles(files);
  const path = `part${Math.floor(declarations / perFile / 2)}.tsp`;
  const uri = pathToFileURL(join(root, path)).href;
  const client = startServer([program, "--stdio"], root);
  const rootUri = pathToFileURL(root).href;
  await client.request("initialize", {
    processId: null,
    rootUri,
    workspaceFolders: [{ uri: rootUri, name: "bench" }],
    capabilities: {},
  });
  client.notify("initialized", {});
  const text = files.get(path) ?? "";
  client.notify("textDocument/didOpen", { textDocument: { uri, languageId: "typespec", version: 1, text } });
  const line = text.split("\n").findIndex((one) => one.startsWith(TYPED));
  let version = 1;
  const type = (inserted: string, end: number): void => {
    version++;
    const start = { line, character: TYPED.length };
    client.notify("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [{ range: { start, end: { line, character: end } }, text: inserted }],
    });
  };
  const shown = (errors: boolean) =>
    client.next(
      ({ method, params }) =>
        method === "textDocument/publishDiagnostics" &&
        isObject(params) &&
        params.uri === uri &&
        Array.isArray(params.diagnostics) &&
        params.diagnostics.length > 0 === errors,
    );
  await shown(false);
  const edits: Time[] = [];
  for (let count = 0; count < EDITS; count++) {
    edits.push(
      await timed(client, async () => {
        type("x", TYPED.length);
        await shown(true);
      }),
    );
    type("", TYPED.length + 1);
    await shown(false);
  }
  client.child.kill();
  rmSync(root, { recursive: true, force: true });
  return median(edits);
}
