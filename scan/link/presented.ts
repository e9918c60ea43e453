/** Records that present an agent which a call makes: `{ name: "critic", runnable: createAgent({…}) }`. */
import { followed } from "./arguments.ts";
import { constructOf } from "./constructs.ts";
import { foldText } from "./fold.ts";
import type { Placed, PlacedCall, Program } from "./program.ts";
import { field } from "./records.ts";
import type { Symbols } from "./symbols.ts";

/** Where a record holds what it presents. */
const presents = ["runnable", "graph"];

/** The name that the record around a call gives to the agent. */
export function titleOf(
  program: Program,
  { place }: PlacedCall,
  { key, record }: Symbols,
): string | undefined {
  if (record === undefined || key === undefined || !presents.includes(key)) return undefined;
  const name = field(program, { value: record, place }, "name");
  return name === undefined ? undefined : foldText(program, name.value, name.place);
}

/** Whether a record presents an agent that a call makes, there or elsewhere: then it is no further agent. */
export function isPresented(program: Program, placed: Placed): boolean {
  const given = field(program, placed, presents.join("|"));
  const made = given?.value.kind === "call" ? given : given && followed(program, given);
  return (
    made?.value.kind === "call" &&
    constructOf(program, { value: made.value, place: made.place })?.item.form === "call"
  );
}
