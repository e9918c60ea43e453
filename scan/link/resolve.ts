/** Follows names, members and calls to what they are. */
import type { Statement, Value } from "../code.ts";
import { exported } from "./exports.ts";
import { resolveModule } from "./modules.ts";
import { type Origin, textArguments, unknown } from "./origin.ts";
import { isCommonName, ownership } from "./own.ts";
import {
  bindings,
  classAround,
  type Environment,
  everyName,
  type KnownOrigin,
  methodsOf,
  missingSince,
  type Place,
  type Placed,
  type Program,
  scopeAt,
  want,
} from "./program.ts";

/** How many steps one question may take; the budget is shared by everything that it leads to. */
export const stepLimit = 120;

export function originOf(program: Program, value: Value, place: Place, steps = 0): Origin {
  // Only outside of a function's call does a value have one meaning.
  if (place.env !== undefined)
    return guarded(program, value, () => follow(program, value, place, steps), steps);
  return remembered(program, program.memo.origins, value, () =>
    guarded(program, value, () => follow(program, value, place, steps), steps),
  );
}

/** Meets circles and limits: both give nothing, and what rests on them is not kept for good. */
function guarded(program: Program, value: Value, work: () => Origin, steps: number): Origin {
  const { memo } = program;
  if (steps === 0) memo.spent = 0;
  const open = memo.open.get(value);
  if (open !== undefined || steps > stepLimit || memo.spent++ > budget) {
    memo.lowest = Math.min(memo.lowest, open ?? -1);
    return unknown;
  }
  memo.open.set(value, memo.open.size);
  const origin = work();
  memo.open.delete(value);
  return origin;
}

/**
 * What was worked out before. A result that met a circle is final once the circle's beginning is done; until then it
 * is kept for the question at hand. One that rests on missing files holds until files arrive.
 */
function remembered<Key>(
  program: Program,
  known: Map<Key, KnownOrigin>,
  key: Key,
  work: () => Origin,
): Origin {
  const { memo } = program;
  const before = known.get(key);
  if (before !== undefined && (before.missing.length === 0 || before.round === memo.round)) {
    if (before.lowest === undefined || before.question === memo.question) {
      for (const path of before.missing) want(program, path);
      if (before.lowest !== undefined) memo.lowest = Math.min(memo.lowest, before.lowest);
      return before.origin;
    }
  }
  const outer = memo.lowest;
  const depth = memo.open.size;
  const since = memo.missing.length;
  if (depth === 0) memo.question++;
  memo.lowest = Number.POSITIVE_INFINITY;
  const origin = work();
  const isFinal = memo.lowest >= depth;
  known.set(key, {
    origin,
    missing: missingSince(program, since),
    round: memo.round,
    ...(isFinal ? {} : { lowest: memo.lowest, question: memo.question }),
  });
  memo.lowest = Math.min(outer, isFinal ? Number.POSITIVE_INFINITY : memo.lowest);
  return origin;
}

/** How much work one question may cause. */
const budget = 20_000;

function follow(program: Program, value: Value, place: Place, steps: number): Origin {
  switch (value.kind) {
    case "name":
      return nameOrigin(program, value.name, value.at, place, steps + 1);
    case "member":
      return memberOrigin(program, originOf(program, value.object, place, steps + 1), value.name, steps + 1);
    case "call":
      return callOrigin(program, value, place, steps + 1);
    case "index":
      return indexOrigin(program, value, place, steps + 1);
    case "choice":
      return choiceOrigin(program, value.options, place, steps + 1);
    case "scope":
      return { kind: "scope", place: { ...place, scope: value.scope } };
    case "spread":
      return unknown;
    case "other":
      return value.parts.length === 1 && value.parts[0] !== undefined
        ? originOf(program, value.parts[0], place, steps + 1)
        : unknown;
    default:
      return { kind: "value", placed: { value, place } };
  }
}

function choiceOrigin(program: Program, options: readonly Value[], place: Place, steps: number): Origin {
  for (const option of options) {
    if (option.kind === "nothing") continue;
    const origin = originOf(program, option, place, steps);
    if (origin.kind !== "unknown" && origin.kind !== "parameter") return origin;
  }
  return unknown;
}

/** `x[…]`: type arguments of a class, or an element of a list or record. */
function indexOrigin(
  program: Program,
  value: Value & { kind: "index" },
  place: Place,
  steps: number,
): Origin {
  const object = originOf(program, value.object, place, steps);
  if (object.kind === "external" || object.kind === "scope") return object;
  if (object.kind !== "value") return unknown;
  const { value: whole, place: there } = object.placed;
  if (whole.kind === "list" && value.index.kind === "number") {
    const item = whole.items[value.index.number];
    return item === undefined ? unknown : originOf(program, item, there, steps);
  }
  if (whole.kind === "record") {
    const first = whole.entries.find((entry) => entry.key !== undefined);
    return first === undefined ? unknown : originOf(program, first.value, there, steps);
  }
  return unknown;
}

function environmentOf(place: Place, scope: number): Environment | undefined {
  let here = place.env;
  while (here !== undefined && !(here.file === place.file.path && here.scope === scope)) here = here.outer;
  return here;
}

/** The meaning of a name at an offset. */
function nameOrigin(program: Program, name: string, at: number, place: Place, steps: number): Origin {
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
      const origin = statementOrigin(program, found, at, here, index === place.scope, steps);
      if (origin !== undefined) return origin;
    }
    if (parameter !== undefined) return parameterOrigin(program, parameter.name, here, steps);
    for (const statement of bindings(program, scope).get(everyName) ?? [])
      if (statement.kind === "import-all") {
        const module = resolveModule(program, file, statement.module, ownership(program));
        if (module.kind === "file") {
          const origin = exported(program, module.path, name, file.language, steps);
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
function statementOrigin(
  program: Program,
  found: readonly Statement[],
  at: number,
  place: Place,
  sameScope: boolean,
  steps: number,
): Origin | undefined {
  const before = sameScope
    ? found.filter((statement) => statement.end <= at || statement.kind === "import")
    : found;
  const candidates = [...(before.length > 0 ? before : found)].reverse();
  let fallback: Origin | undefined;
  for (const statement of candidates) {
    if (statement.kind === "import") return importOrigin(program, statement, place, steps);
    if (statement.kind !== "bind") continue;
    const origin = bindOrigin(program, statement, place, steps);
    if (origin.kind !== "unknown" && !(origin.kind === "value" && origin.placed.value.kind === "nothing"))
      return origin;
    fallback ??= typeOrigin(program, statement.type, place, steps) ?? origin;
  }
  return fallback;
}

function bindOrigin(
  program: Program,
  statement: Statement & { kind: "bind" },
  place: Place,
  steps: number,
): Origin {
  const origin = originOf(program, statement.value, place, steps);
  if (statement.element !== true) {
    if (origin.kind === "unknown" || origin.kind === "parameter")
      return typeOrigin(program, statement.type, place, steps) ?? origin;
    return origin;
  }
  if (origin.kind !== "value" || origin.placed.value.kind !== "list") return unknown;
  const first = origin.placed.value.items[0];
  return first === undefined ? unknown : originOf(program, first, origin.placed.place, steps + 1);
}

/** An annotation `x: T` makes `x` an object of `T`. */
export function typeOrigin(
  program: Program,
  type: Value | undefined,
  place: Place,
  steps: number,
): Origin | undefined {
  if (type === undefined || type.kind === "list") return undefined;
  const origin = originOf(program, type, place, steps + 1);
  if (origin.kind === "external") return { ...origin, path: called(origin.path) };
  return origin.kind === "scope" && scopeAt(origin.place.file, origin.place.scope).kind === "class"
    ? { kind: "instance", place: origin.place }
    : undefined;
}

function parameterOrigin(program: Program, name: string, place: Place, steps: number): Origin {
  const scope = scopeAt(place.file, place.scope);
  const parameter = scope.params.find((candidate) => candidate.name === name);
  const passed = environmentOf(place, place.scope)?.args.get(name);
  if (passed !== undefined) {
    const origin = originOf(program, passed.value, passed.place, steps);
    if (origin.kind !== "unknown" && origin.kind !== "parameter") return origin;
  }
  const outside: Place = { ...place, scope: scope.parent };
  const typed = typeOrigin(program, parameter?.type, outside, steps);
  if (typed !== undefined) return typed;
  const standard = parameter?.value;
  if (standard !== undefined && standard.kind !== "nothing") {
    const origin = originOf(program, standard, outside, steps);
    if (origin.kind === "external" || origin.kind === "instance" || origin.kind === "scope") return origin;
  }
  return { kind: "parameter", place, name };
}

export function importOrigin(
  program: Program,
  statement: Statement & { kind: "import" },
  place: Place,
  steps: number,
): Origin {
  const { file } = place;
  const module = resolveModule(program, file, statement.module, ownership(program));
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
    const origin = exported(program, module.path, statement.symbol, file.language, steps);
    if (origin.kind !== "unknown") return origin;
  }
  if (file.language !== "python") return unknown;
  // The project's module of that name has no such symbol: it is the package's.
  if (module.kind === "file" && program.files.has(module.path) && isCommonName(statement.module))
    return { kind: "external", module: statement.module, path: [statement.symbol], texts: [] };
  // `from package import module`
  const joint = statement.module.endsWith(".") ? "" : ".";
  const inner = resolveModule(
    program,
    file,
    `${statement.module}${joint}${statement.symbol}`,
    ownership(program),
  );
  if (inner.kind === "file") return { kind: "module", path: inner.path };
  return inner.kind === "folder" ? { kind: "folder", path: inner.path } : unknown;
}

/** `name()` as the last step of a path. */
function called(path: readonly string[]): readonly string[] {
  const last = path.at(-1);
  return last === undefined || last.endsWith("()") ? path : [...path.slice(0, -1), `${last}()`];
}

export function memberOrigin(program: Program, object: Origin, name: string, steps: number): Origin {
  if (steps > stepLimit) return unknown;
  switch (object.kind) {
    case "external":
      if (name === "default" && object.path.length === 0) return object;
      return { ...object, path: [...object.path, name] };
    case "module":
      return exported(program, object.path, name, languageOf(object.path), steps);
    case "folder": {
      for (const inner of [`${object.path}/${name}.py`, `${object.path}/${name}/__init__.py`])
        if (program.paths.has(inner)) return { kind: "module", path: inner };
      return program.folders.has(`${object.path}/${name}`)
        ? { kind: "folder", path: `${object.path}/${name}` }
        : unknown;
    }
    case "scope":
    case "instance":
      return attributeOrigin(program, object.place, name, steps);
    case "value": {
      const { value, place } = object.placed;
      if (value.kind !== "record") return unknown;
      const entry = value.entries.find((candidate) => candidate.key === name);
      return entry === undefined ? unknown : originOf(program, entry.value, place, steps + 1);
    }
    default:
      return unknown;
  }
}

export function languageOf(path: string): "python" | "javascript" {
  return /\.(?:pyi?|ipynb)$/.test(path) ? "python" : "javascript";
}

/** An attribute of a class or its objects. */
function attributeOrigin(program: Program, place: Place, name: string, steps: number): Origin {
  if (place.env !== undefined) return findAttribute(program, place, name, steps);
  const { attributes } = program.memo;
  const scope = scopeAt(place.file, place.scope);
  const names = attributes.get(scope) ?? new Map<string, KnownOrigin>();
  attributes.set(scope, names);
  return remembered(program, names, name, () => findAttribute(program, place, name, steps));
}

/** Bound in the class's body, on `self` or `this` in a method, or in a base. */
function findAttribute(program: Program, place: Place, name: string, steps: number): Origin {
  const { file, scope: index } = place;
  const scope = scopeAt(file, index);
  const own = bindings(program, scope).get(name);
  if (own !== undefined) {
    const origin = statementOrigin(program, own, Number.MAX_SAFE_INTEGER, place, true, steps + 1);
    if (origin !== undefined && origin.kind !== "unknown") return origin;
  }
  if (scope.kind === "class") {
    for (const inner of methodsOf(program, file, index)) {
      const method = scopeAt(file, inner);
      for (const owner of ["self", "this", "cls"]) {
        const found = bindings(program, method).get(`${owner}.${name}`);
        if (found === undefined) continue;
        const origin = statementOrigin(
          program,
          found,
          Number.MAX_SAFE_INTEGER,
          { ...place, scope: inner },
          true,
          steps + 1,
        );
        if (origin !== undefined && origin.kind !== "unknown") return origin;
      }
    }
    for (const base of scope.bases) {
      const origin = originOf(program, base, { ...place, scope: scope.parent }, steps + 1);
      if (origin.kind === "external") {
        return { ...origin, path: [...called(origin.path), name] };
      }
      if (origin.kind === "scope") {
        const found = attributeOrigin(program, origin.place, name, steps + 1);
        if (found.kind !== "unknown") return found;
      }
    }
  }
  return unknown;
}

function callOrigin(program: Program, value: Value & { kind: "call" }, place: Place, steps: number): Origin {
  const callee = originOf(program, value.callee, place, steps);
  const made = { file: place.file.path, at: value.at };
  switch (callee.kind) {
    case "external": {
      if (callee.module === ":import" || callee.module === ":require")
        return dynamicImport(program, value, place);
      const texts = [...callee.texts, ...textArguments(value)];
      return { ...callee, path: callee.path.length === 0 ? ["()"] : called(callee.path), texts, made };
    }
    case "scope": {
      const scope = scopeAt(callee.place.file, callee.place.scope);
      if (scope.kind === "class") return { kind: "instance", place: callee.place, made };
      return returned(program, callee.place, argumentsOf(scope.params, value, place), steps);
    }
    default:
      return unknown;
  }
}

/** `import("x")`, `require("x")`: the module itself. */
function dynamicImport(program: Program, value: Value & { kind: "call" }, place: Place): Origin {
  const name = value.args[0]?.value;
  if (name?.kind !== "text") return unknown;
  const module = resolveModule(program, place.file, name.text, ownership(program));
  if (module.kind === "external") return { kind: "external", module: module.name, path: [], texts: [] };
  return module.kind === "file" ? { kind: "module", path: module.path } : unknown;
}

/** Parameters by name, as a call gives them. */
export function argumentsOf(
  params: readonly { readonly name: string; readonly property?: string; readonly rest?: "list" | "record" }[],
  call: Value & { kind: "call" },
  place: Place,
): ReadonlyMap<string, Placed> {
  const args = new Map<string, Placed>();
  const positional = params.filter((parameter) => parameter.rest === undefined);
  const first = positional[0]?.name;
  const offset = (first === "self" || first === "cls") && call.callee.kind === "member" ? 1 : 0;
  const options = call.args[0]?.value;
  for (const [index, parameter] of positional.entries())
    if (parameter.property !== undefined && options?.kind === "record") {
      const entry = options.entries.find((candidate) => candidate.key === parameter.property);
      if (entry !== undefined) args.set(parameter.name, { value: entry.value, place });
    } else if (parameter.property === undefined) {
      const given = call.args.filter((argument) => argument.name === undefined)[index - offset];
      if (given !== undefined && index >= offset && given.value.kind !== "spread")
        args.set(parameter.name, { value: given.value, place });
    }
  for (const argument of call.args)
    if (argument.name !== undefined) args.set(argument.name, { value: argument.value, place });
  return args;
}

/**
 * What a function of the project gives back. Where that is the same for every call, it is worked out once; else for a
 * call with these arguments.
 */
function returned(program: Program, place: Place, args: ReadonlyMap<string, Placed>, steps: number): Origin {
  const scope = scopeAt(place.file, place.scope);
  const always = given(program, { file: place.file, scope: place.scope }, steps);
  const isSame = always.kind !== "value" && always.kind !== "parameter" && always.kind !== "unknown";
  if (isSame || (scope.params.length === 0 && place.env === undefined)) return always;
  const outer = place.env === undefined ? {} : { outer: place.env };
  const env: Environment = { file: place.file.path, scope: place.scope, args, ...outer };
  return given(program, { file: place.file, scope: place.scope, env }, steps);
}

/** The first thing that a function gives and that is known. */
function given(program: Program, inside: Place, steps: number): Origin {
  for (const statement of scopeAt(inside.file, inside.scope).statements)
    if (statement.kind === "run" && statement.give === true && statement.value.kind !== "nothing") {
      const origin = originOf(program, statement.value, inside, steps + 1);
      if (origin.kind !== "unknown") return origin;
    }
  return unknown;
}
