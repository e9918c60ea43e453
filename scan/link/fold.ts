/** Constant folding of texts: literals, templates, constants of this file and others. */
import type { Value } from "../code.ts";
import type { Place, Program } from "./program.ts";
import { stepLimit } from "./remember.ts";
import { originOf } from "./resolve.ts";

/** The text of a value; `undefined` where it cannot be known. */
export function foldText(program: Program, value: Value, place: Place, steps = 0): string | undefined {
  if (steps > stepLimit) return undefined;
  switch (value.kind) {
    case "text":
      return value.cut === true ? undefined : value.text;
    case "number":
      return String(value.number);
    case "join": {
      let text = "";
      for (const part of value.parts) {
        const folded = foldText(program, part, place, steps + 1);
        if (folded === undefined || text.length > 4096) return undefined;
        text += folded;
      }
      return text;
    }
    case "choice": {
      // The fallback of `x or "name"`; of a real choice the first that is known.
      for (const option of value.options) {
        const folded = foldText(program, option, place, steps + 1);
        if (folded !== undefined) return folded;
      }
      return undefined;
    }
    case "name":
    case "member":
    case "index":
    case "call": {
      const method = transparentCall(value);
      if (method !== undefined) return foldText(program, method, place, steps + 1);
      if (isFormat(value)) return formatted(program, value, place, steps + 1);
      const standard = standardOf(program, value, place);
      if (standard !== undefined) return foldText(program, standard, place, steps + 1);
      const origin = originOf(program, value, place, steps + 1);
      if (origin.kind !== "value" || origin.placed.value === value) return undefined;
      return foldText(program, origin.placed.value, origin.placed.place, steps + 1);
    }
    default:
      return undefined;
  }
}

/** What stands in for a variable of the environment that is not set: `os.getenv("NAME", "clerk")`. */
function standardOf(program: Program, value: Value, place: Place): Value | undefined {
  if (value.kind !== "call" || (value.callee.kind !== "member" && value.callee.kind !== "name"))
    return undefined;
  if (value.callee.name !== "getenv" && value.callee.name !== "get") return undefined;
  const standard = value.args[1]?.value;
  if (standard === undefined) return undefined;
  const origin = originOf(program, value.callee, place);
  return origin.kind === "external" && origin.module === "os" ? standard : undefined;
}

type Format = Value & { readonly kind: "call"; readonly callee: Value & { readonly kind: "member" } };

/** `"{}-bot".format(name)`. */
function isFormat(value: Value): value is Format {
  return (
    value.kind === "call" &&
    value.callee.kind === "member" &&
    value.callee.name === "format" &&
    value.callee.object.kind === "text"
  );
}

/** The text with what its braces stand for; `undefined` where one holds more than a number or a name. */
function formatted(program: Program, value: Format, place: Place, steps: number): string | undefined {
  const { object } = value.callee;
  if (object.kind !== "text" || object.cut === true || /\{\{|\}\}/.test(object.text)) return undefined;
  const positional = value.args.filter((each) => each.name === undefined);
  let next = 0;
  let text = "";
  for (const piece of object.text.split(/(\{\w{0,100}\})/)) {
    const key = /^\{(\w*)\}$/.exec(piece)?.[1];
    if (key === undefined) {
      if (/[{}]/.test(piece)) return undefined;
      text += piece;
      continue;
    }
    const index = key === "" ? next++ : /^\d+$/.test(key) ? Number(key) : undefined;
    const given = index === undefined ? value.args.find((each) => each.name === key) : positional[index];
    const folded = given === undefined ? undefined : foldText(program, given.value, place, steps);
    if (folded === undefined || text.length > 4096) return undefined;
    text += folded;
  }
  return text;
}

/** `text.strip()`, `new URL(text)`, `dedent(text)`: the text all the same. */
function transparentCall(value: Value): Value | undefined {
  if (value.kind !== "call") return undefined;
  const { callee } = value;
  if (
    callee.kind === "member" &&
    ["strip", "trim", "lstrip", "rstrip"].includes(callee.name) &&
    value.args.length === 0
  )
    return callee.object;
  const [only, second] = value.args;
  const name = callee.kind === "member" || callee.kind === "name" ? callee.name : "";
  if (["URL", "dedent", "cleandoc", "str"].includes(name) && second === undefined) return only?.value;
  return undefined;
}
