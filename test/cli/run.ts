/** Runs the command line in this process: what it wrote, and its exit code. */
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { main } from "../../cli/program.ts";

/** 2026-12-01T00:00:00Z: the wall clock of these runs. */
export const CLOCK = 1_796_083_200;

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly stdin?: string;
  readonly terminal?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

export async function remit(words: readonly string[], options: RunOptions): Promise<Ran> {
  let out = "";
  let err = "";
  const code = await main(words, {
    cwd: options.cwd,
    env: options.env ?? {},
    stdoutIsTerminal: options.terminal ?? false,
    stderrIsTerminal: options.terminal ?? false,
    stdinIsTerminal: false,
    stdout: async (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    stdin: () => Readable.from([options.stdin ?? ""]),
    clock: () => CLOCK,
  });
  return { code, out, err };
}

/** A fresh folder with these files; its absolute path. */
export function folder(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "remit-test-")));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}
