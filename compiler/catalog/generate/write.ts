/** Deterministic bytes for generated data: one entry a line, keys in the order given, `\n` at the end. */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "..", "generated");

/** One action: name, risk (`r`, `w`, `a`), description, indexes of its resource types, labels where there are any. */
export type Row =
  | readonly [string, "r" | "w" | "a", string, readonly number[]]
  | readonly [string, "r" | "w" | "a", string, readonly number[], readonly string[]];

/** One file of a catalog. `limited`: leaving the resource out of a permission reaches all of them. */
export interface Part {
  readonly title: string;
  readonly limited: boolean;
  readonly types: readonly (readonly [string, string])[];
  readonly actions: readonly Row[];
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function lines(rows: readonly unknown[]): string {
  return rows.length === 0 ? "[]" : `[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]`;
}

/** Writes `generated/<service>/<part>.json` for every part and `generated/<service>/index.json` with their digests. */
export function writeCatalog(
  service: string,
  source: string,
  parts: Readonly<Record<string, Part>>,
): { files: number; actions: number; bytes: number } {
  const index: [string, string, string][] = [];
  let actions = 0;
  let bytes = 0;
  for (const name of Object.keys(parts).sort(compare)) {
    const part = parts[name];
    if (!part) continue;
    const sorted = [...part.actions].sort((a, b) => compare(a[0], b[0]));
    const text = `{"title":${JSON.stringify(part.title)},"limited":${part.limited},"types":${lines(part.types)},"actions":${lines(sorted)}}\n`;
    put(`${service}/${name}.json`, text);
    index.push([name, part.title, createHash("sha256").update(text).digest("hex")]);
    actions += sorted.length;
    bytes += text.length;
  }
  const text = `{"source":${JSON.stringify(source)},"parts":${lines(index)}}\n`;
  put(`${service}/index.json`, text);
  return { files: index.length, actions, bytes: bytes + text.length };
}

function put(name: string, text: string): void {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** First sentence of a vendor's text, blanks folded, with a capital first letter, at most 160 characters. */
export function short(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  const end = line.search(/\.(\s|$)/);
  const sentence = line.charAt(0).toUpperCase() + (end > 0 ? line.slice(1, end) : line.slice(1));
  return sentence.length <= 160 ? sentence : `${sentence.slice(0, 159).trimEnd()}…`;
}
