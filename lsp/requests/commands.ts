/** Commands that the server runs for a client. */
import { type CancellationToken, LSPErrorCodes, ResponseError } from "vscode-languageserver/node";
import { isObject } from "../../compiler/model/json.ts";
import { RUN_TEST } from "../capabilities.ts";
import { runTestAt } from "../features/test-run.ts";
import { invalidParams, isPlace } from "../params.ts";
import type { LineColumn } from "../positions.ts";
import type { Server } from "../server.ts";

const severities = { failed: 1, passed: 3 } as const;

export function registerCommands({ connection, on }: Server): void {
  const run = on(null, async ({ project, view, offset }, params: PlaceParams) => {
    // What lies on the disk is read anew: a test that a person runs says what is so now.
    project.refresh();
    const ran = await runTestAt({ ...view, whole: project.whole }, offset(params.position));
    if (ran === undefined) throw new ResponseError(LSPErrorCodes.RequestFailed, "There is no test here.");
    await connection.sendNotification("window/showMessage", {
      type: severities[ran.kind],
      message: ran.message,
    });
    return ran;
  });
  connection.onRequest("workspace/executeCommand", async (params: unknown, token: CancellationToken) => {
    const { command, arguments: given } = isObject(params) ? params : {};
    if (command !== RUN_TEST)
      throw invalidParams(
        typeof command === "string" ? `There is no command '${command}'.` : "The request takes a 'command'.",
      );
    const [uri, position] = Array.isArray(given) ? given : [];
    if (typeof uri !== "string" || !isPlace(position))
      throw invalidParams(`'${RUN_TEST}' takes a URI and a position.`);
    return run({ textDocument: { uri }, position }, token);
  });
}

interface PlaceParams {
  readonly textDocument: { readonly uri: string };
  readonly position: LineColumn;
}
