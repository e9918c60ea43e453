/** Which file, folder or package an import of Python means. */
import { ancestors, folderOf, join } from "./folders.ts";
import { isOwn } from "./own.ts";
import type { Module, Program } from "./program.ts";

function pythonFile(program: Program, base: string): Module | undefined {
  if (base !== "" && program.paths.has(`${base}.py`)) return { kind: "file", path: `${base}.py` };
  const init = base === "" ? "__init__.py" : `${base}/__init__.py`;
  if (program.paths.has(init)) return { kind: "file", path: init };
  if (base !== "" && program.paths.has(`${base}.pyi`)) return { kind: "file", path: `${base}.pyi` };
  if (base !== "" && program.folders.has(base)) return { kind: "folder", path: base };
  return undefined;
}

export function pythonModule(program: Program, from: string, name: string): Module {
  const dots = /^\.+/.exec(name)?.[0].length ?? 0;
  const rest = name
    .slice(dots)
    .split(".")
    .filter((part) => part !== "")
    .join("/");
  if (dots > 0) {
    const base = join(folderOf(from), [...Array<string>(dots - 1).fill(".."), rest].join("/"));
    const found = base === undefined ? undefined : pythonFile(program, base);
    return found ?? { kind: "external", name };
  }
  const top = name.split(".")[0] ?? name;
  // Most names are of packages that are not here at all.
  if (!program.names.has(top) || !program.names.has(rest.slice(rest.lastIndexOf("/") + 1)))
    return { kind: "external", name };
  let namespace: Module | undefined;
  for (const here of ancestors(folderOf(from)))
    for (const root of [here, here === "" ? "src" : `${here}/src`]) {
      const prefix = root === "" ? "" : `${root}/`;
      const found = rest === "" ? undefined : pythonFile(program, prefix + rest);
      if (found?.kind === "file" && found.path === from) continue;
      if (found === undefined || !isOwn(program, name, "python", prefix + top)) continue;
      if (found.kind === "file") return found;
      namespace ??= found;
    }
  return namespace ?? { kind: "external", name };
}
