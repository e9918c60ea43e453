/** What the client can do, read from its `initialize` message with care: anything may be missing or of another shape. */
import { isObject } from "../compiler/model/json.ts";
import { readSettings, type Settings } from "./settings.ts";

/** How columns are counted. */
export type Encoding = "utf-8" | "utf-16" | "utf-32";

export interface Client {
  readonly encoding: Encoding;
  /** URIs of the folders that are open. */
  readonly folders: readonly string[];
  readonly snippets: boolean;
  /** Edits with the versions of documents. */
  readonly documentChanges: boolean;
  readonly hierarchicalSymbols: boolean;
  readonly markdownHover: boolean;
  readonly markdownCompletion: boolean;
  /** Asks for diagnostics, and can be told to ask again; else they are sent to it. */
  readonly pull: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly diagnosticTags: boolean;
  /** Takes code actions with edits; else it takes commands only, and gets none. */
  readonly codeActionLiterals: boolean;
  /** Tells of files that change outside of it, when asked to. */
  readonly watch: boolean;
  /** Answers what stands in its settings; else it sends them. */
  readonly configuration: boolean;
  readonly configurationChanges: boolean;
  readonly lineFoldingOnly: boolean;
  /** Offsets into a signature's label. */
  readonly labelOffsets: boolean;
  readonly locationLinks: boolean;
  readonly linkTooltips: boolean;
  readonly refreshLenses: boolean;
  readonly refreshHints: boolean;
  readonly refreshTokens: boolean;
  /** Runs commands of the server. */
  readonly commands: boolean;
  /** What stands in its settings when it starts the server. */
  readonly settings: Settings;
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) found = isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  return found;
}

const has = (value: unknown, item: string): boolean => Array.isArray(value) && value.includes(item);

/** Reads the parameters of `initialize`. */
export function readClient(message: unknown): Client {
  const yes = (...keys: readonly string[]): boolean => at(message, "capabilities", ...keys) === true;
  const get = (...keys: readonly string[]): unknown => at(message, "capabilities", ...keys);
  const item = ["textDocument", "completion", "completionItem"] as const;
  return {
    encoding: encodingOf(get("general", "positionEncodings")),
    folders: foldersOf(message),
    snippets: yes(...item, "snippetSupport"),
    documentChanges: yes("workspace", "workspaceEdit", "documentChanges"),
    hierarchicalSymbols: yes("textDocument", "documentSymbol", "hierarchicalDocumentSymbolSupport"),
    markdownHover: has(get("textDocument", "hover", "contentFormat"), "markdown"),
    markdownCompletion: has(get(...item, "documentationFormat"), "markdown"),
    pull: isObject(get("textDocument", "diagnostic")) && yes("workspace", "diagnostics", "refreshSupport"),
    relatedInformation: yes("textDocument", "publishDiagnostics", "relatedInformation"),
    codeDescription: yes("textDocument", "publishDiagnostics", "codeDescriptionSupport"),
    diagnosticTags: isObject(get("textDocument", "publishDiagnostics", "tagSupport")),
    codeActionLiterals: isObject(get("textDocument", "codeAction", "codeActionLiteralSupport")),
    watch: yes("workspace", "didChangeWatchedFiles", "dynamicRegistration"),
    configuration: yes("workspace", "configuration"),
    configurationChanges: yes("workspace", "didChangeConfiguration", "dynamicRegistration"),
    lineFoldingOnly: yes("textDocument", "foldingRange", "lineFoldingOnly"),
    labelOffsets: yes(
      "textDocument",
      "signatureHelp",
      "signatureInformation",
      "parameterInformation",
      "labelOffsetSupport",
    ),
    locationLinks: yes("textDocument", "definition", "linkSupport"),
    linkTooltips: yes("textDocument", "documentLink", "tooltipSupport"),
    refreshLenses: yes("workspace", "codeLens", "refreshSupport"),
    refreshHints: yes("workspace", "inlayHint", "refreshSupport"),
    refreshTokens: yes("workspace", "semanticTokens", "refreshSupport"),
    commands: isObject(get("workspace", "executeCommand")),
    settings: readSettings(at(message, "initializationOptions")),
  };
}

/** The first that the client prefers; UTF-16, which every client can, where it says nothing. */
function encodingOf(offered: unknown): Encoding {
  const known: readonly Encoding[] = ["utf-8", "utf-16", "utf-32"];
  const list: readonly unknown[] = Array.isArray(offered) ? offered : [];
  for (const one of list) {
    const found = known.find((name) => name === one);
    if (found !== undefined) return found;
  }
  return "utf-16";
}

function foldersOf(message: unknown): readonly string[] {
  const listed = at(message, "workspaceFolders");
  const folders = (Array.isArray(listed) ? listed : []).flatMap((folder) => {
    const uri = at(folder, "uri");
    return typeof uri === "string" ? [uri] : [];
  });
  if (folders.length > 0) return folders;
  const root = at(message, "rootUri");
  return typeof root === "string" ? [root] : [];
}
