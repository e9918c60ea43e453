/** What a name means where it is read: what binds it, brings it in, or is passed as it. */
import type { Statement, Value } from "../code.ts";
import { bindingCell } from "./cells.ts";
import { exported } from "./exports.ts";
import { resolveModule } from "./modules.ts";
import { type Ask, called, type Origin, unknown } from "./origin.ts";
import { isCommonName } from "./own.ts";
import { type Environment, fileOf, type Place, type Program } from "./program.ts";
import { bindings, classAround, everyName, scopeAt } from "./scopes.ts";

/** What a call that is being looked into gives to a function. */
export function environmentOf(place: Place, scope: number): Environment | undefined {
  let here = place.env;
  while (here !== undefined && !(here.file === place.file.path && here.scope === scope)) here = here.outer;
  return here;
}

/** The meaning of a name at an offset. */
export function nameOrigin(
  ask: Ask,
  program: Program,
  name: string,
  at: number,
  place: Place,
  steps: number,
): Origin {
  const { file } = place;
  if (name === "this" || name === "self" || name === "cls") {
    const around = classAround(file, place.scope);
    if (around >= 0) return { kind: "instance", place: { ...place, scope: around } };
  }
  if (name === "import" || name === "require")
    return { kind: "external", module: `:${name}`, path: [], texts: [] };
  for (let index = place.scope; index >= 0; index = scopeAt(file, index).parent) {
    const scope = scopeAt(file, index);
    // Names of a class's body are no names inside its methods.
    if (scope.kind === "class" && index !== place.scope) continue;
    const here: Place = { ...place, scope: index };
    const parameter = scope.params.find((candidate) => candidate.name === name);
    const found = bindings(program, scope).get(name);
    if (found !== undefined) {
      const origin = statementOrigin(ask, program, found, at, here, index === place.scope, steps);
      if (origin !== undefined) return origin;
    }
    if (parameter !== undefined) {
      const cell = bindingCell(program, file, index, name);
      if (cell === undefined) return parameterOrigin(ask, program, parameter.name, here, steps);
      const bound = bindings(program, scopeAt(file, cell)).get(name) ?? [];
      return statementOrigin(ask, program, bound, at, { file, scope: cell }, false, steps) ?? unknown;
    }
    for (const statement of bindings(program, scope).get(everyName) ?? [])
      if (statement.kind === "import-all") {
        const module = resolveModule(program, file, statement.module);
        if (module.kind === "file") {
          const origin = exported(ask, program, module.path, name, steps);
          if (origin.kind !== "unknown") return origin;
        } else if (module.kind === "external" && isExportedName(name))
          return { kind: "external", module: module.name, path: [name], texts: [] };
      }
  }
  return unknown;
}

/** `from x import *` brings what is not private; a lower-case name is more likely a builtin. */
function isExportedName(name: string): boolean {
  return /^[A-Z]/.test(name);
}

/**
 * Of several statements that bind a name: the last one before the place where it is read, in the same scope; else
 * the last that gives it something. One that only declares a type counts if there is nothing better.
 */
export function statementOrigin(
  ask: Ask,
  program: Program,
  found: readonly Statement[],
  at: number,
  place: Place,
  sameScope: boolean,
  steps: number,
): Origin | undefined {
  const isBefore = ({ end, kind }: Statement): boolean => !sameScope || end <= at || kind === "import";
  const hasBefore = found.some(isBefore);
  let fallback: Origin | undefined;
  for (let index = found.length - 1; index >= 0; index--) {
    const statement = found[index];
    if (statement === undefined || (hasBefore && !isBefore(statement))) continue;
    if (statement.kind === "import") return importOrigin(ask, program, statement, place, steps);
    if (statement.kind !== "bind") continue;
    const origin = bindOrigin(ask, program, statement, place, steps);
    if (origin.kind !== "unknown" && !(origin.kind === "value" && origin.placed.value.kind === "nothing"))
      return origin;
    fallback ??= typeOrigin(ask, program, statement.type, place, steps) ?? origin;
  }
  return fallback;
}

function bindOrigin(
  ask: Ask,
  program: Program,
  statement: Statement & { kind: "bind" },
  place: Place,
  steps: number,
): Origin {
  const origin = ask.origin(program, statement.value, place, steps);
  if (statement.element !== true) {
    if (origin.kind === "unknown" || origin.kind === "parameter")
      return typeOrigin(ask, program, statement.type, place, steps) ?? origin;
    return origin;
  }
  if (origin.kind !== "value" || origin.placed.value.kind !== "list") return unknown;
  const [first, second] = origin.placed.value.items;
  // Of several texts or records, which of them it is changes from round to round.
  if (second !== undefined && (first?.kind === "text" || first?.kind === "record")) return unknown;
  return first === undefined ? unknown : ask.origin(program, first, origin.placed.place, steps + 1);
}

/** An annotation `x: T` makes `x` an object of `T`. */
function typeOrigin(
  ask: Ask,
  program: Program,
  type: Value | undefined,
  place: Place,
  steps: number,
): Origin | undefined {
  if (type === undefined || type.kind === "list") return undefined;
  const origin = ask.origin(program, type, place, steps + 1);
  if (origin.kind === "external") return { ...origin, path: called(origin.path) };
  return origin.kind === "scope" && scopeAt(origin.place.file, origin.place.scope).kind === "class"
    ? { kind: "instance", place: origin.place }
    : undefined;
}

function parameterOrigin(ask: Ask, program: Program, name: string, place: Place, steps: number): Origin {
  const scope = scopeAt(place.file, place.scope);
  const parameter = scope.params.find((candidate) => candidate.name === name);
  const passed = environmentOf(place, place.scope)?.args.get(name);
  if (passed !== undefined) {
    const origin = ask.origin(program, passed.value, passed.place, steps);
    if (origin.kind !== "unknown" && origin.kind !== "parameter") return origin;
  }
  const outside: Place = { ...place, scope: scope.parent };
  const typed = typeOrigin(ask, program, parameter?.type, outside, steps);
  if (typed !== undefined) return typed;
  const standard = parameter?.value;
  if (standard !== undefined && standard.kind !== "nothing") {
    const origin = ask.origin(program, standard, outside, steps);
    if (origin.kind === "external" || origin.kind === "instance" || origin.kind === "scope") return origin;
  }
  return { kind: "parameter", place, name };
}

function importOrigin(
  ask: Ask,
  program: Program,
  statement: Statement & { kind: "import" },
  place: Place,
  steps: number,
): Origin {
  const { file } = place;
  const module = resolveModule(program, file, statement.module);
  if (module.kind === "external")
    return {
      kind: "external",
      module: module.name,
      path: statement.symbol === "*" ? [] : [statement.symbol],
      texts: [],
    };
  if (statement.symbol === "*")
    return module.kind === "file"
      ? { kind: "module", path: module.path }
      : { kind: "folder", path: module.path };
  if (module.kind === "file") {
    const origin = exported(ask, program, module.path, statement.symbol, steps);
    if (origin.kind !== "unknown") return origin;
  }
  if (file.language !== "python") return unknown;
  // The project's module of that name has no such symbol: it is the package's.
  if (module.kind === "file" && fileOf(program, module.path) !== undefined && isCommonName(statement.module))
    return { kind: "external", module: statement.module, path: [statement.symbol], texts: [] };
  // `from package import module`
  const joint = statement.module.endsWith(".") ? "" : ".";
  const inner = resolveModule(program, file, `${statement.module}${joint}${statement.symbol}`);
  if (inner.kind === "file") return { kind: "module", path: inner.path };
  return inner.kind === "folder" ? { kind: "folder", path: inner.path } : unknown;
}
