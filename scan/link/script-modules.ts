/** Which file or package an import of TypeScript or JavaScript means. */
import { folderOf, join } from "./folders.ts";
import { bareSpecifier, builtCopy, isOwn } from "./own.ts";
import type { Module, Program } from "./program.ts";
import { mappingsOf, workspaceFolders } from "./project.ts";

const scriptEndings = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

function scriptFile(program: Program, base: string | undefined): string | undefined {
  if (base === undefined) return undefined;
  if (/\.[cm]?[jt]sx?$/.test(base)) {
    if (program.paths.has(base)) return base;
    const stem = base.replace(/\.[cm]?jsx?$/, "");
    for (const ending of [".ts", ".tsx", ".mts", ".cts"])
      if (stem !== base && program.paths.has(stem + ending)) return stem + ending;
  }
  for (const ending of scriptEndings) if (program.paths.has(base + ending)) return base + ending;
  const prefix = base === "" ? "" : `${base}/`;
  for (const ending of scriptEndings)
    if (program.paths.has(`${prefix}index${ending}`)) return `${prefix}index${ending}`;
  return undefined;
}

export function scriptModule(program: Program, from: string, name: string): Module {
  const folder = folderOf(from);
  if (name.startsWith(".")) {
    const path = scriptFile(program, join(folder, name));
    return path === undefined ? { kind: "external", name: builtCopy(name) ?? name } : { kind: "file", path };
  }
  const mapped = mappedByConfig(program, folder, name);
  if (mapped !== undefined && isOwn(program, name, "javascript", folderOf(mapped)))
    return { kind: "file", path: mapped };
  const workspace = workspaceFile(program, name);
  if (workspace !== undefined && isOwn(program, name, "javascript", folderOf(workspace)))
    return { kind: "file", path: workspace };
  return { kind: "external", name: bareSpecifier(name) };
}

/** `paths` and `baseUrl` of the nearest `tsconfig.json` or `jsconfig.json` that has them. */
function mappedByConfig(program: Program, folder: string, name: string): string | undefined {
  for (const { base, paths, isBase } of mappingsOf(program, folder)) {
    for (const [pattern, targets] of paths) {
      const rest = matchPattern(pattern, name);
      if (rest === undefined) continue;
      for (const target of targets) {
        const found = scriptFile(program, join(base, target.replace("*", rest)));
        if (found !== undefined) return found;
      }
    }
    if (isBase) {
      const found = scriptFile(program, join(base, name));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function matchPattern(pattern: string, name: string): string | undefined {
  const star = pattern.indexOf("*");
  if (star < 0) return pattern === name ? "" : undefined;
  const head = pattern.slice(0, star);
  const tail = pattern.slice(star + 1);
  return name.length >= head.length + tail.length && name.startsWith(head) && name.endsWith(tail)
    ? name.slice(head.length, name.length - tail.length)
    : undefined;
}

/** The source of a package of the same repository: by its name in a `package.json`. */
function workspaceFile(program: Program, name: string): string | undefined {
  const parts = name.split("/");
  const packageName = parts.slice(0, name.startsWith("@") ? 2 : 1).join("/");
  const rest = parts.slice(name.startsWith("@") ? 2 : 1).join("/");
  const folder = workspaceFolders(program).get(packageName);
  if (folder === undefined) return undefined;
  for (const inside of rest === ""
    ? ["src/index", "index", "src/main", "lib/index"]
    : [`src/${rest}`, rest, `lib/${rest}`]) {
    const found = scriptFile(program, join(folder, inside));
    if (found !== undefined) return found;
  }
  return undefined;
}
