/** The problems of a file, as the editor shows them. */
import type { Problem } from "../../compiler/problem.ts";
import type { Project } from "../project.ts";

/** Codes of what has no effect: editors fade it. */
const FADED: ReadonlySet<string> = new Set(["unused", "redundant", "swallowed", "never-in-force"]);

export const isFaded = ({ code }: Problem): boolean => FADED.has(code);

/** The problems of every file, by path: exactly those of `remit check`. */
export async function allDiagnostics(project: Project): Promise<ReadonlyMap<string, readonly Problem[]>> {
  const { problems, files } = await project.reported();
  const found = new Map<string, Problem[]>(files.map(({ path }) => [path, []]));
  for (const one of problems) found.set(one.span.file, [...(found.get(one.span.file) ?? []), one]);
  return found;
}
