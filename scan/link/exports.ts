/** What a file of the project offers under a name. */
import { resolveModule } from "./modules.ts";
import { type Ask, type Origin, unknown } from "./origin.ts";
import { type CodeFile, fileOf, isThere, type Place, type Program, want } from "./program.ts";
import { remembered, stepLimit } from "./remember.ts";
import { bindings, exportsOf, scopeAt } from "./scopes.ts";

export function exported(ask: Ask, program: Program, path: string, name: string, steps: number): Origin {
  if (steps > stepLimit) return unknown;
  const file = fileOf(program, path);
  if (file === undefined) {
    want(program, path);
    return unknown;
  }
  // Of many ways that lead to the same name, one is gone.
  const key = `${path}\n${name}`;
  return remembered(program, program.memo.offered, key, () => offered(ask, program, file, key, name, steps));
}

function offered(
  ask: Ask,
  program: Program,
  file: CodeFile,
  key: string,
  name: string,
  steps: number,
): Origin {
  const { memo } = program;
  const begun = memo.passing.get(key);
  if (begun !== undefined) {
    // Files that pass everything of each other on have no more by going round. What was asked on the way is not final.
    memo.lowest = Math.min(memo.lowest, begun - 1);
    return unknown;
  }
  memo.passing.set(key, memo.open.size);
  const place: Place = { file, scope: 0 };
  const origin =
    file.language === "python"
      ? pythonExport(ask, program, place, name, steps)
      : scriptExport(ask, program, place, name, steps);
  memo.passing.delete(key);
  return origin;
}

const nameValue = (name: string) =>
  ({ kind: "name", name, at: Number.MAX_SAFE_INTEGER, end: Number.MAX_SAFE_INTEGER }) as const;

function pythonExport(ask: Ask, program: Program, place: Place, name: string, steps: number): Origin {
  const origin = ask.origin(program, nameValue(name), place, steps + 1);
  if (origin.kind !== "unknown") return origin;
  // A module of the package, where the file is its `__init__`.
  if (!place.file.path.endsWith("__init__.py")) return unknown;
  const folder = place.file.path.slice(0, -"/__init__.py".length);
  for (const inner of [`${folder}/${name}.py`, `${folder}/${name}/__init__.py`])
    if (isThere(program, inner)) return { kind: "module", path: inner };
  return unknown;
}

function scriptExport(ask: Ask, program: Program, place: Place, name: string, steps: number): Origin {
  const { file } = place;
  const exports = exportsOf(program, file);
  for (const statement of exports.get(name) ?? []) {
    if (statement.local !== undefined)
      return ask.origin(program, nameValue(statement.local), place, steps + 1);
    if (statement.module !== undefined && statement.symbol !== undefined)
      return fromModule(ask, program, file, statement.module, statement.symbol, steps);
  }
  const common = commonJsExport(ask, program, place, name, steps);
  if (common.kind !== "unknown") return common;
  // `export * from "package"`: the package may well have what no file of the project has.
  let external: Origin | undefined;
  for (const statement of exports.get("*") ?? [])
    if (statement.module !== undefined) {
      const origin = fromModule(ask, program, file, statement.module, name, steps);
      if (origin.kind === "external") external ??= origin;
      else if (origin.kind !== "unknown") return origin;
    }
  return external ?? unknown;
}

function fromModule(
  ask: Ask,
  program: Program,
  file: CodeFile,
  module: string,
  symbol: string,
  steps: number,
): Origin {
  const found = resolveModule(program, file, module);
  if (found.kind === "external")
    return { kind: "external", module: found.name, path: symbol === "*" ? [] : [symbol], texts: [] };
  if (found.kind === "folder") return unknown;
  return symbol === "*"
    ? { kind: "module", path: found.path }
    : exported(ask, program, found.path, symbol, steps + 1);
}

/** `module.exports = { name }`, `exports.name = …`. */
function commonJsExport(ask: Ask, program: Program, place: Place, name: string, steps: number): Origin {
  const table = bindings(program, scopeAt(place.file, 0));
  for (const target of [`exports.${name}`, `module.exports.${name}`]) {
    const statement = table.get(target)?.at(-1);
    if (statement?.kind === "bind") return ask.origin(program, statement.value, place, steps + 1);
  }
  const whole = table.get("module.exports")?.at(-1);
  if (whole?.kind !== "bind") return unknown;
  const origin = ask.origin(program, whole.value, place, steps + 1);
  return name === "default" ? origin : ask.member(program, origin, name, steps + 1);
}
