/** Pages that the extension writes, as virtual documents: nothing to save, nothing to close with a question. */
import { Disposable, EventEmitter, Uri, ViewColumn, window, workspace } from "vscode";

export const PAGE_SCHEME = "remit-page";

export interface Pages extends Disposable {
  /** Shows a page beside the editor; one of that name that is open already gets the new text. */
  readonly show: (name: string, content: string) => Promise<void>;
}

export function openPages(): Pages {
  const changed = new EventEmitter<Uri>();
  const contents = new Map<string, string>();
  const provider = workspace.registerTextDocumentContentProvider(PAGE_SCHEME, {
    onDidChange: changed.event,
    provideTextDocumentContent: ({ path }) => contents.get(path.slice(1)) ?? "",
  });
  return {
    show: async (name, content) => {
      const uri = Uri.from({ scheme: PAGE_SCHEME, path: `/${name}` });
      contents.set(name, content);
      changed.fire(uri);
      const document = await workspace.openTextDocument(uri);
      await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preserveFocus: true });
    },
    dispose: () => Disposable.from(provider, changed).dispose(),
  };
}
