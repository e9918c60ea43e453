/** Files that the policy names: pinned tool lists, and where agents' code lives. */
import type { Setting, Value } from "../../compiler/syntax/ast-values.ts";
import { textOf } from "../completion/names.ts";
import type { View } from "../view.ts";

export interface Link {
  readonly start: number;
  readonly end: number;
  /** Relative to the workspace. */
  readonly path: string;
  readonly tooltip: string;
}

/** Links in file order; of a glob, to its first file. */
export async function documentLinks(view: View): Promise<readonly Link[]> {
  const links: Link[] = [];
  for (const declaration of view.file.declarations) {
    if (declaration.kind === "service")
      for (const { value, text } of texts(
        declaration.members.flatMap((one) => (one.kind === "setting" ? [one] : [])),
        "tools",
      )) {
        const folder = view.path.slice(0, view.path.lastIndexOf("/") + 1);
        for (const path of new Set([folder + text, text]))
          if ((await view.host.read(path)) !== undefined) {
            links.push(linkOf(value, path, `Open ${path}`));
            break;
          }
      }
    if (declaration.kind === "agent")
      for (const { value, text } of texts(
        declaration.members.flatMap((one) => (one.kind === "setting" ? [one] : [])),
        "source",
      )) {
        const found = await view.host.list([text]);
        const [path] = found;
        if (path !== undefined)
          links.push(
            linkOf(
              value,
              path,
              `Open ${path}, the first of ${found.length} file${found.length === 1 ? "" : "s"}`,
            ),
          );
      }
  }
  return links;
}

const linkOf = ({ start, end }: Value, path: string, tooltip: string): Link => ({
  start: start + 1,
  end: end - 1,
  path,
  tooltip,
});

/** The strings of the settings with a keyword; paths that lead out of the workspace are none. */
function texts(
  settings: readonly Setting[],
  keyword: string,
): readonly { readonly value: Value; readonly text: string }[] {
  return settings
    .filter((setting) => setting.keyword.text === keyword)
    .flatMap(({ values }) =>
      values.flatMap((value) => {
        const text = value.kind === "string" ? textOf(value) : undefined;
        return text === undefined || text === "" || text.startsWith("/") || text.split("/").includes("..")
          ? []
          : [{ value, text }];
      }),
    );
}
