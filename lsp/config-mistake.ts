/** What is wrong with a `remit.yaml`, as a diagnostic of the file: else a mistake in it leaves the editor mute. */
import type { Diagnostic } from "vscode-languageserver/node";
import type { Project } from "./project.ts";

export const CONFIG_FILE = "remit.yaml";

/** `told` is why the file cannot be used; without that, globs that match no file are the mistake. Both as the command line says it. */
export async function configMistake(
  project: Project,
  told: string | undefined,
): Promise<Diagnostic | undefined> {
  const text = await project.host.read(CONFIG_FILE);
  if (text === undefined) return undefined;
  const { policies } = project.config;
  const empty = told === undefined && (await project.host.list(policies)).length === 0;
  if (told === undefined && !empty) return undefined;
  const lines = text.split(/\r\n|\r|\n/);
  const named = lines.findIndex((line) => /^policies\s*:/.test(line));
  const line = empty && named >= 0 ? named : 0;
  return {
    range: { start: { line, character: 0 }, end: { line, character: lines[line]?.length ?? 0 } },
    severity: empty ? 2 : 1,
    source: "remit",
    message:
      told ??
      `There is no policy in '${project.root}' (looked for ${policies.join(", ")}). Run 'remit init' to begin one.`,
  };
}
