/** Which program the language server is. */
import { existsSync } from "node:fs";

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  /** On top of the environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The program of the setting; `undefined` where that is empty and the server inside is meant. `node` is what runs a
 * JavaScript file: the editor itself, told to be Node.
 */
export function programOf(setting: string, node: string): Program | undefined {
  if (setting === "") return undefined;
  if (!/\.[cm]?js$/.test(setting)) return { command: setting, args: ["lsp", "--stdio"], environment: {} };
  return { command: node, args: [setting, "lsp", "--stdio"], environment: { ELECTRON_RUN_AS_NODE: "1" } };
}

/** Why the program of the setting cannot be, as a sentence; a bare name may be anywhere on the path. */
export function complaintOf(setting: string): string | undefined {
  if (!/[\\/]/.test(setting) || existsSync(setting)) return undefined;
  return `There is no file '${setting}', which the setting remit.server.path names as the language server.`;
}
