/** Arguments of calls, by the slots of the table. */
import { dotted } from "../builder.ts";
import type { Value } from "../code.ts";
import type { Slot } from "../frameworks/framework.ts";
import { setOn } from "./growing.ts";
import { type CodeFile, fileOf, type Place, type Placed, type PlacedCall, type Program } from "./program.ts";
import { originOf } from "./resolve.ts";

type Call = Value & { readonly kind: "call" };

interface Way {
  readonly position?: number;
  readonly path: readonly string[];
}

const ways = new Map<Slot, readonly Way[]>();

/** `a.b|c@2`: the ways in their order; a position counts for the way it follows, or alone with a path after it. */
function parse(slot: Slot): readonly Way[] {
  const known = ways.get(slot);
  if (known !== undefined) return known;
  const parsed = slot.split("|").flatMap((text): Way[] => {
    const [words = "", ...positions] = text.split("@");
    const named: Way[] = words === "" ? [] : [{ path: words.split(".") }];
    return [
      ...named,
      ...positions.map((position): Way => {
        const [number = "0", ...path] = position.split(".");
        return { position: Number(number), path };
      }),
    ];
  });
  ways.set(slot, parsed);
  return parsed;
}

/** The argument of a call that fills a slot; `undefined` where none does. */
export function argument(
  program: Program,
  call: Call,
  place: Place,
  slot: Slot | undefined,
  optionsAt = 0,
): Placed | undefined {
  if (slot === undefined) return undefined;
  for (const way of parse(slot)) {
    const found = one(program, call, place, way, optionsAt);
    if (found !== undefined && found.value.kind !== "nothing") return found;
  }
  return undefined;
}

/** The keywords under which a slot may be given, without those that go into something. */
export function keywordsOf(slot: Slot): readonly string[] {
  return parse(slot).flatMap(({ path, position }) =>
    position === undefined && path.length === 1 ? path : [],
  );
}

/** Every argument that fills a slot, in the slot's order. */
export function argumentsFor(
  program: Program,
  call: Call,
  place: Place,
  slot: Slot | undefined,
  optionsAt = 0,
): readonly Placed[] {
  return (slot === undefined ? [] : parse(slot)).flatMap((way) => {
    const found = one(program, call, place, way, optionsAt);
    return found === undefined || found.value.kind === "nothing" ? [] : [found];
  });
}

function one(program: Program, call: Call, place: Place, way: Way, optionsAt: number): Placed | undefined {
  if (way.position !== undefined) {
    const given = call.args.filter((each) => each.name === undefined)[way.position];
    if (given === undefined || given.value.kind === "spread") return undefined;
    // In JavaScript the options object is no positional value of its own.
    if (way.path.length === 0 && given.value.kind === "record" && place.file.language === "javascript")
      return undefined;
    return within(program, { value: given.value, place }, way.path, 0);
  }
  const [first = "", ...rest] = way.path;
  const keyword = call.args.find((each) => each.name === first);
  if (keyword !== undefined) return within(program, { value: keyword.value, place }, rest, 0);
  for (const each of call.args)
    if (each.name === undefined && each.value.kind === "spread") {
      const found = within(program, { value: each.value.value, place }, way.path, 0);
      if (found !== undefined) return found;
    }
  if (place.file.language !== "javascript") return undefined;
  const options = call.args[optionsAt];
  return options === undefined ? undefined : within(program, { value: options.value, place }, way.path, 0);
}

/** Goes into records, and into the arguments of calls: `options.allowed_tools` of `Options(allowed_tools=…)`. */
export function within(
  program: Program,
  placed: Placed,
  path: readonly string[],
  depth: number,
): Placed | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return placed;
  if (depth > 12) return undefined;
  const { value, place } = placed;
  if (value.kind === "record") return withinRecord(program, value, place, path, depth);
  if (value.kind === "call") {
    const keyword = value.args.find((each) => each.name === key);
    if (keyword !== undefined) return within(program, { value: keyword.value, place }, rest, depth + 1);
    for (const each of value.args)
      if (
        each.value.kind === "spread" ||
        (place.file.language === "javascript" && each.value.kind === "record")
      ) {
        const inner = each.value.kind === "spread" ? each.value.value : each.value;
        const found = within(program, { value: inner, place }, path, depth + 1);
        if (found !== undefined) return found;
      }
  }
  if (value.kind === "choice") {
    for (const option of value.options) {
      const found = within(program, { value: option, place }, path, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const name = value.kind === "name" || value.kind === "member" ? dotted(value) : undefined;
  const set = name === undefined ? undefined : setOn(program, name, key, value.at, place);
  if (set !== undefined) return within(program, set, rest, depth + 1);
  const target = followed(program, placed);
  return target === undefined ? undefined : within(program, target, path, depth + 1);
}

function withinRecord(
  program: Program,
  record: Value & { kind: "record" },
  place: Place,
  path: readonly string[],
  depth: number,
): Placed | undefined {
  const [key, ...rest] = path;
  for (const entry of [...record.entries].reverse()) {
    if (entry.key === key) return within(program, { value: entry.value, place }, rest, depth + 1);
    if (entry.value.kind !== "spread") continue;
    const found = within(program, { value: entry.value.value, place }, path, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The literal or call that a name, member or local call stands for. */
export function followed(program: Program, placed: Placed): Placed | undefined {
  const { value, place } = placed;
  if (value.kind !== "name" && value.kind !== "member" && value.kind !== "call" && value.kind !== "index")
    return undefined;
  const source = boundTo(program, value, place);
  return source;
}

/** What a value is bound to, one level of names followed: a call that makes something external stays that call. */
function boundTo(program: Program, value: Value, place: Place): Placed | undefined {
  const origin = originOf(program, value, place);
  if (origin.kind === "value") return origin.placed;
  if ((origin.kind === "external" || origin.kind === "instance") && origin.made !== undefined) {
    const file = fileOf(program, origin.made.file);
    if (file === undefined || (value.kind === "call" && value.at === origin.made.at && file === place.file))
      return undefined;
    return callAt(program, origin.made);
  }
  return undefined;
}

/** The call that stands at a site, with its place. */
export function callAt(
  program: Program,
  site: { readonly file: string; readonly at: number },
): Placed | undefined {
  const file = fileOf(program, site.file);
  if (file === undefined) return undefined;
  return callsOf(program, file).get(site.at);
}

/** Every call of a file by where it begins; of several at one offset (a chain), the longest. */
export function callsOf(program: Program, file: CodeFile): ReadonlyMap<number, PlacedCall> {
  const known = program.memo.calls.get(file);
  if (known !== undefined) return known;
  const found = new Map<number, PlacedCall>();
  for (const placed of everyCall(program, file)) {
    const before = found.get(placed.value.at);
    if (before === undefined || before.value.end < placed.value.end) found.set(placed.value.at, placed);
  }
  program.memo.calls.set(file, found);
  return found;
}

/** Every call of a file, in the order of its scopes and statements, the outer one before what stands in it. */
export function everyCall(program: Program, file: CodeFile): readonly PlacedCall[] {
  const known = program.memo.everyCall.get(file);
  if (known !== undefined) return known;
  const found: PlacedCall[] = [];
  const seen = new Set<number>();
  program.memo.everyCall.set(file, found);
  const visit = (value: Value, place: Place): void => {
    if (value.kind === "call") {
      // A destructured value stands in a statement for each of its names. Its place tells, since facts that were kept
      // hold a copy for each.
      const key = value.at * 2 ** 24 + value.end;
      if (seen.has(key)) return;
      seen.add(key);
      found.push({ value, place });
    }
    eachPart(value, (part) => visit(part, place));
  };
  file.code.scopes.forEach((scope, index) => {
    const place: Place = { file, scope: index };
    const outside: Place = { file, scope: Math.max(scope.parent, 0) };
    for (const value of [...scope.decorators, ...scope.bases]) visit(value, outside);
    for (const parameter of scope.params) if (parameter.value !== undefined) visit(parameter.value, place);
    for (const statement of scope.statements)
      if (statement.kind === "bind" || statement.kind === "run") visit(statement.value, place);
  });
  return found;
}

/** The values that stand directly in a value. */
export function partsOf(value: Value): readonly Value[] {
  const parts: Value[] = [];
  eachPart(value, (part) => parts.push(part));
  return parts;
}

function eachPart(value: Value, visit: (part: Value) => void): void {
  switch (value.kind) {
    case "other":
      if (value.each !== undefined) {
        visit(value.each.element);
        visit(value.each.over);
      }
      for (const part of value.parts) visit(part);
      break;
    case "join":
      for (const part of value.parts) visit(part);
      break;
    case "list":
      for (const item of value.items) visit(item);
      break;
    case "choice":
      for (const option of value.options) visit(option);
      break;
    case "spread":
      visit(value.value);
      break;
    case "record":
      for (const entry of value.entries) visit(entry.value);
      break;
    case "member":
      visit(value.object);
      break;
    case "index":
      visit(value.object);
      visit(value.index);
      break;
    case "call":
      visit(value.callee);
      for (const each of value.args) visit(each.value);
      break;
    default:
  }
}
