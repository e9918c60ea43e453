/** Classes that are agents: they extend one of a framework, directly, through a local base, or through a mixin. */
import type { Value } from "../code.ts";
import type { Construct } from "../frameworks/framework.ts";
import { bare, constructs, type Entry, matches, mcpConstructs } from "./match.ts";
import type { Origin } from "./origin.ts";
import type { Place, Program } from "./program.ts";
import { originOf } from "./resolve.ts";
import { bindings, scopeAt } from "./scopes.ts";

/** The entry by which a class is an agent; `undefined` if it is none. */
export function agentBase(program: Program, place: Place, depth = 0): Entry<Construct> | undefined {
  if (depth > 8) return undefined;
  const scope = scopeAt(place.file, place.scope);
  for (const base of scope.bases) {
    const found = baseOf(program, base, { ...place, scope: Math.max(scope.parent, 0) }, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function baseOf(program: Program, value: Value, place: Place, depth: number): Entry<Construct> | undefined {
  if (depth > 8) return undefined;
  const origin = originOf(program, value, place);
  if (origin.kind === "external") {
    const found = baseEntry(origin, place);
    if (found !== undefined) return found;
    return mixin(program, value, place, origin, depth);
  }
  if (origin.kind === "scope") {
    const target = scopeAt(origin.place.file, origin.place.scope);
    if (target.kind === "class") return agentBase(program, origin.place, depth + 1);
  }
  return mixin(program, value, place, origin, depth);
}

/** `withVoice(Agent)`: a call, here or where the name is bound, one of whose arguments is an agent's class. */
function mixin(
  program: Program,
  value: Value,
  place: Place,
  origin: Origin,
  depth: number,
): Entry<Construct> | undefined {
  if (value.kind === "call") {
    for (const argument of value.args) {
      const found = baseOf(program, argument.value, place, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (
    origin.kind !== "external" &&
    origin.kind !== "instance" &&
    origin.kind !== "unknown" &&
    origin.kind !== "scope"
  )
    return undefined;
  const bound = boundValue(program, value, place);
  return bound === undefined ? undefined : mixin(program, bound.value, bound.place, origin, depth + 1);
}

/** The value that a plain name is bound to in this file. */
function boundValue(
  program: Program,
  value: Value,
  place: Place,
): { value: Value; place: Place } | undefined {
  if (value.kind !== "name") return undefined;
  for (let index = place.scope; index >= 0; index = scopeAt(place.file, index).parent) {
    const scope = scopeAt(place.file, index);
    const statement = bindings(program, scope)
      .get(value.name)
      ?.find((each) => each.kind === "bind");
    if (statement?.kind === "bind" && statement.value.kind === "call")
      return { value: statement.value, place: { ...place, scope: index } };
  }
  return undefined;
}

function baseEntry(origin: Origin & { kind: "external" }, place: Place): Entry<Construct> | undefined {
  const last = origin.path.at(-1) ?? "";
  return constructs
    .get(bare(last))
    ?.find(
      (entry) =>
        (entry.item.form === "base" || (entry.item.form === "call" && /^[A-Z]/.test(last))) &&
        entry.item.tier !== "implicit" &&
        (entry.item.language === undefined || entry.item.language === place.file.language) &&
        matches(origin, entry, place.file.language, true),
    );
}

/** Whether a class is an MCP server by its base (`McpAgent`). */
export function mcpBase(program: Program, place: Place) {
  const scope = scopeAt(place.file, place.scope);
  for (const base of scope.bases) {
    const origin = originOf(program, base, { ...place, scope: Math.max(scope.parent, 0) });
    if (origin.kind !== "external") continue;
    const found = mcpConstructs
      .get(bare(origin.path.at(-1) ?? ""))
      ?.find((entry) => entry.item.form === "base" && matches(origin, entry, place.file.language, true));
    if (found !== undefined) return found;
  }
  return undefined;
}
