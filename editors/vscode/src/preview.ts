/** The preview: what the agent at the cursor is compiled to, as virtual documents that follow the cursor and the text. */
import {
  Disposable,
  EventEmitter,
  languages,
  type Position,
  ProgressLocation,
  StatusBarAlignment,
  type TextDocument,
  type TextEditor,
  Uri,
  ViewColumn,
  window,
  workspace,
} from "vscode";
import type { Preview } from "../../../lsp/features/preview.ts";
import { activePolicy, isPolicy } from "./policies.ts";
import { filesOf, OVERVIEW, type PreviewFile } from "./preview-files.ts";
import type { Session } from "./session.ts";

export const SCHEME = "remit-preview";
/** Milliseconds from the last keystroke or move of the cursor. */
const PAUSE = 250;

export interface Previews extends Disposable {
  /** Shows a file of the agent at the cursor: that one, or the one that is chosen. Gives its name. */
  readonly show: (name?: string) => Promise<string | undefined>;
}

export function openPreviews(session: Session): Previews {
  const changed = new EventEmitter<Uri>();
  const item = window.createStatusBarItem("remit.preview", StatusBarAlignment.Left, -1);
  item.name = "Remit Preview";
  let files: ReadonlyMap<string, PreviewFile> = new Map();
  let agent: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let asked = 0;

  const ask = (document: TextDocument, position: Position): Promise<Preview | undefined> =>
    session.ask<Preview>("remit/preview", { textDocument: { uri: document.uri.toString() }, position });
  const open = (): readonly TextDocument[] =>
    workspace.textDocuments.filter(({ uri, isClosed }) => uri.scheme === SCHEME && !isClosed);
  const take = (preview: Preview): void => {
    files = new Map(filesOf(preview).map((file) => [file.name, file]));
    agent = preview.agent;
    const [error] = preview.targets.flatMap(({ errors }) => errors);
    item.text = `$(${error === undefined ? "open-preview" : "warning"}) ${agent ?? "all agents"}`;
    item.tooltip = error ?? "The preview of compiled output shows this agent.";
    for (const { uri } of open()) changed.fire(uri);
  };

  /** Brings the open documents into step; what cannot be compiled leaves the last output, and says so. */
  const follow = async ({ document, selection }: TextEditor): Promise<void> => {
    const turn = ++asked;
    const preview = await ask(document, selection.active);
    if (preview === undefined || turn !== asked) return;
    if (preview.reason === undefined) take(preview);
    else {
      item.text = `$(warning) ${agent ?? "all agents"}`;
      item.tooltip = `The preview shows the last output. ${preview.reason}`;
    }
  };
  const soon = (editor: TextEditor | undefined): void => {
    if (editor === undefined || !isPolicy(editor.document) || open().length === 0) return;
    clearTimeout(timer);
    timer = setTimeout(() => void follow(editor), PAUSE);
  };
  const visible = (): void => {
    if (window.visibleTextEditors.some(({ document }) => document.uri.scheme === SCHEME)) item.show();
    else item.hide();
  };

  const provider = workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changed.event,
    provideTextDocumentContent: ({ path }) =>
      files.get(path.slice(1))?.content ?? `${agent ?? "This policy"} compiles to no such file.\n`,
  });
  const watching = [
    window.onDidChangeTextEditorSelection(({ textEditor }) => soon(textEditor)),
    window.onDidChangeVisibleTextEditors(visible),
    // The diagnostics come when the server has read the change, of this file or of another.
    languages.onDidChangeDiagnostics(() => soon(activePolicy())),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (document === window.activeTextEditor?.document) soon(window.activeTextEditor);
    }),
  ];

  return {
    show: async (name) => {
      const editor = activePolicy();
      if (editor === undefined) {
        await window.showInformationMessage("Open a policy and put the cursor into an agent first.");
        return undefined;
      }
      const preview = await window.withProgress(
        { location: ProgressLocation.Window, title: "Compiling…" },
        () => ask(editor.document, editor.selection.active),
      );
      if (preview === undefined) {
        await window.showWarningMessage("Remit's language server gives no answer; its log says more.");
        return undefined;
      }
      if (preview.reason !== undefined) {
        await window.showWarningMessage(preview.reason);
        return undefined;
      }
      take(preview);
      const chosen = name ?? (await choose(files, preview.agent));
      if (chosen === undefined) return undefined;
      const document = await workspace.openTextDocument(Uri.from({ scheme: SCHEME, path: `/${chosen}` }));
      await window.showTextDocument(document, {
        viewColumn: ViewColumn.Beside,
        preserveFocus: true,
        preview: false,
      });
      return chosen;
    },
    dispose: () => {
      clearTimeout(timer);
      Disposable.from(provider, changed, item, ...watching).dispose();
    },
  };
}

async function choose(
  files: ReadonlyMap<string, PreviewFile>,
  agent: string | undefined,
): Promise<string | undefined> {
  const items = [...files.values()].map(({ name, content }) => ({
    label: name,
    description: name === OVERVIEW ? "what each target does with each grant" : sizeOf(content),
  }));
  const placeHolder = agent === undefined ? "Output of all agents" : `Output of ${agent}`;
  return (await window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.label;
}

const sizeOf = (content: string): string => {
  const lines = content.split("\n").length - (content.endsWith("\n") ? 1 : 0);
  return lines === 1 ? "1 line" : `${lines} lines`;
};
