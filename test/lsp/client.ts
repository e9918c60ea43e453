/** A client of the server over real stdio, in raw messages: what it says is what stands in the test. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { isObject } from "../../compiler/model/json.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface Message {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export interface TestClient {
  readonly child: ChildProcess;
  /** Everything that came, oldest first. */
  readonly received: readonly Message[];
  readonly errors: () => string;
  readonly notify: (method: string, params?: unknown) => void;
  /** The whole answer. */
  readonly request: (method: string, params?: unknown) => Promise<Message>;
  /** Sends and does not wait; gives the id. */
  readonly send: (method: string, params?: unknown) => number;
  readonly answer: (id: number) => Promise<Message>;
  readonly raw: (text: string) => void;
  /** The next message, or one that has come already and was not taken, that fits. */
  readonly next: (fits: (message: Message) => boolean) => Promise<Message>;
  readonly exit: Promise<number | null>;
}

/** Starts the built server, or any other command. */
export function startServer(
  args: readonly string[] = [`${ROOT}/dist/cli/remit.js`, "lsp", "--stdio"],
  cwd = ROOT,
): TestClient {
  const child = spawn(process.execPath, args, { cwd, stdio: ["pipe", "pipe", "pipe"] });
  const received: Message[] = [];
  const taken = new Set<Message>();
  const waiting = new Set<() => void>();
  let errors = "";
  let buffer = Buffer.alloc(0);
  let id = 0;
  child.stderr.on("data", (part: Buffer) => {
    errors += part.toString("utf8");
  });
  child.stdout.on("data", (part: Buffer) => {
    buffer = Buffer.concat([buffer, part]);
    for (;;) {
      const head = buffer.indexOf("\r\n\r\n");
      if (head < 0) break;
      const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, head).toString("ascii"))?.[1]);
      if (buffer.length < head + 4 + length) break;
      const body: unknown = JSON.parse(buffer.subarray(head + 4, head + 4 + length).toString("utf8"));
      buffer = buffer.subarray(head + 4 + length);
      if (isObject(body)) receive(body);
    }
  });
  const receive = (message: Message): void => {
    received.push(message);
    // Requests of the server are granted.
    if (message.method !== undefined && message.id !== undefined)
      write({ jsonrpc: "2.0", id: message.id, result: null });
    for (const wake of [...waiting]) wake();
  };
  const raw = (text: string): void => {
    child.stdin.write(text);
  };
  const write = (message: object): void => {
    const text = JSON.stringify(message);
    raw(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  child.stdin.on("error", () => {});
  const next = (fits: (message: Message) => boolean): Promise<Message> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = received.find((message) => !taken.has(message) && fits(message));
        if (found === undefined) return;
        taken.add(found);
        finish();
        resolve(found);
      };
      const timer = setTimeout(() => {
        finish();
        reject(new Error(`nothing of the kind came. ${errors}\n${JSON.stringify(received.slice(-5))}`));
      }, 60_000);
      const finish = (): void => {
        waiting.delete(look);
        clearTimeout(timer);
      };
      waiting.add(look);
      look();
    });
  const send = (method: string, params?: unknown): number => {
    id++;
    write({ jsonrpc: "2.0", id, method, params });
    return id;
  };
  const answer = (wanted: number): Promise<Message> =>
    next((message) => message.id === wanted && message.method === undefined);
  return {
    child,
    received,
    errors: () => errors,
    notify: (method, params) => write({ jsonrpc: "2.0", method, params }),
    send,
    answer,
    request: (method, params) => answer(send(method, params)),
    raw,
    next,
    exit: new Promise((resolve) => child.on("exit", (code) => resolve(code))),
  };
}
