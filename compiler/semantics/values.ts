/** Reads values: literals, lets and parameters in their place, strings with what is interpolated. */
import { formatDecimal } from "../literals.ts";
import type { Path, StringValue, Value } from "../syntax/ast-values.ts";
import { type Context, note, report, reportValue } from "./context.ts";
import { type Entry, isKind } from "./entry.ts";
import { argumentOf, type Local, type Place, spanOf } from "./place.ts";
import { resolve } from "./resolve.ts";
import { type Typed, typeNames } from "./typed.ts";

/** A string may become this long by interpolation. */
const LONGEST_STRING = 65_536;

/** The value with its type; `undefined` when it is in error, which was reported here or by the parser. */
export function evaluate(context: Context, place: Place, value: Value | undefined): Typed | undefined {
  if (value === undefined || value.broken) return undefined;
  switch (value.kind) {
    case "string":
      return stringOf(context, place, value);
    case "instant":
      return value.seconds === undefined
        ? undefined
        : { kind: "instant", seconds: value.seconds, dateOnly: value.dateOnly };
    case "duration":
      return value.seconds === undefined ? undefined : { kind: "duration", seconds: value.seconds };
    case "number":
      return value.scaled === undefined
        ? undefined
        : { kind: "number", scaled: value.scaled, integer: value.integer, text: value.text };
    case "bool":
      return { kind: "bool", value: value.value };
    case "network":
      return { kind: "network", text: value.text };
    case "list": {
      const items = value.items.map((item) => evaluate(context, place, item));
      const known = items.filter((item) => item !== undefined);
      return known.length === items.length ? { kind: "list", items: known } : undefined;
    }
    case "path":
      return named(context, place, value);
    case "days":
    case "hours":
      return mismatch(context, place, value, "A value", "a string, instant, duration or number");
  }
}

/** A let or a parameter. */
function named(context: Context, place: Place, path: Path): Typed | undefined {
  const local = place.locals?.get(path.text);
  if (local) {
    referToParameter(context, place, path, local);
    return local.value;
  }
  const entry: Entry | undefined = resolve(context, place, path, ["let"]);
  return entry && isKind(entry, ["let"]) ? context.lets.get(entry) : undefined;
}

function referToParameter(context: Context, place: Place, path: Path, local: Local): void {
  const { references } = context;
  if (references === undefined) return;
  const meaning = { kind: "parameter", name: local.parameter, scope: local.scope } as const;
  note(references, path.segments[0] ?? path, spanOf(place, path), meaning);
}

function stringOf(context: Context, place: Place, value: StringValue): Typed | undefined {
  let text = "";
  let known = true;
  for (const part of value.parts) {
    const piece = part.kind === "text" ? part.text : interpolated(context, place, value, part.path);
    if (piece === undefined) known = false;
    else text += piece;
    if (text.length > LONGEST_STRING) {
      const message = `This string grows to more than ${LONGEST_STRING} characters; shorten what it is made of.`;
      reportValue(context, place, value, "too-complex", message);
      return undefined;
    }
  }
  return known ? { kind: "string", text } : undefined;
}

function interpolated(context: Context, place: Place, whole: StringValue, path: Path): string | undefined {
  const typed = path.broken ? undefined : named(context, place, path);
  if (typed === undefined) return undefined;
  if (typed.kind === "string") return typed.text;
  if (typed.kind === "number") return formatDecimal(typed.scaled);
  const blamed = argumentOf(place, path) ? path : whole;
  const message = `Only strings and numbers go into a string; '${path.text}' is ${typeNames[typed.kind]}.`;
  if (blamed === path) reportValue(context, place, path, "type-mismatch", message);
  else report(context, place, path, "type-mismatch", message);
  return undefined;
}

/** Reports that a value has another type than its place takes. */
export function mismatch(
  context: Context,
  place: Place,
  value: Value,
  taker: string,
  wanted: string,
): undefined {
  reportValue(
    context,
    place,
    value,
    "type-mismatch",
    `${taker} takes ${wanted}${unlike(context, place, value)}.`,
  );
}

function unlike(context: Context, place: Place, value: Value): string {
  if (value.kind === "path") {
    const typed = place.locals?.get(value.text)?.value ?? letValue(context, place, value);
    return typed ? `, and '${value.text}' is ${typeNames[typed.kind]}` : "";
  }
  if (value.kind === "days") return ", not days";
  if (value.kind === "hours") return ", not hours";
  return `, not ${typeNames[value.kind]}`;
}

function letValue(context: Context, place: Place, path: Path): Typed | undefined {
  const entry: Entry | undefined = resolve(context, place, path, ["let"]);
  return entry && context.lets.get(entry);
}

/** `taker` begins the sentence: `'email'`. */
export function readString(
  context: Context,
  place: Place,
  value: Value | undefined,
  taker: string,
): string | undefined {
  const typed = evaluate(context, place, value);
  if (value === undefined || typed === undefined) return undefined;
  return typed.kind === "string" ? typed.text : mismatch(context, place, value, taker, "a string");
}

/** As `readString`; an empty one, which could name nothing, is reported. */
export function readFilled(
  context: Context,
  place: Place,
  value: Value | undefined,
  taker: string,
): string | undefined {
  const text = readString(context, place, value, taker);
  if (text !== "" || value === undefined) return text;
  reportValue(context, place, value, "bad-literal", `${taker} takes a string that is not empty.`);
  return undefined;
}

/** Epoch seconds. */
export function readInstant(
  context: Context,
  place: Place,
  value: Value | undefined,
  taker: string,
): { readonly seconds: number; readonly dateOnly: boolean } | undefined {
  const typed = evaluate(context, place, value);
  if (value === undefined || typed === undefined) return undefined;
  return typed.kind === "instant"
    ? typed
    : mismatch(context, place, value, taker, "an instant such as 2027-03-31");
}

/** Seconds; more than nothing. */
export function readDuration(
  context: Context,
  place: Place,
  value: Value | undefined,
  taker: string,
): number | undefined {
  const typed = evaluate(context, place, value);
  if (value === undefined || typed === undefined) return undefined;
  if (typed.kind !== "duration")
    return mismatch(context, place, value, taker, "a duration such as 90d or 1h30m");
  if (typed.seconds > 0) return typed.seconds;
  reportValue(context, place, value, "bad-literal", `${taker} takes a duration longer than nothing.`);
  return undefined;
}
