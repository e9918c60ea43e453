/**
 * What a file's bytes must hold before it is worth parsing, made from the framework table. Texts are compared as
 * they stand; no construct of the table can be written without them in the file that uses it.
 */

import type { Language } from "./facts.ts";
import type { Format } from "./formats/format.ts";
import { formats } from "./formats.ts";
import { frameworks } from "./frameworks/table.ts";
import { mayUseLexical } from "./lexical/reader.ts";
import { modulesOf } from "./link/own.ts";

/** A module's name as it can stand in an import: Python may break `a.b` into `from a import b`. */
function needle(module: string): string {
  return /[@/-]/.test(module) ? module : (module.split(".")[0] ?? module);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

const modules = [...new Set(frameworks.flatMap(modulesOf).map(needle))].sort();

/** Any catalogued module in an import. Quoted in JavaScript; after `from` or `import` in Python. */
const scriptImport = new RegExp(
  `["'\`](?:npm:|jsr:)?(?:${modules.filter(isScript).map(escaped).join("|")})(?:["'\`/@])`,
);
const pythonImport = new RegExp(
  `(?:^|[\\n;])[ \\t]*(?:from|import)[ \\t]+(?:[\\w. ,]*[ ,])?(?:${modules.filter(isPython).map(escaped).join("|")})\\b`,
);

function isPython(module: string): boolean {
  return !/[@/-]/.test(module);
}

function isScript(module: string): boolean {
  return !/_|\./.test(module) && !["google", "azure", "boto3"].includes(module);
}

/** Whether code may use a framework by itself. `text` is the file's bytes, one character each. */
export function mayUseFramework(path: string, language: Language, text: string): boolean {
  if (language !== "python" && language !== "typescript" && language !== "javascript")
    return mayUseLexical(language, text);
  return /\.(?:pyi?|ipynb)$/.test(path)
    ? pythonImport.test(path.endsWith(".ipynb") ? text.replaceAll('"', "\n").replaceAll("\\n", "\n") : text)
    : scriptImport.test(text);
}

/** The formats that a data file may be of. */
export function formatsFor(path: string, text: string): readonly Format[] {
  return formats.filter(
    (format) =>
      (format.path === undefined || format.path.test(path)) &&
      format.needles.every((any) => any.some((word) => text.includes(word))),
  );
}

/** Whether a data file's path is one of a format: most files of most trees are not, and need not be opened. */
export function mayDeclare(path: string): boolean {
  return formats.some((format) => format.path === undefined || format.path.test(path));
}
