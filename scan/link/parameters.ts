/** Names that stand for whatever a function is given. */
import type { Value } from "../code.ts";
import { bindingCell } from "./cells.ts";
import { environmentOf } from "./names.ts";
import type { Place, Placed, Program } from "./program.ts";
import { bindings, scopeAt } from "./scopes.ts";

export interface OpenName {
  readonly name: string;
  /** What a call that is being looked into gives for it, or else its default. */
  readonly passed?: Placed;
  readonly standard?: Placed;
}

/** The parameter that a name is; `undefined` where it is bound to something, or brought in. */
export function parameterOf(
  program: Program,
  value: Value & { kind: "name" },
  place: Place,
): OpenName | undefined {
  const { file } = place;
  const { name } = value;
  for (let index = place.scope; index >= 0; index = scopeAt(file, index).parent) {
    const scope = scopeAt(file, index);
    if (scope.kind === "class" && index !== place.scope) continue;
    const parameter = scope.params.find((candidate) => candidate.name === name);
    if (parameter !== undefined) {
      if (bindingCell(program, file, index, name) !== undefined) return undefined;
      const passed = environmentOf({ ...place, scope: index }, index)?.args.get(name);
      const standard =
        parameter.value === undefined
          ? undefined
          : { value: parameter.value, place: { ...place, scope: Math.max(scope.parent, 0) } };
      return {
        name,
        ...(passed === undefined ? {} : { passed }),
        ...(standard === undefined ? {} : { standard }),
      };
    }
    if (bindings(program, scope).has(name)) return undefined;
  }
  return undefined;
}

/** Whether what a path begins with is a parameter or goes through a loop: `options.tools`. */
export function beginsOpen(program: Program, value: Value, place: Place): boolean {
  if (value.kind === "member") return beginsOpen(program, value.object, place);
  if (value.kind !== "name" || ["self", "this", "cls"].includes(value.name)) return false;
  if (parameterOf(program, value, place) !== undefined) return true;
  for (let index = place.scope; index >= 0; index = scopeAt(place.file, index).parent) {
    const found = bindings(program, scopeAt(place.file, index)).get(value.name);
    if (found !== undefined) return found.every((each) => each.kind === "bind" && each.element === true);
  }
  return false;
}

/**
 * What a loop's variable goes through: `tool` of `for tool in tools`. `undefined` where the name is bound in another way,
 * or where it may also be one of several that a call gives.
 */
export function loopOver(
  program: Program,
  value: Value & { kind: "name" },
  place: Place,
): Placed | undefined {
  for (let index = place.scope; index >= 0; index = scopeAt(place.file, index).parent) {
    const found = bindings(program, scopeAt(place.file, index)).get(value.name);
    if (found === undefined) continue;
    const [first] = found;
    if (first?.kind !== "bind" || !found.every((each) => each.kind === "bind" && each.element === true))
      return undefined;
    return first.value.kind === "call"
      ? undefined
      : { value: first.value, place: { ...place, scope: index } };
  }
  return undefined;
}
