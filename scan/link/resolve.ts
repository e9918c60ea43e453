/** Follows names, members and calls to what they are. */
import type { Value } from "../code.ts";
import { callOrigin } from "./calls.ts";
import { memberOrigin } from "./members.ts";
import { nameOrigin } from "./names.ts";
import { type Ask, type Origin, unknown } from "./origin.ts";
import type { Place, Program } from "./program.ts";
import { guarded, remembered } from "./remember.ts";

/** What names, members and calls ask in turn. */
const ask: Ask = {
  origin: originOf,
  member: (program, object, name, steps) => memberOrigin(ask, program, object, name, steps),
};

/** What a value is; `steps` counts how far the question has come. */
export function originOf(program: Program, value: Value, place: Place, steps = 0): Origin {
  if (isPlain(value)) return follow(program, value, place, steps);
  // Only outside of a function's call does a value have one meaning.
  if (place.env !== undefined)
    return guarded(program, value, () => follow(program, value, place, steps), steps);
  return remembered(program, program.memo.origins, value, () =>
    guarded(program, value, () => follow(program, value, place, steps), steps),
  );
}

/** Whether a value is what is written, which needs no looking for. */
function isPlain({ kind }: Value): boolean {
  switch (kind) {
    case "name":
    case "member":
    case "call":
    case "index":
    case "choice":
    case "other":
      return false;
    default:
      return true;
  }
}

function follow(program: Program, value: Value, place: Place, steps: number): Origin {
  switch (value.kind) {
    case "name":
      return nameOrigin(ask, program, value.name, value.at, place, steps + 1);
    case "member":
      return memberOrigin(
        ask,
        program,
        originOf(program, value.object, place, steps + 1),
        value.name,
        steps + 1,
      );
    case "call":
      return callOrigin(ask, program, value, place, steps + 1);
    case "index":
      return indexOrigin(program, value, place, steps + 1);
    case "choice":
      return choiceOrigin(program, value.options, place, steps + 1);
    case "scope":
      return { kind: "scope", place: { ...place, scope: value.scope } };
    case "spread":
      return unknown;
    case "other":
      if (value.each !== undefined) return { kind: "value", placed: { value, place } };
      return value.parts.length === 1 && value.parts[0] !== undefined
        ? originOf(program, value.parts[0], place, steps + 1)
        : unknown;
    default:
      return { kind: "value", placed: { value, place } };
  }
}

function choiceOrigin(program: Program, options: readonly Value[], place: Place, steps: number): Origin {
  for (const option of options) {
    if (option.kind === "nothing") continue;
    const origin = originOf(program, option, place, steps);
    if (origin.kind !== "unknown" && origin.kind !== "parameter") return origin;
  }
  return unknown;
}

/** `x[…]`: type arguments of a class, or an element of a list or record. */
function indexOrigin(
  program: Program,
  value: Value & { kind: "index" },
  place: Place,
  steps: number,
): Origin {
  const object = originOf(program, value.object, place, steps);
  if (object.kind === "external" || object.kind === "scope") return object;
  if (object.kind !== "value") return unknown;
  const { value: whole, place: there } = object.placed;
  if (whole.kind === "list" && value.index.kind === "number") {
    const item = whole.items[value.index.number];
    return item === undefined ? unknown : originOf(program, item, there, steps);
  }
  if (whole.kind === "record") {
    const first = whole.entries.find((entry) => entry.key !== undefined);
    return first === undefined ? unknown : originOf(program, first.value, there, steps);
  }
  return unknown;
}
