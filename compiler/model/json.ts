/** JSON values as they come from outside: own keys only, and equality by value (language reference, Requests). */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A record's own value: a key such as `__proto__` or `constructor` finds nothing that was not put there. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** A lone surrogate is no character: it reads as U+FFFD, as every reader of UTF-8 sees it. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

/** A string of at least one character; anything else is `undefined`. */
export function readText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? wellFormed(value) : undefined;
}

/**
 * Equality of JSON values: numbers by value (10 is 10.0, 0 is -0, one too large for a double equals nothing),
 * a number never equals a string, the order of keys is nothing, that of elements is. No recursion, so that no
 * depth of nesting can exhaust the stack.
 */
export function sameJson(one: unknown, other: unknown): boolean {
  const pairs: [unknown, unknown][] = [[one, other]];
  for (let pair = pairs.pop(); pair; pair = pairs.pop()) {
    const [a, b] = pair;
    if (Array.isArray(a)) {
      if (!Array.isArray(b) || a.length !== b.length) return false;
      for (const [index, item] of a.entries()) pairs.push([item, b[index]]);
    } else if (isObject(a)) {
      if (!isObject(b)) return false;
      const left = entriesOf(a);
      const right = entriesOf(b);
      if (left.size !== right.size) return false;
      for (const [key, value] of left) {
        if (!right.has(key)) return false;
        pairs.push([value, right.get(key)]);
      }
    } else if (!sameScalar(a, b)) return false;
  }
  return true;
}

function sameScalar(a: unknown, b: unknown): boolean {
  if (typeof a === "string") return typeof b === "string" && wellFormed(a) === wellFormed(b);
  if (typeof a === "number") return Number.isFinite(a) && a === b;
  return a === b;
}

function entriesOf(value: JsonObject): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [wellFormed(key), item]),
  );
}
