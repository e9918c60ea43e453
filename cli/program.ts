/** Reads the command line, loads the one command that is called, runs it, and turns its end into an exit code. */
import { resolve } from "node:path";
import { Command as Parser } from "commander";
import { nearest } from "../compiler/nearest.ts";
import type { Call, Command, Option } from "./command.ts";
import { type CommandEntry, commands } from "./commands.ts";
import * as common from "./common.ts";
import { failure, isFailure } from "./failure.ts";
import { commandHelp, overview } from "./help.ts";
import { type Io, processIo } from "./io.ts";
import { openOutput } from "./output.ts";
import { printable } from "./report/printable.ts";

/** Runs the program with its words (without `node` and the script); returns the exit code and never throws. */
export async function main(words: readonly string[], given?: Io): Promise<number> {
  // Without a current folder there is no process to speak through yet.
  let io: Pick<Io, "stderr"> = given ?? { stderr: (text) => process.stderr.write(text) };
  try {
    const own = given ?? ownProcess(words);
    io = own;
    return await dispatch(words, own);
  } catch (error) {
    if (isFailure(error)) {
      io.stderr(`remit: ${printable(error.message, "keep-lines")}\n`);
      return 2;
    }
    io.stderr(bugReport(error, words));
    return 3;
  }
}

/** This process; what is thrown outside of a command's own course is a bug like any other. */
function ownProcess(words: readonly string[]): Io {
  const io = processIo();
  const report = (error: unknown): void => {
    io.stderr(bugReport(error, words));
    process.exit(3);
  };
  process.on("uncaughtException", report);
  process.on("unhandledRejection", report);
  return io;
}

async function dispatch(words: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined) {
    io.stderr(overview(commands));
    return 2;
  }
  if (name === "--help" || name === "-h" || (name === "help" && rest.length === 0)) {
    await io.stdout(overview(commands));
    return 0;
  }
  if (name === "help") return dispatch([rest[0] ?? "", "--help"], io);
  const entry = commands.find((candidate) => candidate.name === name);
  if (entry === undefined) throw failure(unknownCommand(name));
  const command = (await entry.load()).default;
  const options = rest.slice(0, rest.includes("--") ? rest.indexOf("--") : undefined);
  if (options.includes("--help") || options.includes("-h")) {
    await io.stdout(commandHelp(entry, command));
    return 0;
  }
  return run(entry, command, rest, io);
}

async function run(entry: CommandEntry, command: Command, words: readonly string[], io: Io): Promise<number> {
  const { args, given } = parse(entry, command, words);
  refuseEmpty(command, args);
  // Every option is read before the work begins, so that a bad value is found at once.
  for (const option of [...command.options, ...command.common, common.quiet, common.debug])
    get(given, option);
  const outFile = command.common.includes(common.out) ? get(given, common.out) : undefined;
  const output = openOutput(io, outFile === undefined ? undefined : resolve(io.cwd, outFile));
  const silent = get(given, common.quiet);
  const call: Call = {
    args,
    get: (option) => get(given, option),
    io,
    write: output.write,
    note: (text) => {
      if (!silent) io.stderr(`${printable(text, "keep-lines")}\n`);
    },
  };
  try {
    const code = await command.run(call);
    output.commit();
    return code;
  } catch (error) {
    output.abandon();
    throw error;
  }
}

type Given = Readonly<Record<string, unknown>>;

const get = <Value>(given: Given, option: Option<Value>): Value => option.read(given[option.name]);

/** What commander makes of the words; its complaints become failures. */
function parse(
  entry: CommandEntry,
  command: Command,
  words: readonly string[],
): { readonly args: readonly string[]; readonly given: Given } {
  const parser = new Parser(entry.name)
    .helpOption(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {}, writeOut: () => {} });
  for (const argument of command.arguments) parser.argument(argument.syntax, argument.description);
  for (const option of [...command.options, ...command.common, common.quiet, common.debug]) {
    if (option.repeatable) parser.option(option.flags, option.description, collect);
    else parser.option(option.flags, option.description);
  }
  try {
    parser.parse([...words], { from: "user" });
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("commander.")) {
      const message = error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
      throw failure(`${capital(message)}. See 'remit ${entry.name} --help'.`);
    }
    throw error;
  }
  const byFlag: Readonly<Record<string, unknown>> = parser.opts();
  const given = Object.fromEntries(
    parser.options.map((option) => {
      const value = byFlag[option.attributeName()];
      // The parser keeps `--no-policy` as a `policy` that is true until the option is given.
      return [(option.long ?? "").slice(2), option.negate ? value === false : value];
    }),
  );
  return { args: parser.args, given };
}

/** An empty path would be the current folder, and is a variable that was not set most of the time. */
function refuseEmpty({ arguments: declared }: Command, args: readonly string[]): void {
  args.forEach((arg, index) => {
    const { syntax = "" } = declared[index] ?? declared.at(-1) ?? {};
    const [name = ""] = /\w+/.exec(syntax) ?? [];
    if (arg === "" && places.has(name))
      throw failure(`The argument '${name}' is empty. Write '.' where the current folder is meant.`);
  });
}

/** Arguments that are files, folders or revisions. */
const places = new Set(["OLD", "NEW", "FACTS", "LOG", "paths", "folder"]);

const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).replace(/\.$/, "");

function unknownCommand(name: string): string {
  const [near] = nearest(
    name,
    commands.map((entry) => entry.name),
  );
  const hint = near === undefined ? "" : ` Did you mean '${near}'?`;
  return `There is no command '${name}'.${hint} See 'remit --help'.`;
}

function bugReport(error: unknown, words: readonly string[]): string {
  const what = error instanceof Error ? error.message : String(error);
  const trace = words.includes("--debug") && error instanceof Error ? `${error.stack ?? ""}\n` : "";
  const hint = trace === "" ? " Run it again with --debug for the stack trace." : "";
  return `remit: this is a bug in Remit: ${printable(what, "one-line")}\n${trace}Please report it with the command line and, where you can, the policy that shows it.${hint}\n`;
}
