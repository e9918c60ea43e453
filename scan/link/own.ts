/** Whether a package found in the project is the project's own, or the source of a catalogued one. */
import type { Framework } from "../frameworks/framework.ts";
import { frameworks } from "../frameworks/table.ts";
import { folderOf } from "./folders.ts";
import { type Program, wantText } from "./program.ts";
import { field, projectJson } from "./project.ts";

/** First parts of module names that many vendors share: what lies below them is never a project's own. */
const shared = new Set(["google", "azure", "vertexai"]);

const modules = new Set(frameworks.flatMap(modulesOf));
/** Whether a module is catalogued, or lies below one that is. */
export function isCatalogued(module: string): boolean {
  let name = module;
  for (;;) {
    if (modules.has(name)) return true;
    const end = Math.max(name.lastIndexOf("."), name.lastIndexOf("/"));
    if (end <= 0) return false;
    name = name.slice(0, end);
  }
}

const pythonRoots = new Set(
  [...modules].filter((name) => !/[@/-]/.test(name)).map((name) => name.split(".")[0] ?? name),
);
const scriptRoots = new Set([...modules].map(packageOf));
const commonNames = new Set(frameworks.flatMap((framework) => framework.commonNames ?? []));
const copies = new Map(
  [...scriptRoots].map(
    (name) => [(name.split("/").at(-1) ?? name).toLowerCase().replace(/[-_.]/g, ""), name] as const,
  ),
);
const distributions = new Set(frameworks.flatMap((framework) => framework.packages));

/** Every module that an entry of the table names. */
export function modulesOf(framework: Framework): readonly string[] {
  return [...framework.constructs, ...(framework.tools ?? []), ...(framework.mcp ?? [])].flatMap(
    ({ from }) => from,
  );
}

/**
 * The package of which a folder that is not there is a built copy, by its name: `../agentkit-dist` of
 * `@inngest/agent-kit`. Such copies are made when the project is built, and are not in its repository.
 */
export function builtCopy(specifier: string): string | undefined {
  for (const part of specifier.split("/")) {
    const name = part
      .toLowerCase()
      .replace(/[-_.]?(?:dist|build|lib)$/, "")
      .replace(/[-_.]/g, "");
    if (name.length >= 6 && name !== part) {
      const found = copies.get(name);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Whether a project may well have a module of its own under a catalogued name. */
export function isCommonName(module: string): boolean {
  return commonNames.has(module.split(".")[0] ?? module);
}

/**
 * An import without what says where it is fetched from and in which version: `npm:ai@5`, or the address of a network
 * that serves packages as modules (`https://…/v135/@scope/name@1.2/deep?target=es2022`).
 */
export function bareSpecifier(specifier: string): string {
  return specifier
    .replace(/^(?:npm|jsr):\/?|^https?:\/\/[^/]+\/(?:(?:v\d+|npm|gh|stable)\/)?/, "")
    .replace(/(?<=[^/])@[\d^~][^/?]*|(?<=[^/])@(?:latest|next|beta)(?=[/?]|$)/, "")
    .replace(/\?.*$/s, "");
}

/** `@scope/name/deep` is of the package `@scope/name`. */
export function packageOf(module: string): string {
  return module
    .split("/")
    .slice(0, module.startsWith("@") ? 2 : 1)
    .join("/");
}

/**
 * Whether a package of this name, found in a folder of the project, counts as the project's own or as the catalogued
 * one. A catalogued module name wins over a Python folder of the same name, as the installed package would. Where the name
 * is a common one (`agents`), and for what an alias or a workspace of JavaScript maps to, the project's wins, unless
 * it is the source of a catalogued distribution.
 */
export function isOwn(
  program: Program,
  name: string,
  language: "python" | "javascript",
  folder: string,
): boolean {
  if (language === "javascript")
    return !scriptRoots.has(packageOf(name)) || nearestPackage(program, folder) !== packageOf(name);
  const top = name.split(".")[0] ?? name;
  if (!pythonRoots.has(top)) return true;
  if (shared.has(top)) return false;
  // A folder beside the modules of a package is no top-level module.
  const beside = folderOf(folder);
  if (program.paths.has(beside === "" ? "__init__.py" : `${beside}/__init__.py`)) return false;
  return commonNames.has(top) && !isDistributionSource(program, folder);
}

function nearest<Found>(folder: string, find: (prefix: string) => Found | undefined): Found | undefined {
  let here = folder;
  for (;;) {
    const found = find(here === "" ? "" : `${here}/`);
    if (found !== undefined || here === "") return found;
    here = folderOf(here);
  }
}

function nearestPackage(program: Program, folder: string): string | undefined {
  return nearest(folder, (prefix) => {
    const name = field(projectJson(program, `${prefix}package.json`), "name");
    return typeof name === "string" ? name : undefined;
  });
}

/** Whether the nearest project file above a folder names a catalogued distribution. */
function isDistributionSource(program: Program, folder: string): boolean {
  const named = nearest(
    folder,
    (prefix) => projectName(program, `${prefix}pyproject.toml`) ?? projectName(program, `${prefix}setup.py`),
  );
  return named !== undefined && distributions.has(`pypi:${named.toLowerCase().replaceAll("_", "-")}`);
}

function projectName(program: Program, path: string): string | undefined {
  if (!program.paths.has(path)) return undefined;
  const text = program.projects.get(path);
  if (text === undefined) {
    wantText(program, path);
    return undefined;
  }
  return /^\s*name\s*=\s*["']([^"'\n]+)["']/m.exec(text)?.[1];
}
