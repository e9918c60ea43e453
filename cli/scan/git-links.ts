/** Symbolic links of a git revision, followed by their texts alone as a file system follows them. */
import { posix } from "node:path";

/** Links that are followed on one way at most; Linux gives up after as many. */
const mostLinks = 40;

/**
 * Where a link leads. `path` is the link's; it, the keys of `links` and the result are relative to the work tree's top,
 * which is `top` (absolute, with `/`). `links` holds the text of every link of the revision. `undefined` where it leads
 * out of the work tree or in a circle; whether there is a file at its end is for the caller to see.
 */
export function linkTarget(
  top: string,
  links: ReadonlyMap<string, string>,
  path: string,
): string | undefined {
  const todo = path.split("/").reverse();
  let at = top;
  let followed = 0;
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    // A folder before `..` may be a link itself, so that names are taken one by one.
    at = posix.join(at, name);
    const target = links.get(below(top, at) ?? "");
    if (target === undefined) continue;
    if (++followed > mostLinks) return undefined;
    at = posix.isAbsolute(target) ? "/" : posix.dirname(at);
    todo.push(...target.split("/").reverse());
  }
  return below(top, at);
}

/** A normalized absolute path relative to a folder; `undefined` where it is not below it. */
function below(folder: string, path: string): string | undefined {
  const start = folder.endsWith("/") ? folder : `${folder}/`;
  return path.startsWith(start) ? path.slice(start.length) : undefined;
}
