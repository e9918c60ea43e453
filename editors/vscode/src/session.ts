/** The server's life: started with the extension, started again on demand or when its program is set anew. */
import { existsSync } from "node:fs";
import { type Disposable, type ExtensionContext, SemanticTokens, window, workspace } from "vscode";
import {
  type Executable,
  LanguageClient,
  type NodeModule,
  State,
  TransportKind,
} from "vscode-languageclient/node";
import { namesOnly } from "./colours.ts";
import { SECTION, serverPath } from "./settings.ts";

export interface Session extends Disposable {
  /** Asks the server; `undefined` while there is none or where it cannot answer. */
  readonly ask: <Answer>(request: string, parameters: object) => Promise<Answer | undefined>;
  readonly restart: () => Promise<void>;
  readonly showLog: () => void;
  readonly running: () => boolean;
  /** Called when the server starts or stops. */
  readonly onChange: (changed: () => void) => Disposable;
}

/** Opens the session; a server that cannot be started is told to the person, and `restart` tries again. */
export function openSession(context: ExtensionContext): Session {
  const log = window.createOutputChannel("Remit", { log: true });
  const listeners = new Set<() => void>();
  let client = create();
  // One start or stop after another: an extension that is switched off while it starts must not leave a server behind.
  let turn: Promise<void> = Promise.resolve();

  function create(): LanguageClient {
    const path = serverPath();
    const inside: NodeModule = {
      module: context.asAbsolutePath("server/main.mjs"),
      transport: TransportKind.stdio,
    };
    const chosen: Executable | NodeModule = /\.[cm]?js$/.test(path)
      ? { module: path, args: ["lsp"], transport: TransportKind.stdio }
      : { command: path, args: ["lsp", "--stdio"] };
    const made: LanguageClient = new LanguageClient(SECTION, "Remit", path === "" ? inside : chosen, {
      documentSelector: [{ scheme: "file", language: "remit" }],
      outputChannel: log,
      middleware: {
        provideDocumentSemanticTokens: async (document, token, ask) => {
          const tokens = await ask(document, token);
          const legend = made.initializeResult?.capabilities.semanticTokensProvider?.legend;
          if (!tokens || legend === undefined) return tokens;
          return new SemanticTokens(namesOnly(tokens.data, legend.tokenTypes));
        },
      },
    });
    made.onDidChangeState(() => {
      for (const listener of listeners) listener();
    });
    return made;
  }

  const start = async (): Promise<void> => {
    const path = serverPath();
    try {
      await client.start();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const where = path === "" ? "Remit's language server" : `'${path}' (setting remit.server.path)`;
      const missing = path !== "" && /[\\/]/.test(path) && !existsSync(path) ? " There is no such file." : "";
      log.error(`${where} could not be started: ${reason}`);
      const chosen = await window.showErrorMessage(`${where} could not be started.${missing}`, "Show Log");
      if (chosen !== undefined) log.show();
    }
  };
  const next = (work: () => Promise<void>): Promise<void> => {
    turn = turn.then(work, work);
    return turn;
  };
  const restart = (): Promise<void> =>
    next(async () => {
      await client.dispose().catch((error: unknown) => log.warn(String(error)));
      client = create();
      // A failure to start waits for the person to read it; nobody else has to.
      void start();
    });

  void start();
  const watching = workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${SECTION}.server.path`)) void restart();
  });
  return {
    ask: async <Answer>(request: string, parameters: object) => {
      if (client.state !== State.Running) return undefined;
      try {
        return (await client.sendRequest<Answer | null>(request, parameters)) ?? undefined;
      } catch (error) {
        log.warn(`${request}: ${error instanceof Error ? error.message : String(error)}`);
        return undefined;
      }
    },
    restart,
    showLog: () => log.show(),
    running: () => client.state === State.Running,
    onChange: (changed) => {
      listeners.add(changed);
      return { dispose: () => void listeners.delete(changed) };
    },
    dispose: () => {
      watching.dispose();
      return next(async () => {
        await client.dispose().catch(() => {});
        log.dispose();
      });
    },
  };
}
