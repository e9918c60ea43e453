/** What the server offers, fitted to the client; `docs/editor-support.md` is made from it. */
import type { Client } from "./client.ts";
import { TOKEN_TYPES } from "./features/semantic-tokens.ts";

/** Runs the test at a place: its arguments are a URI and a position. */
export const RUN_TEST = "remit.runTest";

/** What `initialize` answers. */
export function capabilitiesFor(client: Client) {
  return {
    positionEncoding: client.encoding,
    textDocumentSync: { openClose: true, change: 2 as const, save: { includeText: false } },
    completionProvider: {
      triggerCharacters: [":", ".", '"', "{", "@"],
      resolveProvider: false,
    },
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    semanticTokensProvider: {
      legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: ["declaration"] },
      full: true,
      range: false,
    },
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: "}" },
    signatureHelpProvider: { triggerCharacters: ["(", ","] },
    documentLinkProvider: { resolveProvider: false },
    ...(client.codeActionLiterals
      ? {
          codeActionProvider: {
            codeActionKinds: ["quickfix", "refactor.extract", "refactor.rewrite", "source"],
          },
        }
      : {}),
    codeLensProvider: { resolveProvider: false },
    inlayHintProvider: { resolveProvider: false },
    executeCommandProvider: { commands: [RUN_TEST] },
    ...(client.pull
      ? {
          diagnosticProvider: {
            identifier: "remit",
            interFileDependencies: true,
            workspaceDiagnostics: true,
          },
        }
      : {}),
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    experimental: { remit: { preview: true, endings: true, widens: true } },
  };
}
