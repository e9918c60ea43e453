/** The language server on a pair of streams: lifecycle, documents, and when what is worked out. */
import {
  type CancellationToken,
  type Connection,
  createConnection,
  type Diagnostic,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  LSPErrorCodes,
  ProposedFeatures,
  ResponseError,
} from "vscode-languageserver/node";
import type { Problem } from "../compiler/problem.ts";
import { type Bases, openBases } from "./bases.ts";
import { capabilitiesFor } from "./capabilities.ts";
import { type Client, readClient } from "./client.ts";
import { CONFIG_FILE } from "./config-mistake.ts";
import { configuring } from "./configuring.ts";
import { converterOf, diagnostic, noticeDiagnostic, type Placing } from "./convert.ts";
import { diagnosing } from "./diagnosing.ts";
import { applyChanges, type OpenDocument } from "./documents.ts";
import type { Outside } from "./outside.ts";
import { checkParams, checkPlace } from "./params.ts";
import { type LineColumn, linesOf, offsetOf } from "./positions.ts";
import type { Project } from "./project.ts";
import { registerCommands } from "./requests/commands.ts";
import { registerEditing } from "./requests/editing.ts";
import { registerReading } from "./requests/reading.ts";
import { registerRemit } from "./requests/remit.ts";
import type { Settings } from "./settings.ts";
import { fileOf, uriOf } from "./uris.ts";
import { type View, viewOf } from "./view.ts";
import { openWorkspace, type Workspace } from "./workspace.ts";

/** What the requests work with. */
export interface Server {
  readonly connection: Connection;
  readonly outside: Outside;
  readonly client: () => Client;
  readonly workspace: () => Workspace;
  readonly settings: () => Settings;
  readonly bases: Bases;
  readonly placing: (project: Project, view?: View) => Placing;
  /**
   * A request on a document: nothing comes of one that is cancelled or about an unknown file; a bug becomes an error
   * of this request alone.
   */
  readonly on: <Params extends { readonly textDocument: { readonly uri: string } }, Result>(
    empty: Result,
    work: (asked: Asked, params: Params) => Promise<Result>,
  ) => (params: Params, token: CancellationToken) => Promise<Result>;
}

export interface Asked {
  readonly project: Project;
  readonly view: View;
  readonly placing: Placing;
  readonly offset: (place: LineColumn) => number;
}

/** Serves until the client says `exit` or goes away; then the process ends, with 0 after a `shutdown`. */
export function serve(outside: Outside, input: NodeJS.ReadableStream, output: NodeJS.WritableStream): void {
  const connection = createConnection(ProposedFeatures.all, input, output);
  const documents = new Map<string, OpenDocument>();
  let client = readClient({});
  /** URIs of files that have diagnostics with the root of the project that gave them. */
  const shown = new Map<string, string>();
  const complain = (message: string): void => {
    connection.sendNotification("window/showMessage", { type: 2, message }).catch(failed);
  };
  const workspace = openWorkspace(outside, complain);
  const failed = (error: unknown): void =>
    connection.console.error(
      `Remit: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );

  const configured = configuring(
    connection,
    () => client,
    () => {
      bases.forget();
      for (const project of workspace.projects()) due.changed(project);
    },
    failed,
  );
  const bases = openBases(outside, configured.settings, complain);

  const placing = (project: Project, view?: View): Placing => ({
    client,
    root: project.root,
    text: (path) =>
      documents.get(uriOf(project.root, path))?.text ??
      view?.bound.parsed.get(path)?.file.text ??
      project.last()?.files.find((file) => file.path === path)?.text ??
      "",
    versionOf: (path) => documents.get(uriOf(project.root, path))?.version ?? null,
  });
  const publish = (project: Project, path: string, problems: readonly Problem[]): void => {
    const uri = uriOf(project.root, path);
    const notices = bases.notices(project, path, placing(project).text(path));
    if (problems.length + notices.length === 0 && !shown.has(uri) && !documents.has(uri)) return;
    shown.set(uri, project.root);
    const place = placing(project);
    const to = converterOf(place);
    const version = documents.get(uri)?.version;
    connection
      .sendDiagnostics({
        uri,
        ...(version === undefined ? {} : { version }),
        diagnostics: [
          ...problems.map((one) => diagnostic(place, to, one, outside.pageUri)),
          ...notices.map((one) => noticeDiagnostic(place, to, one)),
        ],
      })
      .catch(failed);
  };
  const clear = (gone: (uri: string, root: string) => boolean): void => {
    for (const [uri, root] of [...shown])
      if (gone(uri, root)) {
        shown.delete(uri);
        connection.sendDiagnostics({ uri, diagnostics: [] }).catch(failed);
      }
  };
  const show = (
    project: Project,
    problems: ReadonlyMap<string, readonly Problem[]>,
    mistake: Diagnostic | undefined,
  ): void => {
    if (client.pull) {
      connection.languages.diagnostics.refresh();
      return;
    }
    const there = new Set([...problems.keys()].map((path) => uriOf(project.root, path)));
    for (const [path, list] of problems) publish(project, path, list);
    if (mistake !== undefined) {
      const uri = uriOf(project.root, CONFIG_FILE);
      there.add(uri);
      shown.set(uri, project.root);
      connection.sendDiagnostics({ uri, diagnostics: [mistake] }).catch(failed);
    }
    clear((uri, root) => root === project.root && !there.has(uri));
  };
  const due = diagnosing({
    file(project, path, problems) {
      if (!client.pull) publish(project, path, problems);
    },
    async all(project, problems) {
      const version = project.version();
      const mistake = await workspace.configMistake(project);
      show(project, problems, mistake);
      if (client.refreshLenses) connection.sendRequest("workspace/codeLens/refresh").catch(failed);
      if (client.refreshHints) connection.sendRequest("workspace/inlayHint/refresh").catch(failed);
      if (client.refreshTokens) connection.sendRequest("workspace/semanticTokens/refresh").catch(failed);
      if ((await bases.compare(project)) && version === project.version()) show(project, problems, mistake);
    },
    failed,
  });

  const server: Server = {
    connection,
    outside,
    client: () => client,
    workspace: () => workspace,
    settings: configured.settings,
    bases,
    placing,
    on: (empty, work) => async (params, token) => {
      try {
        checkParams(params);
        // Cancellations that came in with the request are read first.
        await new Promise((resolve) => setImmediate(resolve));
        if (token.isCancellationRequested) throw cancelled();
        const file = fileOf(params.textDocument.uri);
        const located = file === undefined ? undefined : await workspace.find(file);
        const view = located && (await viewOf(located.project, located.path));
        if (located === undefined || view === undefined) return empty;
        const lines = linesOf(view.text);
        const result = await work(
          {
            project: located.project,
            view,
            placing: placing(located.project, view),
            offset: (place) => {
              checkPlace(place);
              return offsetOf(lines, place, client.encoding);
            },
          },
          params,
        );
        if (token.isCancellationRequested) throw cancelled();
        return result;
      } catch (error) {
        if (error instanceof ResponseError) throw error;
        failed(error);
        throw new ResponseError(ErrorCodes.InternalError, "This is a bug in Remit; its log says more.");
      }
    },
  };

  connection.onInitialize(async (params) => {
    client = readClient(params);
    return {
      capabilities: capabilitiesFor(client),
      serverInfo: { name: "remit", version: outside.version },
    };
  });
  connection.onInitialized(async () => {
    try {
      if (client.watch)
        await connection.client.register(DidChangeWatchedFilesNotification.type, {
          watchers: [
            { globPattern: "**/*.remit" },
            { globPattern: "**/remit.{yaml,lock}" },
            { globPattern: "**/*.tools.json" },
          ],
        });
      // A client that does not answer is not waited for.
      configured.begin().catch(failed);
      for (const uri of client.folders) {
        const folder = fileOf(uri);
        if (folder !== undefined) await workspace.addFolder(folder);
      }
      for (const project of workspace.projects()) due.changed(project);
    } catch (error) {
      failed(error);
    }
  });
  connection.onNotification("workspace/didChangeWorkspaceFolders", async ({ event }) => {
    for (const { uri } of event.removed) workspace.removeFolder(fileOf(uri) ?? "");
    for (const { uri } of event.added) await workspace.addFolder(fileOf(uri) ?? "");
    const roots = new Set(workspace.projects().map(({ root }) => root));
    clear((_, root) => !roots.has(root));
    for (const project of workspace.projects()) due.changed(project);
  });
  connection.onDidChangeWatchedFiles(async ({ changes }) => {
    bases.forget();
    await workspace.changed(changes.flatMap(({ uri }) => fileOf(uri) ?? []));
    for (const project of workspace.projects()) due.changed(project);
  });

  const put = async (uri: string, document: OpenDocument | undefined): Promise<void> => {
    if (document === undefined) documents.delete(uri);
    else documents.set(uri, document);
    const file = fileOf(uri);
    if (file === undefined) return;
    await workspace.set(file, document?.text);
    const located = await workspace.find(file);
    if (located === undefined) return;
    if (document === undefined) due.changed(located.project);
    else due.edited(located.project, located.path);
  };
  connection.onDidOpenTextDocument(({ textDocument: { uri, text, version } }) =>
    put(uri, { text, version }).catch(failed),
  );
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    const before = documents.get(uri);
    if (before === undefined) return undefined;
    return put(uri, { text: applyChanges(before.text, contentChanges, client.encoding), version }).catch(
      failed,
    );
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => put(uri, undefined).catch(failed));
  connection.onDidSaveTextDocument(async ({ textDocument: { uri } }) => {
    const file = fileOf(uri);
    const located = file === undefined ? undefined : await workspace.find(file);
    if (located === undefined) return;
    bases.forget(located.project);
    // Else the file is told of as one that has changed.
    if (!client.watch) located.project.refresh();
    due.changed(located.project);
  });
  connection.onShutdown(() => due.stop());

  registerReading(server);
  registerEditing(server);
  registerRemit(server);
  registerCommands(server);
  connection.listen();
}

const cancelled = (): ResponseError =>
  new ResponseError(LSPErrorCodes.RequestCancelled, "The request was cancelled.");
