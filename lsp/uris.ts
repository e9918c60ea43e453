/** URIs of files and paths in a project. */
import { isAbsolute, join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The absolute path of a `file:` URI; `undefined` for any other. */
export function fileOf(uri: string): string | undefined {
  try {
    const url = new URL(uri);
    return url.protocol === "file:" ? fileURLToPath(url) : undefined;
  } catch {
    return undefined;
  }
}

/** The URI of a file of a project. */
export const uriOf = (root: string, path: string): string => pathToFileURL(join(root, path)).href;

/** A file's path relative to a folder, with `/`; `undefined` outside of it. */
export function within(root: string, file: string): string | undefined {
  const way = relative(root, file);
  if (way === "" || isAbsolute(way) || way === ".." || way.startsWith(`..${sep}`)) return undefined;
  return way.split(sep).join("/");
}
