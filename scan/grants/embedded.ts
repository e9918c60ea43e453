/** Documents inside of strings: policies as JSON in code, here-documents and parameters. They take the string's place. */
import { readJson } from "./read-json.ts";
import type { Entry, Text, Value } from "./value.ts";

const looksLikePolicy =
  /"(?:Statement|Effect|Action|bindings|permissions|mcpServers|requiredResourceAccess)"/;

/** Moves a value that was read from a string to where the string is; without a map from one to the other, onto it. */
function moved(value: Value, by: number, onto: Text | undefined): Value {
  const place = onto ? { at: onto.at, end: onto.end } : { at: value.at + by, end: value.end + by };
  const entry = (old: Entry): Entry => ({
    key: old.key,
    at: onto ? onto.at : old.at + by,
    value: moved(old.value, by, onto),
  });
  switch (value.kind) {
    case "list":
      return { ...value, items: value.items.map((item) => moved(item, by, onto)), ...place };
    case "dict":
    case "scope":
      return { ...value, entries: value.entries.map(entry), ...place };
    case "call":
      return {
        ...value,
        args: value.args.map((item) => moved(item, by, onto)),
        entries: value.entries.map(entry),
        ...place,
      };
    default:
      return { ...value, ...place };
  }
}

function embedded(word: Text, source: string): Value | undefined {
  const trimmed = word.value.trimStart();
  if (!/^[[{]/.test(trimmed) || word.value.length > 200_000 || !looksLikePolicy.test(trimmed))
    return undefined;
  const tree = readJson(word.value);
  if (!tree || (tree.kind !== "dict" && tree.kind !== "list")) return undefined;
  // The text stands in the source as it is, or after escapes and indentation were taken out of it.
  const within = source.indexOf(word.value, word.at);
  return within >= 0 && within <= word.at + 4 ? moved(tree, within, undefined) : moved(tree, 0, word);
}

/** The tree with each embedded document in place of its string. */
export function expand(value: Value, source: string): Value {
  const entry = (old: Entry): Entry => {
    const inner = expand(old.value, source);
    return inner === old.value ? old : { ...old, value: inner };
  };
  switch (value.kind) {
    case "text":
      return embedded(value, source) ?? value;
    case "list":
      return { ...value, items: value.items.map((item) => expand(item, source)) };
    case "dict":
    case "scope":
      return { ...value, entries: value.entries.map(entry) };
    case "call":
      return {
        ...value,
        args: value.args.map((item) => expand(item, source)),
        entries: value.entries.map(entry),
      };
    default:
      return value;
  }
}
