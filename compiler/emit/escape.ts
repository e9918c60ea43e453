/** Escaping: the one place that knows what a string has to become in each output. */
import { isObject } from "../model/json.ts";

/** JSON with sorted keys and two-space indentation, a line end last: the same value gives the same bytes. */
export function stableJson(value: unknown): string {
  const pieces: string[] = [];
  write(value, 0, pieces);
  pieces.push("\n");
  return pieces.join("");
}

/** As many elements become text at once: what is made on the way to the text of a large list is gone before the next. */
const AT_ONCE = 100;

/** How deep long lists and large objects are looked for. */
const DEEPEST = 3;

/** The text of a value that stands `depth` deep, in pieces. */
function write(value: unknown, depth: number, pieces: string[]): void {
  if (typeof value !== "object" || value === null || depth > DEEPEST) pieces.push(indented(value, depth));
  else if (Array.isArray(value)) writeList(value, depth, pieces);
  else if (isObject(value)) writeObject(value, depth, pieces);
}

function writeList(list: readonly unknown[], depth: number, pieces: string[]): void {
  if (list.length <= AT_ONCE) {
    pieces.push(indented(list, depth));
    return;
  }
  const end = `\n${"  ".repeat(depth)}]`;
  for (let from = 0; from < list.length; from += AT_ONCE) {
    const text = indented(list.slice(from, from + AT_ONCE), depth);
    pieces.push(from === 0 ? "[" : ",", text.slice(1, -end.length));
  }
  pieces.push(end);
}

function writeObject(value: Readonly<Record<string, unknown>>, depth: number, pieces: string[]): void {
  const keys = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort();
  if (keys.length === 0) {
    pieces.push("{}");
    return;
  }
  // An object has its whole numbers first, in their own order; none begins with anything but a digit.
  const ordered = keys.some((key) => key >= "0" && key < ":")
    ? Object.keys(Object.fromEntries(keys.map((key) => [key, 0])))
    : keys;
  const end = `\n${"  ".repeat(depth)}}`;
  if (ordered.length > AT_ONCE)
    for (let from = 0; from < ordered.length; from += AT_ONCE) {
      const some = ordered.slice(from, from + AT_ONCE).map((key): [string, unknown] => [key, value[key]]);
      const text = indented(Object.fromEntries(some), depth);
      pieces.push(from === 0 ? "{" : ",", text.slice(1, -end.length));
    }
  else
    ordered.forEach((key, index) => {
      pieces.push(`${index === 0 ? "{" : ","}\n${"  ".repeat(depth + 1)}${JSON.stringify(key)}: `);
      write(value[key], depth + 1, pieces);
    });
  pieces.push(end);
}

/** The text of a value `depth` deep: lists around it make the engine indent it, and are cut off again. */
function indented(value: unknown, depth: number): string {
  let around: unknown = sorted(value);
  let before = 0;
  let behind = 0;
  for (let level = 0; level < depth; level++) {
    around = [around];
    before += 2 + 2 * (level + 1);
    behind += 2 + 2 * level;
  }
  const text = JSON.stringify(around, null, 2);
  return depth === 0 ? text : text.slice(before, -behind);
}

/** JSON on one line with sorted keys. */
export const compactJson = (value: unknown): string => JSON.stringify(sorted(value));

/** The value itself where nothing in it needs sorting: most of large outputs is made in order. */
const sorted = (value: unknown): unknown => (isSorted(value) ? value : sortedCopy(value));

/** Whether the keys of all objects in it stand in order. `for in` makes no list of them, which is most of the cost. */
function isSorted(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) if (!isSorted(value[index])) return false;
    return true;
  }
  if (!isObject(value)) return true;
  let last = "";
  for (const key in value) {
    // An object has its whole numbers first, in their own order.
    if ((key < last && !isWhole(last)) || key === "__proto__") return false;
    last = key;
    if (!isSorted(value[key])) return false;
  }
  return true;
}

/** Whether objects have the key before all others: no more than nine digits are looked at, the others are sorted. */
const isWhole = (key: string): boolean => /^(?:0|[1-9]\d{0,8})$/.test(key);

/** Sorted, with the parts that need no sorting as they are. */
function sortedCopy(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    let changed: unknown[] | undefined;
    for (let index = 0; index < value.length; index++) {
      const before: unknown = value[index];
      if (typeof before !== "object") continue;
      const after = sortedCopy(before);
      if (after === before) continue;
      changed ??= [...value];
      changed[index] = after;
    }
    return changed ?? value;
  }
  return isObject(value) ? sortedObject(value) : value;
}

function sortedObject(value: Readonly<Record<string, unknown>>): unknown {
  const keys = Object.keys(value);
  if (!isInOrder(keys)) return inOrder(value, keys);
  let changed: Record<string, unknown> | undefined;
  for (const key of keys) {
    const before = value[key];
    if (typeof before !== "object") continue;
    const after = sortedCopy(before);
    if (after === before) continue;
    changed ??= { ...value };
    changed[key] = after;
  }
  return changed ?? value;
}

function isInOrder(keys: readonly string[]): boolean {
  let last = "";
  for (const key of keys) {
    if (key < last || key === "__proto__") return false;
    last = key;
  }
  return true;
}

function inOrder(value: Readonly<Record<string, unknown>>, keys: string[]): unknown {
  const result: Record<string, unknown> = {};
  for (const key of sortedKeys(keys)) {
    const item = value[key];
    if (item === undefined) continue;
    // `__proto__` as an own key needs a definition: an assignment would set the prototype.
    if (key === "__proto__")
      Object.defineProperty(result, key, {
        value: sortedCopy(item),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    else result[key] = typeof item === "object" ? sortedCopy(item) : item;
  }
  return result;
}

/** Sorts in place. Most objects have few keys, where insertion is several times as fast as the general sort. */
function sortedKeys(keys: string[]): readonly string[] {
  if (keys.length > 24) return keys.sort();
  for (let index = 1; index < keys.length; index++) {
    const key = keys[index] ?? "";
    let at = index;
    for (; at > 0; at--) {
      const before = keys[at - 1] ?? "";
      if (before <= key) break;
      keys[at] = before;
    }
    keys[at] = key;
  }
  return keys;
}

/** A string in Terraform's JSON syntax, where `${` and `%{` begin templates. */
export const terraformString = (text: string): string => text.replace(/([$%])\{/g, "$1$1{");

/** A literal string in an IAM policy, where `${` begins a policy variable. */
export const iamString = (text: string): string => text.replace(/\$\{/g, "${$}{");

/** A Cedar string literal with its quotes. */
export function cedarString(text: string): string {
  let out = '"';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === "\\") out += `\\${character}`;
    else if (code < 0x20 || (code >= 0x7f && code <= 0x9f) || isInvisible(code))
      out += `\\u{${code.toString(16)}}`;
    else out += character;
  }
  return `${out}"`;
}

/** Text in a Markdown page: nothing in it can become markup, a link or HTML. Line ends become blanks. */
export function markdownText(text: string): string {
  return oneLine(text)
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/([\\`*_{}[\]()#+\-.!|~@:])/g, "\\$1");
}

/** Text in HTML, in content and in double-quoted attributes. */
export function htmlText(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/'/g, "&#39;");
}

/** One line without control characters, terminal escapes and marks that reorder text; they are shown as `\u{…}`. */
export function oneLine(text: string): string {
  let out = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === "\n" || character === "\r" || character === "\t") out += " ";
    else if (code < 0x20 || (code >= 0x7f && code <= 0x9f) || isInvisible(code))
      out += `\\u{${code.toString(16)}}`;
    else out += character;
  }
  return out;
}

/** Marks that change the order or the look of text without being seen: bidirectional controls, zero-width, line and paragraph separators. */
function isInvisible(code: number): boolean {
  return (
    code === 0x061c ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    code === 0xfeff
  );
}
