/** Documents inside of strings: policies as JSON in code, here-documents and parameters. They take the string's place. */
import { type Locate, locator } from "./place.ts";
import { readJson } from "./read-json.ts";
import { readYaml } from "./read-yaml.ts";
import type { Entry, Text, Value } from "./value.ts";

const looksLikePolicy =
  /"(?:Statement|Effect|Action|bindings|permissions|Actions|core|coreTools|mcpServers|requiredResourceAccess)"/;

/** Moves a value that was read from a string to where it stands in the source. */
function moved(value: Value, locate: Locate): Value {
  const place = { at: locate(value.at), end: locate(value.end) };
  const entry = (old: Entry): Entry => ({
    key: old.key,
    at: locate(old.at),
    value: moved(old.value, locate),
  });
  switch (value.kind) {
    case "list":
      return { ...value, items: value.items.map((item) => moved(item, locate)), ...place };
    case "dict":
    case "scope":
      return { ...value, entries: value.entries.map(entry), ...place };
    case "call":
      return {
        ...value,
        args: value.args.map((item) => moved(item, locate)),
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
  // Where escapes were taken out, everything stands where the string begins.
  return moved(tree, locator(word, source) ?? (() => word.at));
}

const manifest = /^apiVersion:\s/m;

/** Manifests in a here-document: `kubectl apply -f - <<EOF`. */
function manifests(word: Text, source: string): Value | undefined {
  if (word.value.length > 200_000 || !manifest.test(word.value)) return undefined;
  const documents = readYaml(word.value);
  if (!documents || documents.length === 0) return undefined;
  const locate = locator(word, source) ?? (() => word.at);
  return {
    kind: "list",
    items: documents.map((document) => moved(document, locate)),
    at: word.at,
    end: word.end,
  };
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
    case "call": {
      const [document] = value.callee === "<<" ? value.args : [];
      const inner = document?.kind === "text" ? manifests(document, source) : undefined;
      if (inner) return { ...value, args: [inner] };
      return {
        ...value,
        args: value.args.map((item) => expand(item, source)),
        entries: value.entries.map(entry),
      };
    }
    default:
      return value;
  }
}
