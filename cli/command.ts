/**
 * What a command is. A command is one file in `cli/commands` whose default export comes from `defineCommand`, and one
 * line in the table of `cli/commands.ts`.
 */
import type { Io } from "./io.ts";

/** 0: nothing to object to. 1: the answer is no. A command that cannot do its work throws a `failure` (exit code 2). */
export type ExitCode = 0 | 1;

export interface Option<Value> {
  /** Without dashes: `at`. */
  readonly name: string;
  /** As commander reads it: `--at <INSTANT>`, `--fix`. */
  readonly flags: string;
  readonly description: string;
  /** May be given several times; `read` then gets a list. */
  readonly repeatable: boolean;
  /** The typed value of what was given; `undefined` where nothing was. Throws a `failure` for a bad value. */
  readonly read: (given: unknown) => Value;
}

export interface Argument {
  /** `[paths...]`, `<AGENT>`, `[RESOURCE]`. */
  readonly syntax: string;
  readonly description: string;
}

/** One run of a command. */
export interface Call {
  readonly args: readonly string[];
  readonly get: <Value>(option: Option<Value>) => Value;
  readonly io: Io;
  /** Writes a part of the result, to standard output or into `--out`. */
  readonly write: (text: string) => Promise<void>;
  /** Progress and notes, on standard error; silent with `--quiet`. */
  readonly note: (text: string) => void;
}

export interface Command {
  readonly arguments: readonly Argument[];
  /** The command's own; the common ones that it takes are listed by `common`. */
  readonly options: readonly Option<unknown>[];
  readonly common: readonly Option<unknown>[];
  readonly examples: readonly { readonly line: string; readonly does: string }[];
  /** More to say in `--help`, plain paragraphs. */
  readonly notes?: string;
  readonly run: (call: Call) => Promise<ExitCode>;
}

/** Gives a command its type. */
export function defineCommand(command: Command): Command {
  return command;
}
