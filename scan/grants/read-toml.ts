/** TOML with positions; tables become nested dicts in the order of the file. */
import { type AST, parseTOML } from "toml-eslint-parser";
import { type Entry, MAX_DEPTH, text, type Value } from "./value.ts";

interface Table {
  readonly at: number;
  end: number;
  readonly entries: { key: string; at: number; value: Value | Table | readonly Table[] }[];
}

const at = (node: { range: readonly [number, number] }) => ({ at: node.range[0], end: node.range[1] });

function keysOf(key: AST.TOMLKey): readonly string[] {
  return key.keys.map((part) => (part.type === "TOMLBare" ? part.name : part.value));
}

function content(node: AST.TOMLContentNode, depth: number): Value {
  const place = at(node);
  if (depth > MAX_DEPTH) return { kind: "null", ...place };
  if (node.type === "TOMLArray")
    return { kind: "list", items: node.elements.map((element) => content(element, depth + 1)), ...place };
  if (node.type === "TOMLInlineTable") {
    const table: Table = { ...place, entries: [] };
    for (const pair of node.body)
      insert(table, keysOf(pair.key), pair.range[0], content(pair.value, depth + 1));
    return seal(table);
  }
  if (node.kind === "string") return text(node.value, place, node.value.includes("${"));
  if (node.kind === "boolean") return { kind: "boolean", value: node.value, ...place };
  if (node.kind === "integer" || node.kind === "float")
    return { kind: "number", value: Number(node.value), ...place };
  return text(String(node.datetime), place);
}

const isTables = (value: Value | Table | readonly Table[]): value is readonly Table[] => Array.isArray(value);
const isTable = (value: Value | Table | readonly Table[]): value is Table =>
  !Array.isArray(value) && "entries" in value && !("kind" in value);

function child(table: Table, key: string, start: number): Table {
  const found = table.entries.find((entry) => entry.key === key)?.value;
  if (found && isTable(found)) return found;
  if (Array.isArray(found)) {
    const last = found.at(-1);
    if (last) return last;
  }
  const made: Table = { at: start, end: start, entries: [] };
  table.entries.push({ key, at: start, value: made });
  return made;
}

function insert(table: Table, path: readonly string[], start: number, value: Value): void {
  let current = table;
  for (const key of path.slice(0, -1)) current = child(current, key, start);
  current.entries.push({ key: path.at(-1) ?? "", at: start, value });
  current.end = value.end;
}

function append(table: Table, path: readonly string[], start: number): Table {
  let current = table;
  for (const key of path.slice(0, -1)) current = child(current, key, start);
  const key = path.at(-1) ?? "";
  const made: Table = { at: start, end: start, entries: [] };
  const found = current.entries.findIndex((entry) => entry.key === key);
  const before = current.entries[found]?.value;
  if (Array.isArray(before)) current.entries[found] = { key, at: start, value: [...before, made] };
  else current.entries.push({ key, at: start, value: [made] });
  return made;
}

function seal(table: Table): Value {
  const entries: Entry[] = table.entries.map(({ key, at: start, value }) => {
    if (isTables(value)) {
      const items = value.map(seal);
      return { key, at: start, value: { kind: "list", items, at: start, end: items.at(-1)?.end ?? start } };
    }
    return { key, at: start, value: isTable(value) ? seal(value) : value };
  });
  return { kind: "dict", entries, at: table.at, end: table.end };
}

/** `undefined` when the text is not TOML. */
export function readToml(source: string): Value | undefined {
  let program: AST.TOMLProgram;
  try {
    program = parseTOML(source);
  } catch {
    return undefined;
  }
  const root: Table = { at: 0, end: source.length, entries: [] };
  for (const node of program.body[0].body) {
    if (node.type === "TOMLKeyValue") {
      insert(root, keysOf(node.key), node.range[0], content(node.value, 0));
      continue;
    }
    let table = root;
    const path = keysOf(node.key);
    if (node.kind === "array") table = append(root, path, node.range[0]);
    else for (const key of path) table = child(table, key, node.range[0]);
    for (const pair of node.body) insert(table, keysOf(pair.key), pair.range[0], content(pair.value, 0));
  }
  return seal(root);
}
