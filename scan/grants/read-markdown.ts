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
  return [document?.kind === "dict" ? document : byLines(body, from)];
}

function byLines(body: string, from: number): Value {
  const entries: Entry[] = [];
  let offset = from;
  for (const line of body.split("\n")) {
    const match = /^([\w-]+):[ \t]*(.*?)\r?$/.exec(line);
    if (match) {
      const start = offset + line.indexOf(":") + 1;
      entries.push({
        key: match[1] ?? "",
        at: offset,
        value: text(match[2] ?? "", { at: start, end: offset + line.length }),
      });
    }
    offset += line.length + 1;
  }
  return { kind: "dict", entries, at: from, end: from + body.length };
}
