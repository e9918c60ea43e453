/** Escaping: the one place that knows what a string has to become in each output. */

/** JSON with sorted keys and two-space indentation, a line end last: the same value gives the same bytes. */
export function stableJson(value: unknown): string {
  return `${JSON.stringify(sorted(value), null, 2)}\n`;
}

/** JSON on one line with sorted keys. */
export const compactJson = (value: unknown): string => JSON.stringify(sorted(value));

/** The value itself where nothing in it needs sorting or leaving out: most of large outputs is made in order. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    let changed: unknown[] | undefined;
    for (let index = 0; index < value.length; index++) {
      const before: unknown = value[index];
      const after = sorted(before);
      if (after !== before) changed ??= [...value];
      if (changed !== undefined) changed[index] = after;
    }
    return changed ?? value;
  }
  const keys = Object.keys(value);
  if (!isInOrder(value, keys)) return inOrder(value, keys);
  let changed: Record<string, unknown> | undefined;
  for (const key of keys) {
    const before: unknown = Reflect.get(value, key);
    const after = sorted(before);
    if (after === before) continue;
    changed ??= { ...value };
    changed[key] = after;
  }
  return changed ?? value;
}

function isInOrder(value: object, keys: readonly string[]): boolean {
  let last = "";
  for (const key of keys) {
    if (key < last || key === "__proto__" || Reflect.get(value, key) === undefined) return false;
    last = key;
  }
  return true;
}

function inOrder(value: object, keys: string[]): unknown {
  const result: Record<string, unknown> = {};
  for (const key of keys.sort()) {
    const item: unknown = Reflect.get(value, key);
    if (item === undefined) continue;
    // `__proto__` as an own key needs a definition: an assignment would set the prototype.
    if (key === "__proto__")
      Object.defineProperty(result, key, {
        value: sorted(item),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    else result[key] = sorted(item);
  }
  return result;
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
