/** Tools of the Strands catalogue that are given to an agent by their names: they are functions, and nothing calls them. */
import { type Bindings, resolve } from "../bindings.ts";
import { guards, spoken } from "../commands.ts";
import { type Call, type Trail, type Value, walk } from "../value.ts";
import type { FrameworkCall } from "./fact.ts";

const catalogue = /^strands_tools(?:\.|$)/;

/** Each as a use of `strands_tools.NAME` at its place in the list of tools. */
export function strandsTools(
  root: Value,
  bindings: Bindings,
  imports: ReadonlyMap<string, string>,
): readonly FrameworkCall[] {
  if (![...imports.values()].some((module) => catalogue.test(module))) return [];
  const found: FrameworkCall[] = [];
  // A list that several agents share is one place.
  const told = new Set<number>();
  walk(root, (value, trail) => {
    if (value.kind === "call" && /(?:^|\.)Agent$/.test(value.callee) && !spoken(trail))
      for (const entry of value.entries) if (entry.key === "tools") add(value, entry.value, trail);
    return undefined;
  });
  return found;

  function add(agent: Call, list: Value, trail: Trail | undefined): void {
    const known = resolve(list, bindings);
    for (const item of known.kind === "list" ? known.items.slice(0, 100) : []) {
      if (item.kind !== "name" || told.has(item.at)) continue;
      told.add(item.at);
      const from = imports.get(item.path) ?? imports.get(item.path.split(".")[0] ?? "") ?? "";
      // Each tool is a module of its name as well, and the module may be called anything here.
      const tool = (from.includes(".") ? from : item.path).split(".").at(-1) ?? "";
      if (!catalogue.test(from)) continue;
      found.push({
        kind: "framework-call",
        extent: { at: item.at, end: item.end },
        callee: `strands_tools.${tool}`,
        call: { kind: "call", callee: item.path, args: [], entries: [], at: item.at, end: item.end },
        from,
        on: "",
        within: agent.callee,
        guards: guards(trail),
        proof: "proven",
      });
    }
  }
}
