/** What a feature sees: one file of a project, with its names at hand and its check for the asking. */
import type { Config } from "../compiler/config.ts";
import type { Host } from "../compiler/host.ts";
import type { Instant } from "../compiler/model/policy.ts";
import type { FileScope } from "../compiler/semantics/entry.ts";
import type { Names } from "../compiler/semantics/names.ts";
import type { SourceFile } from "../compiler/syntax/ast.ts";
import type { Bound, Project, Whole } from "./project.ts";

export interface View {
  readonly path: string;
  readonly file: SourceFile;
  readonly text: string;
  /** How its lines end. */
  readonly ending: "\n" | "\r\n";
  readonly scope: FileScope;
  readonly names: Names;
  readonly config: Config;
  readonly bound: Bound;
  readonly at: Instant;
  readonly data: Host["data"];
  readonly host: Host;
  /** The file with what it refers to. */
  readonly near: () => Promise<Whole>;
  /** The whole workspace. */
  readonly whole: () => Promise<Whole>;
}

/** The view of a file; `undefined` where the project has no such policy. */
export async function viewOf(project: Project, path: string): Promise<View | undefined> {
  const bound = await project.bound();
  const scope = bound.names.files.find(({ file }) => file.path === path);
  if (scope === undefined) return undefined;
  return {
    path,
    file: scope.file,
    text: scope.file.text,
    ending: scope.file.text.includes("\r\n") ? "\r\n" : "\n",
    scope,
    names: bound.names,
    config: project.config,
    bound,
    at: project.host.now(),
    data: project.host.data,
    host: project.host,
    near: () => project.near(path),
    whole: project.whole,
  };
}
