/** What a project's own descriptions say: `package.json`, `tsconfig.json`. */
import { parse as parseJsonc } from "jsonc-parser";
import { folderOf, join } from "./folders.ts";
import { type Mapping, type Program, wantText } from "./program.ts";

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

/** A property of a value that may be anything. */
export function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

/** The mappings that count in a folder, the nearest first. */
export function mappingsOf(program: Program, folder: string): readonly Mapping[] {
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

interface CompilerOptions {
  readonly baseUrl?: string;
  readonly paths: Mapping["paths"];
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

const none: ReadonlyMap<string, string> = new Map();

/** Folders of the packages of this repository, by their names. */
export function workspaceFolders(program: Program): ReadonlyMap<string, string> {
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
