/** The texts of `--help`. */
import type { Command, Option } from "./command.ts";
import type { CommandEntry } from "./commands.ts";
import * as common from "./common.ts";

/** What `remit --help` prints. */
export function overview(commands: readonly CommandEntry[]): string {
  const rows = commands.map((entry): readonly [string, string] => [entry.name, entry.summary]);
  return [
    "Policy-as-code for AI agents: who owns them, what they may do, and until when.",
    "",
    "Usage: remit <command> [options]",
    "",
    "Commands:",
    ...table(rows),
    "",
    "remit <command> --help tells more about one; remit --version prints the version.",
    "Exit codes: 0 nothing to object to, 1 the answer is no, 2 could not do the work, 3 a bug in Remit.",
    "",
  ].join("\n");
}

/** What `remit COMMAND --help` prints. */
export function commandHelp(entry: CommandEntry, command: Command): string {
  const usage = ["remit", entry.name, ...command.arguments.map((argument) => argument.syntax), "[options]"];
  const lines = [`${capital(entry.summary)}.`, "", `Usage: ${usage.join(" ")}`];
  if (command.notes !== undefined) lines.push("", command.notes);
  if (command.arguments.length > 0)
    lines.push("", "Arguments:", ...table(command.arguments.map((item) => [item.syntax, item.description])));
  if (command.options.length > 0) lines.push("", "Options:", ...table(command.options.map(row)));
  lines.push("", "Common options:", ...table([...command.common, common.quiet, common.debug].map(row)));
  lines.push("", "Examples:", ...table(command.examples.map((example) => [example.line, example.does])), "");
  return lines.join("\n");
}

const row = (option: Option<unknown>): readonly [string, string] => [option.flags, option.description];

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Two columns; a left cell that is too long stands on a line of its own. */
function table(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.min(34, Math.max(...rows.map(([left]) => left.length)));
  return rows.flatMap(([left, right]) =>
    left.length > width
      ? [`  ${left}`, `  ${"".padEnd(width)}  ${right}`]
      : [`  ${left.padEnd(width)}  ${right}`],
  );
}
