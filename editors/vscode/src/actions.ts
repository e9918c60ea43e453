/** Commands that do at the cursor what the server offers there: stop the agent, say what the edit changes. */
import {
  type CodeAction,
  CodeActionKind,
  commands,
  type DocumentSymbol,
  type TextEditor,
  window,
  workspace,
} from "vscode";
import type { Pages } from "./pages.ts";
import { activePolicy } from "./policies.ts";
import type { Session } from "./session.ts";
import { report, type Widened } from "./widened-words.ts";

const SUSPEND = "Suspend this agent";

/** Writes `suspended` into the agent at the cursor, wherever in it the cursor is. */
export async function suspendAgent(): Promise<void> {
  const editor = activePolicy();
  const head = editor && (await headOfAgent(editor));
  if (editor === undefined || head === undefined) {
    await window.showInformationMessage("Put the cursor into the agent that is to stop.");
    return;
  }
  const offered = await commands.executeCommand<readonly CodeAction[]>(
    "vscode.executeCodeActionProvider",
    editor.document.uri,
    head,
    CodeActionKind.RefactorRewrite.value,
  );
  const action = offered.find(({ title }) => title === SUSPEND);
  if (action?.edit === undefined) {
    await window.showInformationMessage("This agent is suspended already.");
    return;
  }
  await workspace.applyEdit(action.edit);
  await window.showInformationMessage(
    "Suspended in the text. It stops where the output is applied: 'remit suspend' prints the plan.",
  );
}

/** The name of the agent's declaration around the cursor. */
async function headOfAgent({ document, selection }: TextEditor) {
  const symbols = await commands.executeCommand<readonly DocumentSymbol[] | undefined>(
    "vscode.executeDocumentSymbolProvider",
    document.uri,
  );
  const around = (symbols ?? []).find(({ range }) => range.contains(selection.active));
  if (around === undefined) return undefined;
  return /^agent\b/.test(document.getText(around.range)) ? around.selectionRange : undefined;
}

/** Compares the workspace with its saved files, or with a revision that is asked for, and shows what it changes. */
export async function showWidened(session: Session, pages: Pages, base?: string): Promise<void> {
  const editor = activePolicy();
  if (editor === undefined) {
    await window.showInformationMessage("Open a policy first.");
    return;
  }
  const textDocument = { uri: editor.document.uri.toString() };
  const answer = await session.ask<Widened>("remit/widens", {
    textDocument,
    ...(base === undefined ? {} : { base }),
  });
  if (answer === undefined) {
    await window.showWarningMessage("Remit's language server gives no answer; its log says more.");
    return;
  }
  await pages.show("changes.md", report(answer, base ?? "the saved files"));
}

/** Asks for the revision first. */
export async function showWidenedSince(session: Session, pages: Pages): Promise<void> {
  const base = await window.showInputBox({
    prompt: "The git revision to compare with",
    value: "HEAD",
    validateInput: (text) => (text.trim() === "" ? "Name a branch, a tag or a commit." : undefined),
  });
  if (base !== undefined) await showWidened(session, pages, base.trim());
}
