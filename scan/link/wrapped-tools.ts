/** What stands for a tool that is made elsewhere: calls that wrap a function, and definitions of an object. */
import type { Value } from "../code.ts";
import type { ToolConstruct } from "../frameworks/framework.ts";
import { argument, followed } from "./arguments.ts";
import type { Place, Placed, Program } from "./program.ts";
import { originOf } from "./resolve.ts";
import { scopeAt } from "./scopes.ts";
import { toolConstructOf } from "./tool-names.ts";

/** What a call makes a tool of: `FunctionTool(func=f)`, and `tool(f)` of what is a decorator elsewhere. */
export function wrappedBy(
  program: Program,
  value: Value & { kind: "call" },
  place: Place,
): Placed | undefined {
  const construct = toolConstructOf(program, value, place);
  if (construct?.form !== "decorator") return argument(program, value, place, construct?.wraps);
  const [first] = value.args;
  return first === undefined || first.name !== undefined || first.value.kind === "text"
    ? undefined
    : { value: first.value, place };
}

/** The function of the project that is all a call is given, where nothing says what the call makes: `careful(pay)`. */
export function aroundFunction(
  program: Program,
  construct: ToolConstruct | undefined,
  value: Value & { kind: "call" },
  place: Place,
): Placed | undefined {
  const [first, second] = value.args;
  if (construct !== undefined || first === undefined || first.name !== undefined || second !== undefined)
    return undefined;
  const origin = first.value.kind === "name" ? originOf(program, first.value, place) : undefined;
  return origin?.kind === "scope" && scopeAt(origin.place.file, origin.place.scope).kind === "function"
    ? { value: first.value, place }
    : undefined;
}

/** The tool that `tool.definitions` describes, in the way of Azure's clients. */
export function definerOf(
  program: Program,
  value: Value & { kind: "member" },
  place: Place,
): Placed | undefined {
  if (value.name !== "definitions") return undefined;
  const origin = originOf(program, value.object, place);
  if (origin.kind !== "external" || !origin.module.startsWith("azure.ai.")) return undefined;
  const object: Placed = { value: value.object, place };
  // What wraps functions stands for them.
  const made = value.object.kind === "name" ? followed(program, object) : object;
  return made?.value.kind === "call" && wrappedBy(program, made.value, made.place) !== undefined
    ? made
    : object;
}
