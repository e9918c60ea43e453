/** Sets of tools that are made apart from the agents which get them. */
import type { Value } from "../code.ts";
import { argument, followed } from "./arguments.ts";
import type { Site } from "./origin.ts";
import type { Placed, Program } from "./program.ts";
import { toolConstructOf } from "./tool-names.ts";

export interface Toolsets {
  /** Where the sets are made, and the lists that they hold. */
  readonly holders: readonly Site[];
  readonly held: readonly Placed[];
  /** What else the list holds. */
  readonly rest: Placed | undefined;
}

/** Parts a list into sets whose tools are written where they are made, and the others. */
export function toolsetsIn(program: Program, placed: Placed | undefined): Toolsets {
  const list = placed === undefined || placed.value.kind === "list" ? placed : followed(program, placed);
  if (list?.value.kind !== "list") return { holders: [], held: [], rest: placed };
  const { place, value } = list;
  const holders: Site[] = [];
  const held: Placed[] = [];
  const rest: Value[] = [];
  for (const item of value.items) {
    const made = item.kind === "call" ? { value: item, place } : followed(program, { value: item, place });
    const call = made?.value.kind === "call" ? { value: made.value, place: made.place } : undefined;
    const slot = call === undefined ? undefined : toolConstructOf(program, call.value, call.place)?.holds;
    if (call === undefined || slot === undefined) {
      rest.push(item);
      continue;
    }
    holders.push({ file: call.place.file.path, at: call.value.at });
    const given = argument(program, call.value, call.place, slot);
    if (given !== undefined) held.push(given);
  }
  return { holders, held, rest: { value: { ...value, items: rest }, place } };
}
