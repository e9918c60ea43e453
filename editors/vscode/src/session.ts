/** The server's life: started with the extension, started again on demand or when its program is set anew. */
import { type Disposable, type ExtensionContext, SemanticTokens, window, workspace } from "vscode";
import {
  type Executable,
  LanguageClient,
  type NodeModule,
  State,
  TransportKind,
} from "vscode-languageclient/node";
import { namesOnly } from "./colours.ts";
import { complaintOf, programOf } from "./server-program.ts";
import { SECTION, serverPath } from "./settings.ts";

/** Milliseconds that a start may take before it is given up for the next one. */
const LONGEST_START = 5000;

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
  function create(): LanguageClient {
    const inside: NodeModule = {
      module: context.asAbsolutePath("server/main.mjs"),
      transport: TransportKind.stdio,
    };
    const made: LanguageClient = new LanguageClient(SECTION, "Remit", executable(serverPath()) ?? inside, {
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
    const complaint = complaintOf(serverPath());
    if (complaint !== undefined) {
      log.error(complaint);
      void window.showErrorMessage(complaint);
      return;
    }
    // Why it did not start is told by the client, with a way to the log.
    await client.start().catch((error: unknown) => log.error(reasonOf(error)));
  };
  // One after another: a client that still starts cannot be stopped, and would leave its server behind.
  let turn = start();
  const stop = async (): Promise<void> => {
    await Promise.race([turn, new Promise((resolve) => setTimeout(resolve, LONGEST_START))]);
    await client.dispose().catch((error: unknown) => log.warn(reasonOf(error)));
  };
  const restart = async (): Promise<void> => {
    turn = stop().then(() => {
      client = create();
      return start();
    });
    await turn;
  };

  const watching = workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${SECTION}.server.path`)) void restart();
  });
  return {
    ask: async <Answer>(request: string, parameters: object) => {
      if (client.state !== State.Running) return undefined;
      try {
        return (await client.sendRequest<Answer | null>(request, parameters)) ?? undefined;
      } catch (error) {
        log.warn(`${request}: ${reasonOf(error)}`);
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
      void stop().then(() => log.dispose());
    },
  };
}

function executable(setting: string): Executable | undefined {
  const program = programOf(setting, process.execPath);
  if (program === undefined) return undefined;
  const { command, args, environment } = program;
  return { command, args: [...args], options: { env: { ...process.env, ...environment } } };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
