/** Under which name the model sees a tool: what its decorator, its class or the call that makes it says. */
import type { Value } from "../code.ts";
import type { ToolConstruct } from "../frameworks/framework.ts";
import { argument, followed } from "./arguments.ts";
import { foldText } from "./fold.ts";
import { bare, type Entry, matches, toolConstructs } from "./match.ts";
import type { Origin } from "./origin.ts";
import type { CodeFile, Place, Program } from "./program.ts";
import { originOf } from "./resolve.ts";
import { scopeAt } from "./scopes.ts";

/** The last word of what is called or named: `c` of `a.b.c()`. */
export function lastName(value: Value): string | undefined {
  if (value.kind === "member" || value.kind === "name") return value.name;
  if (value.kind === "call") return lastName(value.callee);
  return value.kind === "index" ? lastName(value.object) : undefined;
}

/**
 * The entry of the table by which a call makes a tool. The same symbol may also be a decorator, whose arguments are
 * others: that counts first in Python, and elsewhere where there is no entry for calls.
 */
export function toolConstructOf(
  program: Program,
  value: Value & { kind: "call" },
  place: Place,
): ToolConstruct | undefined {
  const origin = originOf(program, value.callee, place);
  if (origin.kind !== "external") {
    // A method of an agent that is made elsewhere (`agent.as_tool(…)`) is known by its name.
    const name = lastName(value.callee) ?? "";
    return toolConstructs.get(name)?.find(({ item }) => item.form === "method" && item.attaches !== true)
      ?.item;
  }
  const entries = entriesOf(origin, place.file, (item) => item.form !== "method");
  // Python's `tool(f)` is the decorator without its sign; elsewhere the function takes what describes the tool.
  const isFirst = place.file.language === "python";
  return (entries.find(({ item }) => (item.form === "decorator") === isFirst) ?? entries[0])?.item;
}

function entriesOf(
  origin: Origin & { readonly kind: "external" },
  { language }: CodeFile,
  isExact: (item: ToolConstruct) => boolean,
): readonly Entry<ToolConstruct>[] {
  const entries = toolConstructs.get(bare(origin.path.at(-1) ?? "")) ?? [];
  return entries.filter((entry) => matches(origin, entry, language, isExact(entry.item)));
}

/** The name that is written where a tool is made, for a value in a list of tools; `undefined` where none is known. */
export function calledName(program: Program, value: Value, place: Place): string | undefined {
  if (value.kind !== "name" && value.kind !== "member" && value.kind !== "call") return undefined;
  const origin = originOf(program, value, place);
  if (origin.kind === "instance") return classTool(program, value, place, origin.place);
  if (value.kind === "call") return undefined;
  if (origin.kind === "external" && origin.made !== undefined) {
    const target = followed(program, { value, place });
    if (target?.value.kind !== "call") return undefined;
    const construct = toolConstructOf(program, target.value, target.place);
    const named = argument(program, target.value, target.place, construct?.name);
    return named === undefined ? undefined : foldText(program, named.value, named.place);
  }
  if (origin.kind !== "scope") return undefined;
  const scope = scopeAt(origin.place.file, origin.place.scope);
  const declared =
    scope.kind === "class"
      ? classTool(program, value, place, origin.place)
      : decoratedName(program, origin.place);
  return declared ?? scope.name;
}

/** What the decorator of a function says: `@tool("pay_invoice")`, `@function_tool(name_override="pay_invoice")`. */
function decoratedName(program: Program, { file, scope: index }: Place): string | undefined {
  const scope = scopeAt(file, index);
  const outside: Place = { file, scope: Math.max(scope.parent, 0) };
  for (const decorator of scope.decorators) {
    if (decorator.kind !== "call") continue;
    const origin = originOf(program, decorator.callee, outside);
    if (origin.kind !== "external") continue;
    const entry = entriesOf(origin, file, () => false).find(({ item }) => item.form === "decorator");
    const named = argument(program, decorator, outside, entry?.item.name);
    const name = named === undefined ? undefined : foldText(program, named.value, named.place);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** What the class of a tool says: `class Mail(BaseTool): name: str = "send_mail"`. */
function classTool(program: Program, value: Value, place: Place, made: Place): string | undefined {
  const name = baseOf(program, made, 0)?.name;
  if (name === undefined) return undefined;
  const { at, end } = value;
  return foldText(program, { kind: "member", object: value, name, nameAt: end, at, end }, place);
}

/** The entry of the table that a class extends, at most this many steps up. */
function baseOf(program: Program, { file, scope: index }: Place, steps: number): ToolConstruct | undefined {
  if (steps > 8) return undefined;
  const scope = scopeAt(file, index);
  for (const base of scope.bases) {
    const origin = originOf(program, base, { file, scope: Math.max(scope.parent, 0) });
    const found =
      origin.kind === "external"
        ? entriesOf(origin, file, () => true).find(({ item }) => item.form === "base")?.item
        : origin.kind === "scope"
          ? baseOf(program, origin.place, steps + 1)
          : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
