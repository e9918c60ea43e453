/** Requests whose answers change text. */
import { LSPErrorCodes, ResponseError } from "vscode-languageserver/node";
import * as convert from "../convert.ts";
import { converterOf } from "../convert.ts";
import { codeActions } from "../features/code-actions.ts";
import { complete } from "../features/completion.ts";
import { format, formatOnType, formatRange } from "../features/formatting.ts";
import { prepareRename, rename } from "../features/rename.ts";
import type { Server } from "../server.ts";

export function registerEditing({ connection, on, outside, client }: Server): void {
  connection.onCompletion(
    on({ isIncomplete: false, items: [] }, async ({ view, placing, offset }, { position }) => {
      const to = converterOf(placing);
      const found = await complete(view, offset(position));
      const items = found.map((one, index) => convert.completionItem(client(), to, view.path, one, index));
      // A service's name may become its actions with the next colon.
      return { isIncomplete: found.some(({ again }) => again === true), items };
    }),
  );
  connection.onPrepareRename(
    on(null, async ({ view, placing, offset }, { position }) => {
      const found = await prepareRename(view, offset(position));
      if (found === undefined) return null;
      return {
        range: converterOf(placing).range(view.path, found.span.start, found.span.end),
        placeholder: found.name,
      };
    }),
  );
  connection.onRenameRequest(
    on(null, async ({ view, placing, offset }, { position, newName }) => {
      const result = await rename(view, offset(position), newName);
      if (result.kind === "refused") throw new ResponseError(LSPErrorCodes.RequestFailed, result.why);
      return convert.workspaceEdit(placing, converterOf(placing), result.edits);
    }),
  );
  connection.onCodeAction(
    on([], async ({ view, placing, offset }, { range, context }) => {
      const to = converterOf(placing);
      const found = await codeActions(view, offset(range.start), offset(range.end));
      const { only } = context;
      return found
        .filter(
          ({ kind }) =>
            only === undefined ||
            only.some((one) => kind === one || kind.startsWith(`${one}.`) || one === ""),
        )
        .map((one) => convert.codeAction(placing, to, one, outside.pageUri));
    }),
  );
  connection.onDocumentFormatting(
    on([], async ({ view, placing }) =>
      convert.textEdits(converterOf(placing), format(view.path, view.text)),
    ),
  );
  connection.onDocumentRangeFormatting(
    on([], async ({ view, placing, offset }, { range }) =>
      convert.textEdits(
        converterOf(placing),
        formatRange(view.path, view.text, offset(range.start), offset(range.end)),
      ),
    ),
  );
  connection.onDocumentOnTypeFormatting(
    on([], async ({ view, placing, offset }, { position }) =>
      convert.textEdits(converterOf(placing), formatOnType(view.path, view.text, offset(position))),
    ),
  );
}
