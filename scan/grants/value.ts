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
  trail?: Trail,
): void {
  if (visit(root, trail) === false) return;
  if (root.kind === "list")
    for (const item of root.items) walk(item, visit, { value: root, key: "", up: trail });
  if (root.kind === "call")
    for (const item of root.args) walk(item, visit, { value: root, key: "", up: trail });
  for (const entry of entriesOf(root)) walk(entry.value, visit, { value: root, key: entry.key, up: trail });
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
