/** What counts as a list of tools, and the lists that a list is made of. */
import { dotted } from "../builder.ts";
import type { Value } from "../code.ts";
import { followed } from "./arguments.ts";
import { insideOf } from "./calls.ts";
import type { Bound } from "./growing.ts";
import type { Place, Placed, Program } from "./program.ts";
import { originOf } from "./resolve.ts";
import { scopeAt } from "./scopes.ts";

type Call = Value & { readonly kind: "call" };

/** Whether a value is a list whose elements can be told, and not one tool. */
export function isListLike(program: Program, { value, place }: Placed, depth = 0): boolean {
  if (value.kind === "record") return !isToolDefinition(value);
  if (value.kind !== "other") return value.kind === "list" || value.kind === "join";
  if (value.each === undefined || depth > 8) return false;
  const over: Placed = { value: value.each.over, place };
  const target = followed(program, over) ?? over;
  return isListLike(program, target, depth + 1);
}

/** A tool as data: `{ type: "function", function: { name } }`, `{ type: "web_search" }`, `{ name, input_schema }`. */
export function isToolDefinition(value: Value & { readonly kind: "record" }): boolean {
  const keys = new Set(value.entries.map((entry) => entry.key));
  return (
    (keys.has("type") &&
      value.entries.some((entry) => entry.key === "type" && entry.value.kind === "text")) ||
    (keys.has("name") && (keys.has("input_schema") || keys.has("parameters") || keys.has("description")))
  );
}

/** The value that a function gives back, if there is one. */
export function givenBy(place: Place, scope: number): Placed | undefined {
  const inside: Place = { ...place, scope };
  for (const statement of scopeAt(place.file, scope).statements)
    if (statement.kind === "run" && statement.give === true) return { value: statement.value, place: inside };
  return undefined;
}

/** Everything that a function of the project may give back to a call. */
function givenTo(program: Program, value: Call, place: Place): readonly Placed[] {
  const origin = originOf(program, value.callee, place);
  if (origin.kind !== "scope") return [];
  const scope = scopeAt(origin.place.file, origin.place.scope);
  if (scope.kind !== "function") return [];
  const inside = insideOf(origin.place, value, place);
  return scope.statements.flatMap((each) =>
    each.kind === "run" && each.give === true && each.value.kind !== "nothing"
      ? [{ value: each.value, place: inside }]
      : [],
  );
}

/** Functions that give the elements of what they are given, and at which position that stands. */
const givers: ReadonlyMap<string, number> = new Map([
  ["list", 0],
  ["tuple", 0],
  ["set", 0],
  ["sorted", 0],
  ["reversed", 0],
  ["cast", 1],
  ["typing.cast", 1],
  ["Object.values", 0],
]);
/** Methods that give the elements of what they are called on. */
const keepers = new Set(["filter", "copy"]);

/**
 * The lists that a call's list is made of: `list(x)`, `x.concat(y)`, `x.filter(f)`, `x.copy()`, the values of a record,
 * and what a local function gives back. `undefined` where it is none of these.
 */
export function innerLists(program: Program, value: Call, place: Place): readonly Placed[] | undefined {
  const at = givers.get(dotted(value.callee) ?? "");
  const elements = at === undefined ? undefined : (value.args[at] ?? value.args[0])?.value;
  if (elements !== undefined) return [{ value: elements, place }];
  if (value.callee.kind === "member") {
    const { object, name } = value.callee;
    if (keepers.has(name)) return [{ value: object, place }];
    if (name === "concat")
      return [object, ...value.args.map((each) => each.value)].map((each) => ({ value: each, place }));
    if (name === "values") {
      const record =
        object.kind === "record" ? { value: object, place } : followed(program, { value: object, place });
      if (record?.value.kind === "record" && place.file.language === "python")
        return record.value.entries.map((entry) => ({
          value: { kind: "list", items: [entry.value], at: entry.at, end: entry.end },
          place: record.place,
        }));
    }
  }
  const given = givenTo(program, value, place);
  if (given.some((each) => isListLike(program, each) || isListLike(program, followed(program, each) ?? each)))
    return given;
  const target = followed(program, { value, place });
  return target !== undefined && target.value !== value && isListLike(program, target) ? [target] : undefined;
}

/** A method that gives tools: `toolkit.get_tools()`, `client.list_tools_sync()`. */
export const givesTools = ({ callee }: Call): boolean =>
  callee.kind === "member" && /tools(?:_?a?sync)?$/i.test(callee.name);

/**
 * Whether what a name is bound to is a list that a call gives and nobody can see into: `tools = client.list_tools()`,
 * `tools, page = browse()`.
 */
export function isGivenWhole(program: Program, { value, place, element }: Bound): boolean {
  if (value.kind !== "call") return false;
  if (element || givesTools(value)) return true;
  const origin = originOf(program, value.callee, place);
  if (origin.kind !== "scope") return origin.kind === "unknown";
  return scopeAt(origin.place.file, origin.place.scope).kind === "function";
}
