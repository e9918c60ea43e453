import { failure, systemReason } from "./failure.ts";

/** The process as the commands see it, so that tests can run a command without one. */
export interface Io {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  readonly stdinIsTerminal: boolean;
  /** Resolves when the text is taken; a pipe that was closed early is not an error. A full disk is a `failure`. */
  readonly stdout: (text: string) => Promise<void>;
  readonly stderr: (text: string) => void;
  readonly stdin: () => NodeJS.ReadableStream;
  /** Epoch seconds. */
  readonly clock: () => number;
}

/** Absolute. A folder that was deleted meanwhile is a `failure`: nothing can be read or written from it. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch (error) {
    const reason = systemReason(error);
    if (reason === undefined) throw error;
    throw failure(`The current folder cannot be used: ${reason}. Change to another one and run Remit again.`);
  }
}

/** This process. */
export function processIo(): Io {
  let closed = false;
  const isClosed = (error: Error): boolean =>
    "code" in error && (error.code === "EPIPE" || error.code === "EOF");
  // What is wrong with the output is told to whoever writes there.
  const onError = (error: Error): void => {
    if (!isClosed(error) && systemReason(error) === undefined) throw error;
    closed = true;
  };
  process.stdout.on("error", onError);
  process.stderr.on("error", onError);
  return {
    cwd: currentFolder(),
    env: process.env,
    stdoutIsTerminal: process.stdout.isTTY === true,
    stderrIsTerminal: process.stderr.isTTY === true,
    stdinIsTerminal: process.stdin.isTTY === true,
    stdout: (text) =>
      new Promise((resolve, reject) => {
        if (closed || text === "") resolve();
        else
          process.stdout.write(text, (error) => {
            const reason = error && !isClosed(error) ? systemReason(error) : undefined;
            if (reason === undefined) resolve();
            else reject(failure(`Cannot write the output: ${reason}.`));
          });
      }),
    stderr: (text) => {
      process.stderr.write(text);
    },
    stdin: () => process.stdin,
    clock: () => Math.floor(Date.now() / 1000),
  };
}
