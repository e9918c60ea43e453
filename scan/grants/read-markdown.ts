/** The front matter of Markdown files. Real ones are often no valid YAML; then each line that is `key: value` counts. */
import { readYaml } from "./read-yaml.ts";
import { type Entry, text, type Value } from "./value.ts";

/** One document, or none where the file does not begin with front matter. */
export function readFrontMatter(source: string): readonly Value[] {
  const opening = /^\uFEFF?---[ \t]*\r?\n/.exec(source.slice(0, 20));
  if (!opening) return [];
  const from = opening[0].length;
  const closing = /\r?\n---[ \t]*(?:\r?\n|$)/.exec(source.slice(from - 1, from + 100_000));
  if (!closing) return [];
  const body = source.slice(from, from - 1 + closing.index);
  const [document] = readYaml(body, from);
  const lines = byLines(body, from);
  if (document?.kind !== "dict") return [lines];
  // In valid YAML every key at a line's beginning is one of the document's.
  const known = new Set(document.entries.map((entry) => entry.key));
  const lost = lines.entries.filter((entry) => !known.has(entry.key));
  return [lost.length === 0 ? document : { ...document, entries: [...document.entries, ...lost] }];
}

function byLines(body: string, from: number): Value & { readonly kind: "dict" } {
  const entries: Entry[] = [];
  let offset = from;
  let open: { readonly index: number; readonly items: Value[] } | undefined;
  for (const line of body.split("\n")) {
    const item = open === undefined ? null : /^\s*-\s+(.*?)\r?$/.exec(line);
    if (open !== undefined && item !== null) {
      const word = (item[1] ?? "").replace(/^(["'])(.*)\1$/, "$2");
      open.items.push(text(word, { at: offset + line.indexOf("-"), end: offset + line.length }));
      const before = entries[open.index];
      if (before !== undefined)
        entries[open.index] = {
          ...before,
          value: { kind: "list", items: [...open.items], at: before.value.at, end: offset + line.length },
        };
    } else open = undefined;
    const match = /^([\w-]+):[ \t]*(.*?)\r?$/.exec(line);
    if (match) {
      const start = offset + line.indexOf(":") + 1;
      entries.push({
        key: match[1] ?? "",
        at: offset,
        value: text(match[2] ?? "", { at: start, end: offset + line.length }),
      });
      if ((match[2] ?? "") === "") open = { index: entries.length - 1, items: [] };
    }
    offset += line.length + 1;
  }
  return { kind: "dict", entries, at: from, end: from + body.length };
}
