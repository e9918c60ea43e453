/** The table of commands, in the order in which `remit --help` and the documentation list them. Each loads when it is called. */
import type { Command } from "./command.ts";

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<{ readonly default: Command }>;
}

export const commands: readonly CommandEntry[] = [
  { name: "fmt", summary: "write policies in canonical form", load: () => import("./commands/fmt.ts") },
];
