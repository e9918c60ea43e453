/** The tools in a list, by name. */

import { dotted } from "../builder.ts";
import type { Each, Value } from "../code.ts";
import type { ToolFact } from "../facts.ts";
import { argument, followed } from "./arguments.ts";
import { foldText } from "./fold.ts";
import { boundCall, boundInOtherArms, lastBound, putInto } from "./growing.ts";
import { beginsOpen, loopOver, parameterOf } from "./parameters.ts";
import type { Place, Placed, Program } from "./program.ts";
import { originOf } from "./resolve.ts";
import { scopeAt } from "./scopes.ts";
import { givenBy, givesTools, innerLists, isGivenWhole, isListLike, isToolDefinition } from "./tool-lists.ts";
import { calledName, lastName, toolConstructOf } from "./tool-names.ts";
import { heldBy } from "./toolsets.ts";
import { aroundFunction, definerOf, wrappedBy } from "./wrapped-tools.ts";

export interface ToolList {
  readonly tools: readonly ToolFact[];
  /** Some part of it cannot be known statically. */
  readonly dynamic: boolean;
  /** Names of parameters and of loops' variables in it: what they stand for, only the run knows. */
  readonly open?: readonly string[];
}

const none: ToolList = { tools: [], dynamic: false };
const dynamic: ToolList = { tools: [], dynamic: true };

/** The tools that a value holds: a list, a record by its keys, one tool, or what a name stands for. */
export function toolsOf(program: Program, placed: Placed | undefined, depth = 0): ToolList {
  if (placed === undefined) return none;
  if (depth > 12) return dynamic;
  const { value, place } = placed;
  const inner = (next: Value): ToolList => toolsOf(program, { value: next, place }, depth + 1);
  switch (value.kind) {
    case "nothing":
      return none;
    case "list":
      return joined(
        value.items.map((item) =>
          item.kind === "spread"
            ? spread(program, item.value, place, depth)
            : oneTool(program, item, place, depth),
        ),
      );
    case "record":
      return isToolDefinition(value)
        ? oneTool(program, value, place, depth)
        : joined(
            value.entries.map((entry): ToolList => {
              if (entry.value.kind === "spread") return spread(program, entry.value.value, place, depth);
              if (entry.key === undefined) return dynamic;
              return { tools: [toolFact(program, entry.key, entry.value, place)], dynamic: false };
            }),
          );
    case "join":
      return joined(value.parts.map(inner));
    case "choice":
      return joined(value.options.map(inner));
    case "spread":
      return spread(program, value.value, place, depth);
    case "text":
      return {
        tools: value.text
          .split(",")
          .map((name) => ({ name: name.trim() }))
          .filter(({ name }) => name !== ""),
        dynamic: false,
      };
    case "scope": {
      // A function that gives the tools: `tools: async ({ runtime }) => ({ … })`.
      const given = givenBy(place, value.scope);
      return given === undefined ? dynamic : toolsOf(program, given, depth + 1);
    }
    case "call": {
      const lists = innerLists(program, value, place);
      if (lists !== undefined) return joined(lists.map((each) => toolsOf(program, each, depth + 1)));
      return wholeCall(program, value, place, depth);
    }
    case "other":
      return value.each === undefined ? dynamic : ofEach(program, value.each, place, depth);
    case "name":
    case "member": {
      const target = followed(program, placed);
      if (target !== undefined && target.value !== value && isListLike(program, target)) {
        // What a function puts into a list, only the call leads to.
        const list = toolsOf(program, boundCall(program, value, place) ?? target, depth + 1);
        const others = [...boundInOtherArms(program, value, place), ...putInto(program, value, place)];
        return others.length === 0
          ? list
          : joined([list, ...others.map((each) => toolsOf(program, each, depth + 1))]);
      }
      const definer = value.kind === "member" ? definerOf(program, value, place) : undefined;
      if (definer !== undefined) return toolsOf(program, definer, depth + 1);
      const held = heldBy(program, target);
      if (held !== undefined) {
        const lists = [held.tools, ...putInto(program, value, place)];
        return joined(lists.map((each) => toolsOf(program, each, depth + 1)));
      }
      if (value.kind === "member" && beginsOpen(program, value, place)) return dynamic;
      const bound = lastBound(program, value, place);
      // `self.tools += more()`
      if (bound?.value.kind === "join") return toolsOf(program, bound, depth + 1);
      return bound !== undefined && isGivenWhole(program, bound)
        ? joined([
            dynamic,
            ...putInto(program, value, place).map((each) => toolsOf(program, each, depth + 1)),
          ])
        : oneTool(program, value, place, depth);
    }
    default:
      return dynamic;
  }
}

function joined(lists: readonly ToolList[]): ToolList {
  const tools: ToolFact[] = [];
  for (const tool of lists.flatMap((list) => list.tools))
    if (!tools.some((known) => known.name === tool.name)) tools.push(tool);
  const open = lists.flatMap((list) => list.open ?? []);
  return {
    tools,
    dynamic: lists.some((list) => list.dynamic),
    ...(open.length === 0 ? {} : { open }),
  };
}

/** `...tools`: what it holds if that is known; else the name that stands there. */
function spread(program: Program, value: Value, place: Place, depth: number): ToolList {
  const list = toolsOf(program, { value, place }, depth + 1);
  return list;
}

/** `[f(x) for x in xs]`: each of `xs`, where `f` is known to make a tool of it. */
function ofEach(program: Program, { name, element, over }: Each, place: Place, depth: number): ToolList {
  const all = (): ToolList => toolsOf(program, { value: over, place }, depth + 1);
  const isIt = (value: Value | undefined): boolean => value?.kind === "name" && value.name === name;
  if (isIt(element)) return all();
  if (element.kind !== "call") return dynamic;
  return isIt(wrappedBy(program, element, place)?.value) ? all() : dynamic;
}

/** A whole list that a call gives and nobody can see into. */
function wholeCall(program: Program, value: Value & { kind: "call" }, place: Place, depth: number): ToolList {
  const callee = dotted(value.callee);
  if (givesTools(value)) return dynamic;
  const origin = originOf(program, value.callee, place);
  if (origin.kind === "external" || (callee !== undefined && /^(?:[A-Z]|.*\.[A-Z])/.test(callee)))
    return oneTool(program, value, place, depth);
  return dynamic;
}

/** What is given for a parameter, which only the run knows where no call is looked into. */
function parameter(
  program: Program,
  value: Value & { kind: "name" },
  place: Place,
  depth: number,
): ToolList | undefined {
  const found = parameterOf(program, value, place);
  if (found === undefined) return undefined;
  if (found.passed !== undefined) return toolsOf(program, found.passed, depth + 1);
  return joined([
    toolsOf(program, found.standard, depth + 1),
    { tools: [], dynamic: true, open: [found.name] },
  ]);
}

/** What a loop's variable stands for: each element of what it goes through. */
function loop(
  program: Program,
  value: Value & { kind: "name" },
  place: Place,
  depth: number,
): ToolList | undefined {
  const over = loopOver(program, value, place);
  if (over === undefined) return undefined;
  return isListLike(program, followed(program, over) ?? over)
    ? toolsOf(program, over, depth + 1)
    : { tools: [], dynamic: true, open: [value.name] };
}

/** One element of a list. */
function oneTool(program: Program, value: Value, place: Place, depth: number): ToolList {
  if (depth > 12) return dynamic;
  const tool = (name: string): ToolList => ({
    tools: [toolFact(program, name, value, place)],
    dynamic: false,
  });
  switch (value.kind) {
    case "nothing":
      return none;
    case "text":
      return tool(value.text);
    case "name":
      return (
        parameter(program, value, place, depth) ?? loop(program, value, place, depth) ?? tool(value.name)
      );
    case "member": {
      // Of what stands under a key, the key is its name: `tools["search"]`.
      if (value.end > value.nameAt + value.name.length) return tool(value.name);
      const path = dotted(value);
      return path === undefined ? tool(value.name) : tool(path.replace(/^(?:self|this)\./, ""));
    }
    case "record": {
      const name = namedIn(program, value, place);
      return name === undefined ? dynamic : tool(name);
    }
    case "choice": {
      const first = value.options.find((option) => option.kind !== "nothing");
      return first === undefined ? none : oneTool(program, first, place, depth + 1);
    }
    case "join":
    case "list":
      return toolsOf(program, { value, place }, depth + 1);
    case "scope": {
      const name = scopeAt(place.file, value.scope).name;
      return name === undefined ? dynamic : tool(name);
    }
    case "call":
      return calledTool(program, value, place, depth);
    default:
      return dynamic;
  }
}

function namedIn(program: Program, value: Value & { kind: "record" }, place: Place): string | undefined {
  const at = (name: string): Value | undefined => value.entries.find((entry) => entry.key === name)?.value;
  const inner = at("function");
  const name =
    (inner?.kind === "record" ? inner.entries.find((entry) => entry.key === "name")?.value : undefined) ??
    at("name") ??
    at("actionGroupName") ??
    at("action_group_name") ??
    at("type");
  return name === undefined ? undefined : foldText(program, name, place);
}

function calledTool(
  program: Program,
  value: Value & { kind: "call" },
  place: Place,
  depth: number,
): ToolList {
  if (
    value.callee.kind === "member" &&
    /^(?:get|list|load)_?tools/i.test(value.callee.name) &&
    givesTools(value)
  )
    return dynamic;
  // `TOOLS[name]()`: which of them, only the run knows. `Tool[int]()` is a generic class.
  if (value.callee.kind === "index" && !/^[A-Z]/.test(lastName(value.callee.index) ?? "")) return dynamic;
  const construct = toolConstructOf(program, value, place);
  const held = heldBy(program, { value, place });
  if (held?.tools !== undefined) return toolsOf(program, held.tools, depth + 1);
  const wrapped = wrappedBy(program, value, place) ?? aroundFunction(program, construct, value, place);
  if (wrapped !== undefined) return oneTool(program, wrapped.value, wrapped.place, depth + 1);
  const named = argument(program, value, place, construct?.name);
  const name = named === undefined ? undefined : foldText(program, named.value, named.place);
  const text = name ?? dotted(value.callee)?.replace(/^(?:self|this)\./, "") ?? lastName(value.callee);
  if (text === undefined) return dynamic;
  return { tools: [toolFact(program, text, value, place)], dynamic: false };
}

/** The tool with the name under which the model sees it, if that is written where the tool is made. */
function toolFact(program: Program, name: string, value: Value, place: Place): ToolFact {
  const called = calledName(program, value, place);
  return {
    name,
    ...(called === undefined || called === name ? {} : { called }),
    extent: { at: value.at, end: value.end },
  };
}
