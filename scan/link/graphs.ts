/**
 * Hand-built graphs: a `StateGraph` is an agent when a model in it is given tools and something runs the calls that it
 * makes. Both may stand in the files of the graph's nodes.
 */

import { dotted } from "../builder.ts";
import type { Value } from "../code.ts";
import { argument, everyCall, followed, partsOf } from "./arguments.ts";
import { foldText } from "./fold.ts";
import type { CodeFile, Placed, PlacedCall, Program } from "./program.ts";
import { originOf } from "./resolve.ts";
import { scopesWithin } from "./scopes.ts";
import type { AgentSite } from "./site.ts";
import { addTools } from "./site.ts";
import { toolsOf } from "./tools.ts";

/** Fills in what the graph's tools are; `false` where it is no agent. */
export function isToolGraph(program: Program, site: AgentSite): boolean {
  const files = [site.place.file, ...nodeFiles(program, site.place.file)];
  const nodes = files.flatMap((file) => named(program, file, ["ToolNode"]));
  const binds = files
    .flatMap((file) => named(program, file, ["bind_tools", "bindTools"]))
    .filter((call) => nodes.length > 0 || !isForced(program, call));
  const runs =
    nodes.length > 0 ||
    files.some((file) => mentions(file, ["tools_condition", "toolsCondition", "tool_calls"]));
  if (binds.length === 0 || !runs) return false;
  const own = ownBinds(program, site, binds);
  if (own.length === 0 && areOthers(program, site, binds)) return false;
  for (const bind of own) addBound(program, site, bind);
  for (const call of [...binds, ...nodes]) {
    if (site.tools.length > 0) break;
    addBound(program, site, call);
  }
  return true;
}

/** Adds the tools that `bind_tools(…)` or `ToolNode(…)` is given. */
function addBound(program: Program, site: AgentSite, { value, place }: PlacedCall): void {
  const given = value.args.find((each) => each.name === "tools") ?? value.args[0];
  if (given === undefined) return;
  const list = toolsOf(program, { value: given.value, place });
  addTools(site, list.tools);
  site.toolsDynamic ||= list.dynamic;
}

/** Whether all of these bindings are those of other graphs in the file, around which this one is built. */
function areOthers(program: Program, site: AgentSite, binds: readonly PlacedCall[]): boolean {
  const others = named(program, site.place.file, ["StateGraph"]).filter(
    ({ value }) => value.at !== site.callAt,
  );
  const taken = new Set(
    others.flatMap(({ value, place }) => ownBinds(program, { place, callAt: value.at }, binds)),
  );
  return binds.every((bind) => taken.has(bind));
}

/** Of the bindings of tools in the files of a graph, those that its own nodes make or use. */
function ownBinds(
  program: Program,
  site: Pick<AgentSite, "place" | "callAt">,
  binds: readonly PlacedCall[],
): readonly PlacedCall[] {
  const found = new Set<PlacedCall>();
  for (const node of named(program, site.place.file, ["add_node", "addNode"])) {
    if (!isChainOf(program, node, site)) continue;
    for (const { value } of node.value.args) {
      if (dotted(value) === undefined && value.kind !== "call") continue;
      const origin = originOf(program, value, node.place);
      if (origin.kind !== "scope") continue;
      const { file } = origin.place;
      const inside = new Set(scopesWithin(file, origin.place.scope));
      const used = everyCall(program, file).flatMap(({ value: call, place }) => {
        const model =
          call.callee.kind === "member" && inside.has(place.scope) ? call.callee.object : undefined;
        const made = model === undefined ? undefined : followed(program, { value: model, place });
        return made === undefined ? [] : [made.value];
      });
      for (const bind of binds)
        if (bind.place.file === file && (inside.has(bind.place.scope) || used.includes(bind.value)))
          found.add(bind);
    }
  }
  return [...found];
}

/** Names a graph as it is compiled: `graph.compile(name="payer")`, at the end of a chain too. */
export function nameGraph(program: Program, site: AgentSite): void {
  for (const call of named(program, site.place.file, ["compile"])) {
    const given = argument(program, call.value, call.place, "name");
    if (given === undefined || !isChainOf(program, call, site)) continue;
    site.name = foldText(program, given.value, given.place) ?? null;
    return;
  }
}

/** Whether a chain of calls begins with the call that makes the agent. */
function isChainOf(program: Program, call: PlacedCall, site: Pick<AgentSite, "place" | "callAt">): boolean {
  let here: Placed | undefined = call;
  for (let step = 0; here !== undefined && step < 200; step++) {
    const { value, place }: Placed = here;
    if (value.kind !== "call") here = followed(program, here);
    else if (place.file === site.place.file && value.at === site.callAt && value.callee.kind !== "member")
      return true;
    else here = value.callee.kind === "member" ? { value: value.callee.object, place } : undefined;
  }
  return false;
}

const free = new Set(["auto", "any", "required", "none"]);

/** A model that must call one certain tool picks none: that is how an answer gets a shape. */
function isForced(program: Program, { value, place }: PlacedCall): boolean {
  const choice = argument(program, value, place, "tool_choice|toolChoice", 1);
  if (choice === undefined) return false;
  const text = foldText(program, choice.value, choice.place);
  return text === undefined ? choice.value.kind === "record" : !free.has(text);
}

function named(program: Program, file: CodeFile, names: readonly string[]): readonly PlacedCall[] {
  return everyCall(program, file).filter(({ value }) => {
    const { callee } = value;
    return (callee.kind === "member" || callee.kind === "name") && names.includes(callee.name);
  });
}

/** The files of the functions that a graph is made of, other than its own. */
function nodeFiles(program: Program, file: CodeFile): readonly CodeFile[] {
  const found = new Set<CodeFile>();
  for (const { value, place } of named(program, file, ["add_node", "addNode"]))
    for (const { value: argument } of value.args) {
      // A node may be what a function gives: `add_node("clerk", make_clerk(model))`.
      if (dotted(argument) === undefined && argument.kind !== "call") continue;
      const origin = originOf(program, argument, place);
      if ((origin.kind === "scope" || origin.kind === "instance") && origin.place.file !== file)
        found.add(origin.place.file);
    }
  return [...found];
}

/** Whether one of these names is read anywhere in a file: as a name, a member or an import. */
function mentions(file: CodeFile, names: readonly string[]): boolean {
  const todo: Value[] = [];
  for (const scope of file.code.scopes)
    for (const statement of scope.statements) {
      if (statement.kind === "import" && names.includes(statement.symbol)) return true;
      if (statement.kind === "bind" || statement.kind === "run") todo.push(statement.value);
    }
  for (let value = todo.pop(); value !== undefined; value = todo.pop()) {
    if ((value.kind === "name" || value.kind === "member") && names.includes(value.name)) return true;
    todo.push(...partsOf(value));
  }
  return false;
}
