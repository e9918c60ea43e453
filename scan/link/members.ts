/** What a member of something is: of a package, a module, a class or its objects, a record. */
import { exported } from "./exports.ts";
import { statementOrigin } from "./names.ts";
import { type Ask, called, type Origin, unknown } from "./origin.ts";
import { isThere, type KnownOrigin, type Place, type Program } from "./program.ts";
import { remembered, stepLimit } from "./remember.ts";
import { bindings, methodsOf, scopeAt } from "./scopes.ts";

/** `object.name`. */
export function memberOrigin(
  ask: Ask,
  program: Program,
  object: Origin,
  name: string,
  steps: number,
): Origin {
  if (steps > stepLimit) return unknown;
  switch (object.kind) {
    case "external":
      if (name === "default" && object.path.length === 0) return object;
      return { ...object, path: [...object.path, name] };
    case "module":
      return exported(ask, program, object.path, name, steps);
    case "folder": {
      for (const inner of [`${object.path}/${name}.py`, `${object.path}/${name}/__init__.py`])
        if (isThere(program, inner)) return { kind: "module", path: inner };
      return isThere(program, `${object.path}/${name}`) && program.folders.has(`${object.path}/${name}`)
        ? { kind: "folder", path: `${object.path}/${name}` }
        : unknown;
    }
    case "scope":
    case "instance":
      return attributeOrigin(ask, program, object.place, name, steps);
    case "value": {
      const { value, place } = object.placed;
      // Of an enumeration's member.
      if (value.kind === "text" && name === "value") return object;
      if (value.kind !== "record") return unknown;
      const entry = value.entries.find((candidate) => candidate.key === name);
      return entry === undefined ? unknown : ask.origin(program, entry.value, place, steps + 1);
    }
    default:
      return unknown;
  }
}

/** An attribute of a class or its objects. */
function attributeOrigin(ask: Ask, program: Program, place: Place, name: string, steps: number): Origin {
  if (place.env !== undefined) return findAttribute(ask, program, place, name, steps);
  const { attributes } = program.memo;
  const scope = scopeAt(place.file, place.scope);
  const names = attributes.get(scope) ?? new Map<string, KnownOrigin>();
  attributes.set(scope, names);
  return remembered(program, names, name, () => findAttribute(ask, program, place, name, steps));
}

/** Bound in the class's body, on `self` or `this` in a method, or in a base. */
function findAttribute(ask: Ask, program: Program, place: Place, name: string, steps: number): Origin {
  const { file, scope: index } = place;
  const scope = scopeAt(file, index);
  const own = bindings(program, scope).get(name);
  if (own !== undefined) {
    const origin = statementOrigin(ask, program, own, Number.MAX_SAFE_INTEGER, place, true, steps + 1);
    if (origin !== undefined && origin.kind !== "unknown") return origin;
  }
  if (scope.kind === "class") {
    for (const inner of methodsOf(program, file, index)) {
      const method = scopeAt(file, inner);
      for (const owner of ["self", "this", "cls"]) {
        const found = bindings(program, method).get(`${owner}.${name}`);
        if (found === undefined) continue;
        const origin = statementOrigin(
          ask,
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
      const origin = ask.origin(program, base, { ...place, scope: scope.parent }, steps + 1);
      if (origin.kind === "external") {
        return { ...origin, path: [...called(origin.path), name] };
      }
      if (origin.kind === "scope") {
        const found = attributeOrigin(ask, program, origin.place, name, steps + 1);
        if (found.kind !== "unknown") return found;
      }
    }
  }
  return unknown;
}
