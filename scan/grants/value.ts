/**
 * One shape for everything that the grant readers read: JSON, YAML, TOML, HCL, Bicep, shell, TypeScript and Python all
 * become values with offsets. What means a grant is then said once, for every language.
 * A value is plain data, so a part of it can be kept in a fact.
 */
import type { Extent } from "../code.ts";

/** `open`: parts of it are unknown and stand as `${…}`. */
export interface Text extends Extent {
  readonly kind: "text";
  readonly value: string;
  readonly open: boolean;
}
export interface Num extends Extent {
  readonly kind: "number";
  readonly value: number;
}
export interface Bool extends Extent {
  readonly kind: "boolean";
  readonly value: boolean;
}
export interface Nothing extends Extent {
  readonly kind: "null";
}
export interface List extends Extent {
  readonly kind: "list";
  readonly items: readonly Value[];
}
export interface Entry {
  readonly key: string;
  /** Where the key starts; the value has its own place. */
  readonly at: number;
  readonly value: Value;
}
export interface Dict extends Extent {
  readonly kind: "dict";
  readonly entries: readonly Entry[];
}
/** A call, a constructor, a YAML tag, an HCL block with its labels, or one shell command with its words. */
export interface Call extends Extent {
  readonly kind: "call";
  readonly callee: string;
  /** How long the callee is in the source, where it is written under another name there. */
  readonly written?: number;
  readonly args: readonly Value[];
  readonly entries: readonly Entry[];
}
/** An expression that is only known by its spelling: `role.arn`, `var.region`. */
export interface Name extends Extent {
  readonly kind: "name";
  readonly path: string;
}
/** A module, class, function or branch; statements are entries, with the assigned name or `""` as key. */
export interface Scope extends Extent {
  readonly kind: "scope";
  readonly name: string;
  /** The source of the condition that guards it. */
  readonly test?: string;
  readonly entries: readonly Entry[];
}
export type Value = Text | Num | Bool | Nothing | List | Dict | Call | Name | Scope;

/** The way from the root to a value, innermost first. */
export interface Trail {
  readonly value: Value;
  /** The key under which the visited value stands in `value`; `""` in lists and arguments. */
  readonly key: string;
  readonly up: Trail | undefined;
}

/** Deeper nesting than this is read as unknown, so that no input can exhaust the stack. */
export const MAX_DEPTH = 150;

export const text = (value: string, { at, end }: Extent, open = false): Text => ({
  kind: "text",
  value,
  open,
  at,
  end,
});
export const name = (path: string, { at, end }: Extent): Name => ({ kind: "name", path, at, end });

/** The entries of a dict, call or scope; none of anything else. */
export function entriesOf(value: Value | undefined): readonly Entry[] {
  return value && (value.kind === "dict" || value.kind === "call" || value.kind === "scope")
    ? value.entries
    : [];
}

/** The value of the first entry with one of the keys. */
export function get(value: Value | undefined, ...keys: readonly string[]): Value | undefined {
  const entries = entriesOf(value);
  if (entries.length < LARGE) return entries.find((entry) => keys.includes(entry.key))?.value;
  let places = indexes.get(entries);
  if (places === undefined) {
    const fresh = new Map<string, number>();
    for (const [index, { key }] of entries.entries()) if (!fresh.has(key)) fresh.set(key, index);
    places = fresh;
    indexes.set(entries, places);
  }
  const [first] = keys.flatMap((key) => places.get(key) ?? []).sort((one, other) => one - other);
  return first === undefined ? undefined : entries[first]?.value;
}

/** From so many entries on, looking through them once for each child would be quadratic: they get an index. */
const LARGE = 64;
const indexes = new WeakMap<readonly Entry[], ReadonlyMap<string, number>>();

/** The values of every entry with the key, as one list: HCL repeats blocks where other formats have lists. */
export function all(value: Value | undefined, key: string): Value | undefined {
  const found = entriesOf(value).filter((entry) => entry.key === key);
  const [first] = found;
  if (!first || found.length === 1) return first?.value;
  return { kind: "list", items: found.map((entry) => entry.value), at: first.value.at, end: first.value.end };
}

/** Like `get` through several levels: `under(doc, "spec", "rules")`. */
export function under(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  let current = value;
  for (const key of path) current = get(current, key);
  return current;
}

/** The items of a list, the value itself where one stands in a list's place, nothing for null. */
export function items(value: Value | undefined): readonly Value[] {
  if (!value || value.kind === "null") return [];
  return value.kind === "list" ? value.items : [value];
}

/** The string, where it is one that is wholly known. */
export function str(value: Value | undefined): string | undefined {
  return value?.kind === "text" && !value.open ? value.value : undefined;
}

/** True for the boolean and for the words that configuration formats use for it. */
export function isTrue(value: Value | undefined): boolean {
  if (value?.kind === "boolean") return value.value;
  const word = str(value)?.toLowerCase();
  return word === "true" || word === "yes" || word === "1";
}
export function isFalse(value: Value | undefined): boolean {
  if (value?.kind === "boolean") return !value.value;
  const word = str(value)?.toLowerCase();
  return word === "false" || word === "no" || word === "0";
}

/** Visits every value, parents first; `visit` returns false to stay out of what is below. */
export function walk(
  root: Value,
  visit: (value: Value, trail: Trail | undefined) => boolean | undefined,
): void {
  const steps = stepsOf(root);
  for (let index = 0; index < steps.length; ) {
    const step = steps[index];
    if (step === undefined) return;
    index = visit(step.value, step.trail) === false ? step.end : index + 1;
  }
}

/** One value of a tree, in the order in which a walk meets them. */
interface Step {
  readonly value: Value;
  readonly trail: Trail | undefined;
  /** The number of the first step that is not below it. */
  end: number;
}

/** A tree is walked once for each kind of grant: what is the same each time is kept as long as the tree. */
const known = new WeakMap<Value, readonly Step[]>();

function stepsOf(root: Value): readonly Step[] {
  const before = known.get(root);
  if (before !== undefined) return before;
  const steps: Step[] = [];
  add(steps, root, undefined);
  known.set(root, steps);
  return steps;
}

function add(steps: Step[], value: Value, trail: Trail | undefined): void {
  const step: Step = { value, trail, end: 0 };
  steps.push(step);
  if (value.kind === "list") for (const item of value.items) add(steps, item, { value, key: "", up: trail });
  if (value.kind === "call") for (const item of value.args) add(steps, item, { value, key: "", up: trail });
  for (const entry of entriesOf(value)) add(steps, entry.value, { value, key: entry.key, up: trail });
  step.end = steps.length;
}

/** The keys from the root to here, outermost first, without lists and statements. */
export function keys(trail: Trail | undefined): readonly string[] {
  const path: string[] = [];
  for (let step = trail; step; step = step.up) if (step.key !== "") path.push(step.key);
  return path.reverse();
}

/** The innermost key on the way, or `""`. */
export function nearestKey(trail: Trail | undefined): string {
  for (let step = trail; step; step = step.up) if (step.key !== "") return step.key;
  return "";
}

/** The first value on the way outwards that satisfies the test. */
export function above(trail: Trail | undefined, test: (value: Value) => boolean): Value | undefined {
  for (let step = trail; step; step = step.up) if (test(step.value)) return step.value;
  return undefined;
}
