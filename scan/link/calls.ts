/** What calls give. */
import type { Value } from "../code.ts";
import { resolveModule } from "./modules.ts";
import { type Ask, called, type Origin, textArguments, unknown } from "./origin.ts";
import type { Environment, Place, Placed, Program } from "./program.ts";
import { scopeAt } from "./scopes.ts";

/** What a call gives: an object of a class, what a function gives back, something of a package. */
export function callOrigin(
  ask: Ask,
  program: Program,
  value: Value & { kind: "call" },
  place: Place,
  steps: number,
): Origin {
  const callee = ask.origin(program, value.callee, place, steps);
  const made = { file: place.file.path, at: value.at };
  switch (callee.kind) {
    case "external": {
      if (isImporter(callee)) return dynamicImport(program, value, place);
      if (isPartial(callee)) return partial(ask, program, value, place, steps);
      const texts = [...callee.texts, ...textArguments(value)];
      return { ...callee, path: callee.path.length === 0 ? ["()"] : called(callee.path), texts, made };
    }
    case "scope": {
      const scope = scopeAt(callee.place.file, callee.place.scope);
      if (scope.kind === "class") return { kind: "instance", place: callee.place, made };
      return returned(ask, program, callee.place, argumentsOf(scope.params, value, place), steps);
    }
    default:
      return isGetter(value)
        ? ask.member(
            program,
            ask.origin(program, value.args[0].value, place, steps),
            value.args[1].value.text,
            steps,
          )
        : unknown;
  }
}

type Getter = Value & {
  readonly kind: "call";
  readonly args: readonly [{ readonly value: Value }, { readonly value: Value & { readonly kind: "text" } }];
};

/** `getattr(module, "Agent")`. */
function isGetter(value: Value & { kind: "call" }): value is Getter {
  const { callee, args } = value;
  return callee.kind === "name" && callee.name === "getattr" && args[1]?.value.kind === "text";
}

/** `functools.partial`. */
export function isPartial({ module, path }: Origin & { kind: "external" }): boolean {
  return module === "functools" && path.join() === "partial";
}

/** What `partial(Agent, …)` makes when it is called is what `Agent` makes; `made` is where its arguments stand. */
function partial(
  ask: Ask,
  program: Program,
  value: Value & { kind: "call" },
  place: Place,
  steps: number,
): Origin {
  const first = value.args[0];
  if (first === undefined || first.name !== undefined) return unknown;
  const origin = ask.origin(program, first.value, place, steps);
  if (origin.kind !== "external") return unknown;
  return { ...origin, made: { file: place.file.path, at: value.at } };
}

function isImporter({ module, path }: Origin & { kind: "external" }): boolean {
  if (module === ":import" || module === ":require") return true;
  return module === "importlib" && path.join() === "import_module";
}

/** `import("x")`, `require("x")`, `importlib.import_module("x")`: the module itself. */
function dynamicImport(program: Program, value: Value & { kind: "call" }, place: Place): Origin {
  const name = value.args[0]?.value;
  if (name?.kind !== "text") return unknown;
  const module = resolveModule(program, place.file, name.text);
  if (module.kind === "external") return { kind: "external", module: module.name, path: [], texts: [] };
  return module.kind === "file" ? { kind: "module", path: module.path } : unknown;
}

/** The inside of a function, with its parameters as a call gives them. */
export function insideOf(place: Place, call: Value & { kind: "call" }, from: Place): Place {
  const { file, scope } = place;
  const args = argumentsOf(scopeAt(file, scope).params, call, from);
  const outer = place.env === undefined ? {} : { outer: place.env };
  return { file, scope, env: { file: file.path, scope, args, ...outer } };
}

/** Parameters by name, as a call gives them. */
function argumentsOf(
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
function returned(
  ask: Ask,
  program: Program,
  place: Place,
  args: ReadonlyMap<string, Placed>,
  steps: number,
): Origin {
  const scope = scopeAt(place.file, place.scope);
  const always = given(ask, program, { file: place.file, scope: place.scope }, steps);
  const isSame = always.kind !== "value" && always.kind !== "parameter" && always.kind !== "unknown";
  if (isSame || (scope.params.length === 0 && place.env === undefined)) return always;
  const outer = place.env === undefined ? {} : { outer: place.env };
  const env: Environment = { file: place.file.path, scope: place.scope, args, ...outer };
  return given(ask, program, { file: place.file, scope: place.scope, env }, steps);
}

/** The first thing that a function gives and that is known. */
function given(ask: Ask, program: Program, inside: Place, steps: number): Origin {
  for (const statement of scopeAt(inside.file, inside.scope).statements)
    if (statement.kind === "run" && statement.give === true && statement.value.kind !== "nothing") {
      const origin = ask.origin(program, statement.value, inside, steps + 1);
      if (origin.kind !== "unknown") return origin;
    }
  return unknown;
}
