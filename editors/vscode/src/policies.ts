/** Which documents are policies, and which of them the person is at. */
import { type TextDocument, type TextEditor, window } from "vscode";

export const isPolicy = ({ languageId, uri }: TextDocument): boolean =>
  languageId === "remit" && uri.scheme === "file";

/** The editor with the focus where it shows a policy, else the only one that does. */
export function activePolicy(): TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = window;
  if (activeTextEditor !== undefined && isPolicy(activeTextEditor.document)) return activeTextEditor;
  const [only, ...others] = visibleTextEditors.filter(({ document }) => isPolicy(document));
  return others.length === 0 ? only : undefined;
}
