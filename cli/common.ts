/** The options that most commands share. */
import { readInstant, readTimestamp } from "../compiler/literals.ts";
import type { Argument, Option } from "./command.ts";
import { failure } from "./failure.ts";
import { flag, text } from "./option.ts";

export const quiet = flag("quiet", "no notes and no progress on standard error");
export const debug = flag("debug", "show the stack trace of a bug in Remit");
export const config = text("config", "FILE", "the workspace's remit.yaml (default: the nearest one upwards)");
export const environment = text("environment", "E", "one of the declared environments");
export const out = text("out", "FILE", "write the result into a file instead of standard output");

export const color: Option<"auto" | "always" | "never"> = {
  name: "color",
  flags: "--color <auto|always|never>",
  description: "colours (default auto; NO_COLOR and FORCE_COLOR are respected)",
  repeatable: false,
  read: (given) => {
    if (given === undefined) return "auto";
    if (given === "auto" || given === "always" || given === "never") return given;
    throw failure(`--color takes auto, always or never, not '${String(given)}'.`);
  },
};

/** The clock: epoch seconds, or `undefined` for the wall clock. */
export const at: Option<number | undefined> = {
  name: "at",
  flags: "--at <INSTANT>",
  description: "the clock, such as 2026-12-01 or 2026-12-01T10:00Z (default: now)",
  repeatable: false,
  read: (given) => (typeof given === "string" ? instant(given) : undefined),
};

/** What a command can write; the first is the default on a terminal and everywhere else. */
export function format<Word extends string>(words: readonly [Word, ...Word[]]): Option<Word> {
  return {
    name: "format",
    flags: `--format <${words.join("|")}>`,
    description: `how the result is written (default ${words[0]})`,
    repeatable: false,
    read: (given) => {
      if (given === undefined) return words[0];
      const word = words.find((candidate) => candidate === given);
      if (word !== undefined) return word;
      throw failure(`This command writes ${words.join(", ")}, not '${String(given)}'.`);
    },
  };
}

/** Epoch seconds of an instant as policies write it; throws a `failure` for anything else. */
function instant(written: string): number {
  const seconds = readInstant(written)?.seconds ?? readTimestamp(written);
  if (seconds === undefined)
    throw failure(`--at takes an instant such as 2026-12-01 or 2026-12-01T10:00Z, not '${written}'.`);
  return seconds;
}

export const paths: Argument = {
  syntax: "[paths...]",
  description: "policy files or folders (default: the workspace of the current folder)",
};
