/** A view at the cursor `▮` of one of some files; a text alone is `policy.remit`. */
import type { TextEdit } from "../../compiler/problem.ts";
import { openProject, type Project } from "../../lsp/project.ts";
import { type View, viewOf } from "../../lsp/view.ts";
import { memoryHost } from "../compiler/memory-host.ts";

export const CURSOR = "▮";

export interface At {
  readonly view: View;
  readonly offset: number;
  readonly project: Project;
  readonly files: Readonly<Record<string, string>>;
}

export async function at(source: string | Readonly<Record<string, string>>): Promise<At> {
  const marked = typeof source === "string" ? { "policy.remit": source } : source;
  const [path = "policy.remit"] =
    Object.entries(marked).find(([, text]) => text.includes(CURSOR)) ?? Object.keys(marked);
  const offset = marked[path]?.indexOf(CURSOR) ?? 0;
  const files = Object.fromEntries(
    Object.entries(marked).map(([name, text]) => [name, text.replace(CURSOR, "")]),
  );
  const host = memoryHost(files);
  const config = { workspace: "test", policies: ["**/*.remit"], scan: { include: [], exclude: [] } };
  const project = openProject("/test", host, config, [], host.now);
  const view = await viewOf(project, path);
  if (view === undefined) throw new Error(`'${path}' is no policy`);
  return { view, offset: Math.max(0, offset), project, files };
}

/** A file's text after the edits of it; without a path all edits are the file's. */
export function edited(text: string, edits: readonly TextEdit[], path?: string): string {
  let result = text;
  const own = edits.filter(({ span }) => path === undefined || span.file === path);
  for (const { span, text: fresh } of own.toSorted(
    (a, b) => b.span.start - a.span.start || b.span.end - a.span.end,
  ))
    result = result.slice(0, span.start) + fresh + result.slice(span.end);
  return result;
}
