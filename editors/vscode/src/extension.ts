/** The extension: the language server's session, and what an editor adds to it. */
import { commands, type ExtensionContext } from "vscode";
import { showWidened, showWidenedSince, suspendAgent } from "./actions.ts";
import { openPages } from "./pages.ts";
import { openPreviews } from "./preview.ts";
import { openSession } from "./session.ts";
import { openStatus, SHOW_STATUS } from "./status.ts";

export function activate(context: ExtensionContext): void {
  const session = openSession(context);
  const pages = openPages();
  const previews = openPreviews(session);
  const status = openStatus(session);
  const command = (name: string, run: (argument: unknown) => Promise<unknown>) =>
    commands.registerCommand(name, (argument: unknown) => run(argument));
  context.subscriptions.push(
    session,
    pages,
    previews,
    status,
    command("remit.preview", (name) => previews.show(typeof name === "string" ? name : undefined)),
    command("remit.suspendAgent", () => suspendAgent()),
    command("remit.showWidened", () => showWidened(session, pages)),
    command("remit.showWidenedSince", () => showWidenedSince(session, pages)),
    command(SHOW_STATUS, () => status.show()),
    command("remit.restart", () => session.restart()),
    command("remit.showLog", async () => session.showLog()),
  );
}
