/** Which file of the project, or which package, an import means. */
import { parse as parseJsonc } from "jsonc-parser";
import { builtCopy } from "./own.ts";
import { type CodeFile, type Program, wantText } from "./program.ts";

/** A file of the project, a folder of it that is a Python package without a file, or a module from elsewhere. */
export type Module =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "external"; readonly name: string };

export function resolveModule(
  program: Program,
  from: Pick<CodeFile, "path" | "language">,
  name: string,
  isOwn: IsOwn,
): Module {
  // A Python file does not find itself: then what the name means is the file's own question, not its folder's.
  const isOwnQuestion = from.language === "python" && from.path.includes(name.replaceAll(".", "/"));
  const home = isOwnQuestion ? from.path : folderOf(from.path);
  let names = program.memo.imported.get(home);
  if (names === undefined) {
    names = new Map();
    program.memo.imported.set(home, names);
  }
  const known = names.get(name);
  if (known !== undefined) return known;
  const since = program.memo.missing.length;
  const found =
    from.language === "python"
      ? pythonModule(program, from.path, name, isOwn)
      : scriptModule(program, from.path, name, isOwn);
  if (program.memo.missing.length === since) names.set(name, found);
  return found;
}

/** Whether a package of this name, found in the project, counts as the project's own or as the catalogued one. */
export type IsOwn = (name: string, language: "python" | "javascript", folder: string) => boolean;

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

function* ancestors(folder: string): Generator<string> {
  let here = folder;
  for (;;) {
    yield here;
    if (here === "") return;
    here = folderOf(here);
  }
}

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

function scriptModule(program: Program, from: string, name: string, isOwn: IsOwn): Module {
  const folder = folderOf(from);
  if (name.startsWith(".")) {
    const path = scriptFile(program, join(folder, name));
    return path === undefined ? { kind: "external", name: builtCopy(name) ?? name } : { kind: "file", path };
  }
  const mapped = mappedByConfig(program, folder, name);
  if (mapped !== undefined && isOwn(name, "javascript", folderOf(mapped)))
    return { kind: "file", path: mapped };
  const workspace = workspaceFile(program, name);
  if (workspace !== undefined && isOwn(name, "javascript", folderOf(workspace)))
    return { kind: "file", path: workspace };
  return { kind: "external", name: name.replace(/^npm:|^jsr:/, "").replace(/(?<=[^/])@[\d^~][^/]*/, "") };
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

/** What a project's configuration makes of the names of modules. */
export interface Mapping {
  /** The folder that the targets are relative to. */
  readonly base: string;
  readonly paths: CompilerOptions["paths"];
  /** Whether modules are looked for in that folder too. */
  readonly isBase: boolean;
}

/** The mappings that count in a folder, the nearest first. */
function mappingsOf(program: Program, folder: string): readonly Mapping[] {
  const known = program.memo.mappings.get(folder);
  if (known !== undefined) return known;
  const since = program.memo.missing.length;
  const found: Mapping[] = [];
  for (const file of ["tsconfig.json", "jsconfig.json", "tsconfig.base.json"]) {
    const options = compilerOptions(program, folder === "" ? file : `${folder}/${file}`);
    if (options === undefined) continue;
    const base = join(folder, options.baseUrl ?? ".");
    if (base !== undefined && (options.paths.length > 0 || options.baseUrl !== undefined))
      found.push({ base, paths: options.paths, isBase: options.baseUrl !== undefined });
  }
  if (folder !== "") found.push(...mappingsOf(program, folderOf(folder)));
  if (program.memo.missing.length === since) program.memo.mappings.set(folder, found);
  return found;
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

interface CompilerOptions {
  readonly baseUrl?: string;
  readonly paths: readonly (readonly [string, readonly string[]])[];
}

function compilerOptions(program: Program, path: string): CompilerOptions | undefined {
  const json = projectJson(program, path);
  if (json === undefined) return undefined;
  const options = field(json, "compilerOptions");
  const baseUrl = field(options, "baseUrl");
  const paths = field(options, "paths");
  const own =
    typeof paths === "object" && paths !== null
      ? Object.entries(paths).map(
          ([pattern, targets]) =>
            [
              pattern,
              Array.isArray(targets) ? targets.filter((target) => typeof target === "string") : [],
            ] as const,
        )
      : [];
  return { ...(typeof baseUrl === "string" ? { baseUrl } : {}), paths: own };
}

/** A project file as JSON with comments; wanted if it is there and was not read. */
export function projectJson(program: Program, path: string): unknown {
  if (!program.paths.has(path)) return undefined;
  const text = program.projects.get(path);
  if (text === undefined) {
    wantText(program, path);
    return undefined;
  }
  const key = `json ${path}`;
  if (!program.memo.modules.has(key)) program.memo.modules.set(key, parseJsonc(text));
  return program.memo.modules.get(key);
}

export function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
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

const none: ReadonlyMap<string, string> = new Map();

function workspaceFolders(program: Program): ReadonlyMap<string, string> {
  const known = program.memo.modules.get("workspaces");
  if (known instanceof Map) return known;
  const since = program.memo.missing.length;
  // Until they are read, asking for each of them again would say nothing new.
  const waiting = program.memo.modules.get("workspaces waited for");
  if (waiting === program.projects.size) {
    const first = program.packageFiles.find((path) => !program.projects.has(path));
    if (first !== undefined) wantText(program, first);
    return none;
  }
  const folders = new Map<string, string>();
  for (const path of program.packageFiles) {
    const name = field(projectJson(program, path), "name");
    if (typeof name === "string" && !folders.has(name)) folders.set(name, folderOf(path));
  }
  program.memo.modules.set(
    program.memo.missing.length === since ? "workspaces" : "workspaces waited for",
    program.memo.missing.length === since ? folders : program.projects.size,
  );
  return folders;
}

function pythonFile(program: Program, base: string): Module | undefined {
  if (base !== "" && program.paths.has(`${base}.py`)) return { kind: "file", path: `${base}.py` };
  const init = base === "" ? "__init__.py" : `${base}/__init__.py`;
  if (program.paths.has(init)) return { kind: "file", path: init };
  if (base !== "" && program.paths.has(`${base}.pyi`)) return { kind: "file", path: `${base}.pyi` };
  if (base !== "" && program.folders.has(base)) return { kind: "folder", path: base };
  return undefined;
}

function pythonModule(program: Program, from: string, name: string, isOwn: IsOwn): Module {
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
      if (found === undefined || !isOwn(name, "python", prefix + top)) continue;
      if (found.kind === "file") return found;
      namespace ??= found;
    }
  return namespace ?? { kind: "external", name };
}
