/** Sets of tools that are made apart from the agents which get them. */
import type { Value } from "../code.ts";
import { argument, followed } from "./arguments.ts";
import type { Site } from "./origin.ts";
import type { Placed, Program } from "./program.ts";
import { toolConstructOf } from "./tool-names.ts";

export interface Toolset {
  /** Where the set is made. */
  readonly holder: Site;
  /** The list that it is made with. */
  readonly tools: Placed | undefined;
}

/** What a call that makes a set of tools says of it; `undefined` for anything else. */
export function heldBy(program: Program, placed: Placed | undefined): Toolset | undefined {
  if (placed?.value.kind !== "call") return undefined;
  const { value, place } = placed;
  const slot = toolConstructOf(program, value, place)?.holds;
  if (slot === undefined) return undefined;
  return { holder: { file: place.file.path, at: value.at }, tools: argument(program, value, place, slot) };
}

export interface Toolsets {
  readonly holders: readonly Site[];
  /** Sets whose tools are written where they are made, and what holds those. */
  readonly held: readonly Placed[];
  /** What else the list holds. */
  readonly rest: Placed | undefined;
}

/** Parts a list, or a single set, into sets whose tools are written where they are made, and others. */
export function toolsetsIn(program: Program, placed: Placed | undefined): Toolsets {
  const target = placed === undefined || placed.value.kind === "list" ? placed : followed(program, placed);
  const single = heldBy(program, target);
  if (single !== undefined && placed !== undefined)
    return { holders: [single.holder], held: [placed], rest: undefined };
  if (target?.value.kind !== "list") return { holders: [], held: [], rest: placed };
  const { place, value } = target;
  const holders: Site[] = [];
  const held: Placed[] = [];
  const rest: Value[] = [];
  for (const item of value.items) {
    const here: Placed = { value: item, place };
    const set = heldBy(program, item.kind === "call" ? here : followed(program, here));
    if (set === undefined) rest.push(item);
    else {
      holders.push(set.holder);
      held.push(here);
    }
  }
  return { holders, held, rest: { value: { ...value, items: rest }, place } };
}
