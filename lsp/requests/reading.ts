/** Requests that ask and change nothing. */

import { CONFIG_FILE } from "../config-mistake.ts";
import * as convert from "../convert.ts";
import { converterOf } from "../convert.ts";
import * as outline from "../convert-outline.ts";
import { codeLenses } from "../features/code-lens.ts";
import { allDiagnostics } from "../features/diagnostics.ts";
import { documentLinks } from "../features/document-links.ts";
import { folds } from "../features/folding.ts";
import { hover } from "../features/hover.ts";
import { inlayHints } from "../features/inlay-hints.ts";
import { definition, highlights, references } from "../features/navigation.ts";
import { selectionRanges } from "../features/selection-ranges.ts";
import { semanticTokens } from "../features/semantic-tokens.ts";
import { signatureHelp } from "../features/signature-help.ts";
import { documentSymbols, workspaceSymbols } from "../features/symbols.ts";
import type { Server } from "../server.ts";
import { uriOf } from "../uris.ts";

export function registerReading(server: Server): void {
  const { connection, on, outside, client } = server;
  connection.onHover(
    on(null, async ({ view, placing, offset }, { position }) => {
      const found = await hover(view, offset(position), outside.page);
      return found === undefined
        ? null
        : convert.hoverResult(client(), converterOf(placing), view.path, found);
    }),
  );
  connection.onDefinition(
    on([], async ({ view, placing, offset }, { position }) =>
      convert.definitions(placing, converterOf(placing), await definition(view, offset(position))),
    ),
  );
  connection.onReferences(
    on([], async ({ view, placing, offset }, { position, context }) => {
      const to = converterOf(placing);
      return (await references(view, offset(position), context.includeDeclaration)).map(to.location);
    }),
  );
  connection.onDocumentHighlight(
    on([], async ({ view, placing, offset }, { position }) => {
      const to = converterOf(placing);
      return (await highlights(view, offset(position))).map((one) => convert.highlight(to, one));
    }),
  );
  connection.onDocumentSymbol(
    on([], async ({ view, placing }) =>
      outline.documentSymbolResult(placing, converterOf(placing), view.path, documentSymbols(view.file)),
    ),
  );
  connection.onFoldingRanges(
    on([], async ({ view, placing }) => {
      const to = converterOf(placing);
      return folds(view.file).flatMap((fold) => outline.foldingRange(client(), to, view.path, fold));
    }),
  );
  connection.onSelectionRanges(
    on([], async ({ view, placing, offset }, { positions }) => {
      const to = converterOf(placing);
      return positions.map((position) =>
        outline.selectionRange(to, view.path, selectionRanges(view.file, offset(position))),
      );
    }),
  );
  connection.languages.semanticTokens.on(
    on({ data: [] }, async ({ view, placing }) => ({
      data: outline.tokenData(converterOf(placing), view.path, await semanticTokens(view)),
    })),
  );
  connection.onSignatureHelp(
    on(null, async ({ view, offset }, { position }) => {
      const found = signatureHelp(view, offset(position));
      return found === undefined ? null : convert.signatureResult(client(), found);
    }),
  );
  connection.onDocumentLinks(
    on([], async ({ view, placing }) => {
      const to = converterOf(placing);
      return (await documentLinks(view)).map((link) => convert.documentLink(placing, to, view.path, link));
    }),
  );
  connection.onCodeLens(
    on([], async ({ view, placing }) => {
      if (!server.settings().lenses) return [];
      const to = converterOf(placing);
      return (await codeLenses(view)).map((lens) => convert.codeLens(placing, to, view.path, lens));
    }),
  );
  connection.languages.inlayHint.on(
    on([], async ({ view, placing, offset }, { range }) => {
      if (!server.settings().hints) return [];
      const to = converterOf(placing);
      const hints = await inlayHints(view, offset(range.start), offset(range.end));
      return hints.map((hint) => convert.inlayHint(to, view.path, hint));
    }),
  );
  connection.onWorkspaceSymbol(async ({ query }) => {
    const found = [];
    for (const project of server.workspace().projects()) {
      const { names, parsed } = await project.bound();
      const placing = {
        ...server.placing(project),
        text: (path: string) => parsed.get(path)?.file.text ?? "",
      };
      const to = converterOf(placing);
      for (const { name, kind, container, span } of workspaceSymbols(names, query))
        found.push({
          name,
          kind: outline.symbolKind(kind),
          location: to.location(span),
          ...(container === "" ? {} : { containerName: container }),
        });
    }
    return found;
  });
  registerPull(server);
}

/** Diagnostics for clients that ask for them. */
function registerPull({ connection, on, outside, placing: placingOf, workspace, bases }: Server): void {
  connection.languages.diagnostics.on(
    on(convert.fullReport([]), async ({ project, view, placing }) => {
      const to = converterOf(placing);
      const problems = await project.quick(view.path);
      const notices = bases.notices(project, view.path, view.text);
      return convert.fullReport([
        ...problems.map((one) => convert.diagnostic(placing, to, one, outside.pageUri)),
        ...notices.map((one) => convert.noticeDiagnostic(placing, to, one)),
      ]);
    }),
  );
  connection.languages.diagnostics.onWorkspace(async () => {
    const items = [];
    for (const project of workspace().projects()) {
      const problems = await allDiagnostics(project);
      const placing = placingOf(project);
      const to = converterOf(placing);
      const mistake = await workspace().configMistake(project);
      if (mistake !== undefined)
        items.push({
          kind: "full" as const,
          uri: uriOf(project.root, CONFIG_FILE),
          version: null,
          items: [mistake],
        });
      for (const [path, list] of problems)
        items.push({
          kind: "full" as const,
          uri: uriOf(project.root, path),
          version: placing.versionOf(path),
          items: [
            ...list.map((one) => convert.diagnostic(placing, to, one, outside.pageUri)),
            ...bases
              .notices(project, path, placing.text(path))
              .map((one) => convert.noticeDiagnostic(placing, to, one)),
          ],
        });
    }
    return { items };
  });
}
