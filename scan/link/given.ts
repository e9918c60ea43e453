/** What an agent is given by another call than the one that makes it. */
import type { Value } from "../code.ts";
import { argument, followed } from "./arguments.ts";
import { isPartial } from "./calls.ts";
import { constructOf } from "./constructs.ts";
import type { Placed, PlacedCall, Program } from "./program.ts";
import { originOf } from "./resolve.ts";

export type SlotOf = (slot: string | undefined) => Placed | undefined;

/** What `partial(Agent, …)` was given, for a call of what it gave. */
export function prepared(program: Program, call: PlacedCall): SlotOf | undefined {
  const { callee } = call.value;
  const here: Placed = { value: callee, place: call.place };
  const made = callee.kind === "call" ? here : followed(program, here);
  if (made?.value.kind !== "call") return undefined;
  const origin = originOf(program, made.value.callee, made.place);
  if (origin.kind !== "external" || !isPartial(origin)) return undefined;
  const given = { ...made.value, args: made.value.args.slice(1) };
  return (name) => argument(program, given, made.place, name);
}

/** What the agent was given that a call copies: `x.clone(…)`. Of a copy of a copy, what the first was given. */
export function copied(program: Program, call: PlacedCall, depth = 0): SlotOf | undefined {
  const { callee } = call.value;
  if (callee.kind !== "member" || depth > 12) return undefined;
  const { object } = callee;
  const made =
    object.kind === "call"
      ? { value: object, place: call.place }
      : followed(program, { value: object, place: call.place });
  if (made?.value.kind !== "call") return undefined;
  const base: PlacedCall = { value: made.value, place: made.place };
  const construct = constructOf(program, base)?.item;
  if (construct === undefined) return undefined;
  const further = construct.inherits === true ? copied(program, base, depth + 1) : undefined;
  if (construct.inherits === true && further === undefined) return undefined;
  return (name) => argument(program, base.value, base.place, name, construct.optionsAt) ?? further?.(name);
}

/** `super().__init__(…)`, `super(…)`. */
export function superCall(value: Value): (Value & { kind: "call" }) | undefined {
  if (value.kind !== "call") return undefined;
  const { callee } = value;
  if (callee.kind === "name" && callee.name === "super") return value;
  if (callee.kind !== "member" || callee.name !== "__init__") return undefined;
  return callee.object.kind === "call" &&
    callee.object.callee.kind === "name" &&
    callee.object.callee.name === "super"
    ? value
    : undefined;
}
