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

/** The graphs of one file, for one look at it: what they have in common is worked out once. */
export interface Graphs {
  /** Fills in what a graph's tools are; `false` where it is no agent. */
  readonly isToolGraph: (site: AgentSite) => boolean;
  /** Names a graph as it is compiled: `graph.compile(name="payer")`, at the end of a chain too. */
  readonly name: (site: AgentSite) => void;
}

/** What makes tools of models' calls, in the files of the graphs. */
interface Parts {
  readonly binds: readonly PlacedCall[];
  readonly nodes: readonly PlacedCall[];
  readonly runs: boolean;
}

type Given = Pick<AgentSite, "tools" | "toolsDynamic">;

export function graphsOf(program: Program, file: CodeFile): Graphs {
  const parts = once(() => partsOfGraphs(program, file));
  const added = once(() => byGraph(program, file, ["add_node", "addNode"]));
  const compiled = once(() => byGraph(program, file, ["compile"]));
  const byFile = new Map<CodeFile, ReadonlyMap<number, readonly PlacedCall[]>>();
  const calls = (each: CodeFile): ReadonlyMap<number, readonly PlacedCall[]> => {
    const known = byFile.get(each) ?? grouped(everyCall(program, each), ({ place }) => place.scope);
    byFile.set(each, known);
    return known;
  };
  const owned = once(() => {
    const found = new Map<number, readonly PlacedCall[]>();
    for (const [start, nodes] of added()) found.set(start, ownBinds(program, nodes, parts().binds, calls));
    return found;
  });
  const taken = once(() => new Set([...owned().values()].flat()));
  // The tools of a graph that none of its nodes says anything of.
  const common = once((): Given => {
    const given: Given = { tools: [], toolsDynamic: false };
    for (const call of [...parts().binds, ...parts().nodes]) {
      if (given.tools.length > 0) break;
      addBound(program, given, call);
    }
    return given;
  });
  return {
    isToolGraph: (site) => {
      const { binds, runs } = parts();
      if (binds.length === 0 || !runs) return false;
      const own = owned().get(site.callAt) ?? [];
      // Around graphs that have tools, a graph without a binding of its own is no agent.
      if (own.length === 0 && taken().size === binds.length) return false;
      for (const bind of own) addBound(program, site, bind);
      if (site.tools.length === 0) {
        addTools(site, common().tools);
        site.toolsDynamic ||= common().toolsDynamic;
      }
      return true;
    },
    name: (site) => {
      for (const call of compiled().get(site.callAt) ?? []) {
        const given = argument(program, call.value, call.place, "name");
        if (given === undefined) continue;
        site.name = foldText(program, given.value, given.place) ?? null;
        return;
      }
    },
  };
}

/** Works something out when it is first asked for. */
function once<Found>(work: () => Found): () => Found {
  let known: { readonly found: Found } | undefined;
  return () => {
    known ??= { found: work() };
    return known.found;
  };
}

function partsOfGraphs(program: Program, file: CodeFile): Parts {
  const files = [file, ...nodeFiles(program, file)];
  const nodes = files.flatMap((each) => named(program, each, ["ToolNode"]));
  const binds = files
    .flatMap((each) => named(program, each, ["bind_tools", "bindTools"]))
    .filter((call) => nodes.length > 0 || !isForced(program, call));
  const runs =
    nodes.length > 0 ||
    files.some((each) => mentions(each, ["tools_condition", "toolsCondition", "tool_calls"]));
  return { binds, nodes, runs };
}

/** Adds the tools that `bind_tools(…)` or `ToolNode(…)` is given. */
function addBound(program: Program, site: Given, { value, place }: PlacedCall): void {
  const given = value.args.find((each) => each.name === "tools") ?? value.args[0];
  if (given === undefined) return;
  const list = toolsOf(program, { value: given.value, place });
  addTools(site, list.tools);
  site.toolsDynamic ||= list.dynamic;
}

/** Of the bindings of tools in the files of a graph, those that its own nodes make or use. */
function ownBinds(
  program: Program,
  nodes: readonly PlacedCall[],
  binds: readonly PlacedCall[],
  calls: (file: CodeFile) => ReadonlyMap<number, readonly PlacedCall[]>,
): readonly PlacedCall[] {
  const found = new Set<PlacedCall>();
  for (const node of nodes)
    for (const { value } of node.value.args) {
      if (dotted(value) === undefined && value.kind !== "call") continue;
      const origin = originOf(program, value, node.place);
      if (origin.kind !== "scope") continue;
      const { file } = origin.place;
      const inside = new Set(scopesWithin(file, origin.place.scope));
      const used = [...inside]
        .flatMap((scope) => calls(file).get(scope) ?? [])
        .flatMap(({ value: call, place }) => {
          const model = call.callee.kind === "member" ? call.callee.object : undefined;
          const made = model === undefined ? undefined : followed(program, { value: model, place });
          return made === undefined ? [] : [made.value];
        });
      for (const bind of binds)
        if (bind.place.file === file && (inside.has(bind.place.scope) || used.includes(bind.value)))
          found.add(bind);
    }
  return [...found];
}

/** Calls of these names in a file, by where the call begins that their chain begins with. */
function byGraph(
  program: Program,
  file: CodeFile,
  names: readonly string[],
): ReadonlyMap<number, readonly PlacedCall[]> {
  return grouped(named(program, file, names), (call) => chainStart(program, call, file));
}

/** Calls by a number of each; those without one are left out. */
function grouped(
  calls: readonly PlacedCall[],
  keyOf: (call: PlacedCall) => number | undefined,
): ReadonlyMap<number, readonly PlacedCall[]> {
  const found = new Map<number, PlacedCall[]>();
  for (const call of calls) {
    const key = keyOf(call);
    if (key === undefined) continue;
    const known = found.get(key);
    if (known === undefined) found.set(key, [call]);
    else known.push(call);
  }
  return found;
}

/** Where the call begins that a chain of calls begins with, if that is in the file. */
function chainStart(program: Program, call: PlacedCall, file: CodeFile): number | undefined {
  let here: Placed | undefined = call;
  let first = call.value.at;
  for (let step = 0; here !== undefined && step < 200; step++) {
    const { value, place }: Placed = here;
    if (value.kind !== "call") here = followed(program, here);
    else if (place.file !== file) return undefined;
    else {
      first = value.at;
      here = value.callee.kind === "member" ? { value: value.callee.object, place } : undefined;
    }
  }
  return first;
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
