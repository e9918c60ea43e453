/** YAML with positions, custom tags (CloudFormation) and Go templates (Helm), read as far as it goes. */
import { Composer, type CST, type Document, isAlias, isMap, isScalar, isSeq, type Node, Parser } from "yaml";
import type { Trouble } from "../facts.ts";
import { type Entry, MAX_DEPTH, name, text, type Value } from "./value.ts";

/** Aliases multiply what they name; more values than this are an attack, not a document. */
const MAX_VALUES = 200_000;

interface Reading {
  readonly anchors: Map<string, Node>;
  readonly offset: number;
  left: number;
}

function scalar(value: unknown, source: string, at: { at: number; end: number }): Value {
  if (typeof value === "boolean") return { kind: "boolean", value, ...at };
  if (typeof value === "number") return { kind: "number", value, ...at };
  if (value === null || value === undefined) return { kind: "null", ...at };
  const word = typeof value === "string" ? value : source;
  return text(word, at, word.includes("${") || word.includes("«"));
}

/** A tagged node: the intrinsic functions of CloudFormation become names, open texts and calls. */
function tagged(tag: string, inner: Value): Value {
  const at = { at: inner.at, end: inner.end };
  if (tag === "!Sub" && inner.kind === "text") return text(inner.value, at, inner.value.includes("${"));
  if (tag === "!Ref" && inner.kind === "text") return name(inner.value, at);
  if (tag === "!GetAtt" && inner.kind === "text") return name(inner.value, at);
  return {
    kind: "call",
    callee: tag,
    args: inner.kind === "list" ? inner.items : [inner],
    entries: [],
    ...at,
  };
}

function place(node: Node, offset: number): { at: number; end: number } {
  const range = node.range ?? [0, 0, 0];
  return { at: offset + range[0], end: offset + range[1] };
}

function convert(node: unknown, reading: Reading, depth: number): Value {
  const none: Value = { kind: "null", at: reading.offset, end: reading.offset };
  if (depth > MAX_DEPTH || reading.left-- <= 0) return none;
  if (isAlias(node)) {
    const target = reading.anchors.get(node.source);
    return target ? convert(target, reading, depth + 1) : none;
  }
  if (isScalar(node)) {
    const value = scalar(node.value, node.source ?? "", place(node, reading.offset));
    return node.tag?.startsWith("!") ? tagged(node.tag, value) : value;
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(item, reading, depth + 1));
    const list: Value = { kind: "list", items, ...place(node, reading.offset) };
    return node.tag?.startsWith("!") ? tagged(node.tag, list) : list;
  }
  if (isMap(node)) {
    const entries: Entry[] = [];
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? pair.key : undefined;
      if (!key) continue;
      const start = place(key, reading.offset);
      const value = pair.value === null ? { ...none, ...start } : convert(pair.value, reading, depth + 1);
      if (key.value === "<<") entries.push(...("entries" in value ? value.entries : []));
      else entries.push({ key: String(key.value), at: start.at, value });
    }
    const dict: Value = { kind: "dict", entries, ...place(node, reading.offset) };
    return node.tag?.startsWith("!") ? tagged(node.tag, dict) : dict;
  }
  return none;
}

function anchorsOf(document: Document): Map<string, Node> {
  const anchors = new Map<string, Node>();
  const seen: unknown[] = [document.contents];
  for (let node = seen.pop(); node !== undefined; node = seen.pop()) {
    if (isAlias(node) || node === null) continue;
    if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor) anchors.set(node.anchor, node);
    if (isSeq(node)) seen.push(...node.items);
    if (isMap(node)) for (const pair of node.items) seen.push(pair.value);
  }
  return anchors;
}

/** Of two kinds that a template chooses between, the wider one is shown. */
const clusterKind = /(?<=")ClusterRole(?:Binding)?(?=")/;

/** Whether the item of a list that begins on `line` with a template has keys of its own below; `from`: where that line ends. */
function goesOn(source: string, from: number, line: string): boolean {
  const column = line.indexOf("-");
  for (let start = from + 1; from >= 0 && start > 0 && start < source.length; ) {
    const end = source.indexOf("\n", start);
    const next = source.slice(start, end < 0 ? source.length : end);
    const word = next.trimStart();
    if (word.trim() !== "" && !word.startsWith("{{"))
      return next.length - word.length > column && /^[\w.$/-]{1,100}:(?:\s|$)/.test(word);
    start = end + 1;
  }
  return false;
}

/**
 * Blanks out Go and Jinja templates without moving anything: a line that holds nothing else becomes empty, an
 * expression inside of a line becomes `«` marks, which the values show as unknown. GitHub's `${{ }}` and
 * CloudFormation's `{{resolve:…}}` are left alone.
 */
export function withoutTemplates(source: string): string {
  if (!source.includes("{{") && !source.includes("{%")) return source;
  const blank = (part: string, mark: string) => part.replace(/[^\r\n]/g, mark);
  let result = "";
  let from = 0;
  for (let open = source.indexOf("{", from); open >= 0; open = source.indexOf("{", open)) {
    const second = source[open + 1];
    if (
      (second !== "{" && second !== "%") ||
      source[open - 1] === "$" ||
      source.startsWith("{{resolve:", open)
    ) {
      open++;
      continue;
    }
    const close = source.indexOf(second === "{" ? "}}" : "%}", open + 2);
    if (close < 0) break;
    const end = close + 2;
    const lineStart = source.lastIndexOf("\n", open - 1) + 1;
    const lineEnd = source.indexOf("\n", end);
    const before = lineStart >= from ? "" : result.slice(lineStart);
    const line = before + source.slice(Math.max(lineStart, from), open);
    const after = source.slice(end, lineEnd < 0 ? source.length : lineEnd);
    const alone =
      after.trim() === "" && (line.trim() === "" || (line.trim() === "-" && goesOn(source, lineEnd, line)));
    const part = source.slice(open, end);
    const kind = alone ? null : clusterKind.exec(part);
    const shown =
      kind === null
        ? blank(part, alone ? " " : "«")
        : `${"«".repeat(kind.index)}${kind[0]}${"«".repeat(part.length - kind.index - kind[0].length)}`;
    result += source.slice(from, open) + shown;
    from = end;
    open = end;
  }
  return result + source.slice(from);
}

/** Longer documents are not read: the parser takes some hundred times their text. UTF-16 units. */
const MAX_DOCUMENT = 1536 * 1024;

/** Below this a file's documents are read in one go. */
const SMALL = 128 * 1024;

/**
 * Every document of the file; a document that cannot be read at all is left out. `offset` moves the positions. What
 * could not be read whole is added to `troubles`.
 */
export function readYaml(source: string, offset = 0, troubles: Trouble[] = []): readonly Value[] {
  const plain = withoutTemplates(source);
  const mine: Trouble[] = [];
  const read = readPieces(plain, offset, mine);
  if (mine.length > 0 && plain !== source) {
    // Where braces stand in long texts, such as prompts, it is no template.
    const written: Trouble[] = [];
    const asWritten = readPieces(source, offset, written);
    if (written.length === 0) return asWritten;
  }
  troubles.push(...mine);
  return read;
}

function readPieces(plain: string, offset: number, troubles: Trouble[]): readonly Value[] {
  if (plain.length <= SMALL) return readDocuments(plain, offset, troubles);
  // Large files hold many documents; one after the other takes the memory of one. `---` at a line's beginning ends a
  // document wherever it stands.
  const starts = [0, ...[...plain.matchAll(/\n(?=---(?:\s|$))/g)].map((found) => found.index + 1)];
  return starts.flatMap((start, index) => {
    const piece = plain.slice(start, starts[index + 1]);
    if (piece.length <= MAX_DOCUMENT) return readDocuments(piece, offset + start, troubles);
    troubles.push({ message: "It holds a document that is too large to be read.", at: offset + start });
    return [];
  });
}

/** Composing recurses: how deep it gets before the stack ends depends on who calls, so what is deep is refused first. */
function isDeep(tokens: readonly CST.Token[]): boolean {
  let level: readonly CST.Token[] = tokens;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > 2 * MAX_DEPTH) return true;
    level = level.flatMap((token) => {
      if (token.type === "document") return token.value === undefined ? [] : [token.value];
      if (!("items" in token)) return [];
      return token.items.flatMap(({ key, value }) => [key ?? [], value ?? []].flat());
    });
  }
  return false;
}

function readDocuments(source: string, offset: number, troubles: Trouble[]): readonly Value[] {
  const tokens = [...new Parser().parse(source)];
  if (isDeep(tokens)) {
    troubles.push({ message: "Nested too deeply to be read.", at: offset });
    return [];
  }
  // An excerpt for each of thousands of errors would be most of the time, so errors stay plain.
  const composer = new Composer({
    strict: false,
    uniqueKeys: false,
    logLevel: "silent",
    keepSourceTokens: false,
  });
  return [...composer.compose(tokens, false, source.length)].map((document) => {
    const [error] = document.errors;
    if (error !== undefined)
      troubles.push({ message: `Syntax error: ${error.message}`, at: offset + error.pos[0] });
    const reading = { anchors: anchorsOf(document), offset, left: MAX_VALUES };
    const value = convert(document.contents, reading, 0);
    if (reading.left <= 0)
      troubles.push({
        message: "It has too many values, or its aliases repeat too much, to be read whole.",
        at: offset,
      });
    return value;
  });
}
