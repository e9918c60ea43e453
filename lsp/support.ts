/** What each feature is, by the capability that announces it: `docs/editor-support.md` is made from this. */

export const FEATURES: Readonly<Record<string, string>> = {
  completionProvider: "Completion: keywords, names, actions, resources, instants, zones",
  hoverProvider: "Hover",
  definitionProvider: "Go to definition",
  referencesProvider: "References",
  documentHighlightProvider: "Highlights",
  renameProvider: "Rename over files",
  documentSymbolProvider: "Outline",
  workspaceSymbolProvider: "Names of the workspace",
  foldingRangeProvider: "Folding",
  selectionRangeProvider: "Expand selection",
  semanticTokensProvider: "Colours by meaning",
  documentFormattingProvider: "Format the file",
  documentRangeFormattingProvider: "Format a range",
  documentOnTypeFormattingProvider: "Format at `}`",
  signatureHelpProvider: "Parameters of scopes",
  documentLinkProvider: "Links to code and tool lists",
  codeActionProvider: "Fixes and rewrites",
  codeLensProvider: "Lenses",
  inlayHintProvider: "Hints",
  executeCommandProvider: "Run a test",
};
