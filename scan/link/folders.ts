/** Paths of the tree: relative to its root, with slashes. */

/** The folder of a path; the root is the empty text. */
export function folderOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end < 0 ? "" : path.slice(0, end);
}

/** Joins and normalises; `undefined` where the path leads out of the root. */
export function join(folder: string, path: string): string | undefined {
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}

/** A folder and those around it, the root last. */
export function* ancestors(folder: string): Generator<string> {
  let here = folder;
  for (;;) {
    yield here;
    if (here === "") return;
    here = folderOf(here);
  }
}
