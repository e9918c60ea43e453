/** The compiled output of an agent as files, each a virtual document of the editor. */
import type { Preview } from "../../../lsp/features/preview.ts";

export interface PreviewFile {
  /** `aws/template.json`; with the environment where there is one: `aws@prod/template.json`. */
  readonly name: string;
  readonly content: string;
}

/** What each target does with each grant. */
export const OVERVIEW = "enforcement.md";

/** The overview, then the files of each target in the server's order. */
export function filesOf(preview: Preview): readonly PreviewFile[] {
  const files = preview.targets.flatMap((target) =>
    target.files.map(({ path, content }) => ({
      name: `${folderOf(target)}/${path}`,
      content: path.endsWith(".json") ? laidOut(content) : content,
    })),
  );
  return [{ name: OVERVIEW, content: overview(preview) }, ...files];
}

const folderOf = ({ target, environment }: Preview["targets"][number]): string =>
  environment === undefined ? target : `${target}@${environment}`;

function overview({ agent, targets }: Preview): string {
  const head = agent === undefined ? "# All agents" : `# Agent ${agent}`;
  const parts = targets.map((target) => {
    const rows = target.enforcement.map(
      ({ text, enforcement }) => `- ${words(enforcement)}: ${inCode(text)}`,
    );
    const files = target.files.map(({ path }) => `- ${path}`);
    return [
      `## ${folderOf(target)}`,
      ...(target.errors.length === 0
        ? []
        : [
            `Nothing is written as long as this is so:\n\n${target.errors.map((one) => `- ${one}`).join("\n")}`,
          ]),
      rows.length === 0 ? "Nothing is asked of this target." : rows.join("\n"),
      ...(files.length === 0 ? [] : [`Files:\n\n${files.join("\n")}`]),
    ].join("\n\n");
  });
  return `${[head, ...(parts.length === 0 ? ["No target has this agent."] : parts)].join("\n\n")}\n`;
}

/** JSON that stands on one line, for machines, on many lines for a person; other text as it is. */
function laidOut(content: string): string {
  if (content.trimEnd().includes("\n")) return content;
  try {
    return `${JSON.stringify(JSON.parse(content), null, 2)}\n`;
  } catch {
    return content;
  }
}

const words = (enforcement: string): string => enforcement.replaceAll("-", " ");

/** A grant's text on one line, in a fence that no run of backticks in it closes. */
function inCode(text: string): string {
  const line = text.replace(/\s+/g, " ");
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `\`${line}\`` : `${fence} ${line} ${fence}`;
}
