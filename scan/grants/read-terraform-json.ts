/** Terraform's JSON syntax, in the shape of its native one: blocks are calls with their labels as arguments. */
import { type Entry, entriesOf, items, name, text, type Value } from "./value.ts";

/** How many labels a block of the kind has; other keys are no blocks with labels. */
const labels: ReadonlyMap<string, number> = new Map([
  ["resource", 2],
  ["data", 2],
  ["variable", 1],
  ["module", 1],
  ["output", 1],
  ["provider", 1],
]);

/** `root` is the JSON document. In every string `${…}` is an expression, and a string of nothing else stands for it. */
export function terraformJson(root: Value): Value {
  if (root.kind !== "dict") return root;
  return {
    ...root,
    entries: root.entries.flatMap((entry) => blocks(entry, entry, labels.get(entry.key) ?? 0, [])),
  };
}

function blocks(
  top: Entry,
  { key, at, value }: Entry,
  depth: number,
  names: readonly Value[],
): readonly Entry[] {
  if (depth > 0)
    return items(value).flatMap((one) =>
      entriesOf(one).flatMap((entry) =>
        blocks(top, entry, depth - 1, [
          ...names,
          text(entry.key, { at: entry.at, end: entry.at + entry.key.length }),
        ]),
      ),
    );
  if (names.length === 0) return [{ key, at, value: evaluated(value) }];
  return items(value).map((body) => ({
    key: top.key,
    at,
    value: {
      kind: "call",
      callee: top.key,
      args: names,
      entries: entriesOf(evaluated(body)),
      at: body.at,
      end: body.end,
    },
  }));
}

function evaluated(value: Value): Value {
  switch (value.kind) {
    case "text": {
      const reference = /^\$\{([A-Za-z_][\w.[\]"*-]*)\}$/.exec(value.value)?.[1];
      if (reference !== undefined) return name(reference, value);
      return value.value.includes("${") ? { ...value, open: true } : value;
    }
    case "list":
      return { ...value, items: value.items.map(evaluated) };
    case "dict":
      return {
        ...value,
        entries: value.entries.map((entry) => ({ ...entry, value: evaluated(entry.value) })),
      };
    default:
      return value;
  }
}
