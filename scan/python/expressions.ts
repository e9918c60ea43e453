/** Python's expressions as values. */
import { type Builder, depthLimit, other, textValue } from "../builder.ts";
import type { Argument, Entry, Extent, Value } from "../code.ts";
import { readComprehension } from "./comprehensions.ts";
import { unescapePython } from "./strings.ts";
import type { PyNode } from "./tree.ts";

export interface Reading {
  readonly text: string;
  readonly builder: Builder;
  /** Reads a lambda into a scope. */
  readonly lambda: (node: PyNode, parent: number, depth: number) => number;
}

export function child(node: PyNode, field: string): PyNode | undefined {
  return node.children.find((candidate) => candidate.field === field);
}

export function textOf(reading: Reading, node: PyNode): string {
  return reading.text.slice(node.at, node.end);
}

type Read = (reading: Reading, node: PyNode, scope: number, depth: number) => Value;

export function readValue(reading: Reading, node: PyNode, scope: number, depth: number): Value {
  if (depth > depthLimit) {
    reading.builder.tooDeep.push(node.at);
    return { kind: "other", parts: [], at: node.at, end: node.end };
  }
  const read = readers.get(node.type);
  return read === undefined ? rest(reading, node, scope, depth) : read(reading, node, scope, depth);
}

const extentOf = (node: PyNode): Extent => ({ at: node.at, end: node.end });

const rest: Read = (reading, node, scope, depth) =>
  other(
    node.children.map((each) => readValue(reading, each, scope, depth + 1)),
    extentOf(node),
  );

/** The node stands for its first child: parentheses, `await`, a type. */
const inner: Read = (reading, node, scope, depth) => {
  const only = node.children[0];
  return only === undefined
    ? { kind: "other", parts: [], ...extentOf(node) }
    : readValue(reading, only, scope, depth + 1);
};

const attribute: Read = (reading, node, scope, depth) => {
  const object = child(node, "object");
  const name = child(node, "attribute");
  if (object === undefined || name === undefined) return rest(reading, node, scope, depth);
  return {
    kind: "member",
    object: readValue(reading, object, scope, depth + 1),
    name: textOf(reading, name),
    nameAt: name.at,
    ...extentOf(node),
  };
};

const subscript: Read = (reading, node, scope, depth) => {
  const object = child(node, "value");
  const index = child(node, "subscript");
  if (object === undefined || index === undefined) return rest(reading, node, scope, depth);
  const read = readValue(reading, object, scope, depth + 1);
  const key = readValue(reading, index, scope, depth + 1);
  return key.kind === "text"
    ? { kind: "member", object: read, name: key.text, nameAt: index.at, ...extentOf(node) }
    : { kind: "index", object: read, index: key, ...extentOf(node) };
};

const call: Read = (reading, node, scope, depth) => {
  const callee = child(node, "function");
  const given = child(node, "arguments");
  if (callee === undefined) return rest(reading, node, scope, depth);
  const args =
    given?.type === "argument_list"
      ? readArguments(reading, given, scope, depth + 1)
      : given?.type === "generator_expression"
        ? [{ value: readValue(reading, given, scope, depth + 1) }]
        : [];
  const isDict = callee.type === "identifier" && textOf(reading, callee) === "dict";
  if (isDict && args.every(({ name, value }) => name !== undefined || value.kind === "spread"))
    return { kind: "record", entries: args.map(entryOf), ...extentOf(node) };
  return {
    kind: "call",
    callee: readValue(reading, callee, scope, depth + 1),
    args,
    ...extentOf(node),
  };
};

/** `dict(key=value, **more)` is a record like any other. */
function entryOf({ name, value }: Argument): Entry {
  return { ...(name === undefined ? {} : { key: name }), value, at: value.at, end: value.end };
}

export function readArguments(
  reading: Reading,
  list: PyNode,
  scope: number,
  depth: number,
): readonly Argument[] {
  return list.children.map((each): Argument => {
    if (each.type !== "keyword_argument") return { value: readValue(reading, each, scope, depth) };
    const name = child(each, "name");
    const value = child(each, "value");
    const read: Value =
      value === undefined
        ? { kind: "other", parts: [], ...extentOf(each) }
        : readValue(reading, value, scope, depth);
    return name === undefined ? { value: read } : { name: textOf(reading, name), value: read };
  });
}

const list: Read = (reading, node, scope, depth) => ({
  kind: "list",
  items: node.children.map((each) => readValue(reading, each, scope, depth + 1)),
  ...extentOf(node),
});

const splat: Read = (reading, node, scope, depth) => ({
  kind: "spread",
  value: inner(reading, node, scope, depth),
  ...extentOf(node),
});

const dictionary: Read = (reading, node, scope, depth) => ({
  kind: "record",
  entries: node.children.map((each): Entry => {
    const key = child(each, "key");
    const value = child(each, "value");
    if (each.type !== "pair" || key === undefined || value === undefined)
      return { value: readValue(reading, each, scope, depth + 1), ...extentOf(each) };
    const name = readValue(reading, key, scope, depth + 1);
    const read = readValue(reading, value, scope, depth + 1);
    return name.kind === "text"
      ? { key: name.text, value: read, ...extentOf(each) }
      : { value: read, ...extentOf(each) };
  }),
  ...extentOf(node),
});

const string: Read = (reading, node, scope, depth) => {
  const start = node.children.find((each) => each.type === "string_start");
  const raw = start !== undefined && /[rR]/.test(textOf(reading, start));
  const parts: Value[] = [];
  for (const each of node.children) {
    if (each.type === "string_content") {
      const source = textOf(reading, each);
      parts.push(textValue(raw ? source : unescapePython(source), extentOf(node)));
    } else if (each.type === "interpolation") {
      const value = child(each, "expression") ?? each.children[0];
      parts.push(
        value === undefined
          ? { kind: "other", parts: [], ...extentOf(each) }
          : readValue(reading, value, scope, depth + 1),
      );
    }
  }
  const only = parts[0];
  if (only === undefined) return { kind: "text", text: "", ...extentOf(node) };
  return parts.length === 1 && only.kind === "text" ? only : { kind: "join", parts, ...extentOf(node) };
};

const concatenated: Read = (reading, node, scope, depth) => ({
  kind: "join",
  parts: node.children.map((each) => readValue(reading, each, scope, depth + 1)),
  ...extentOf(node),
});

/** Chains of one operator lean to the left; they are read in a loop. */
function chain(node: PyNode): readonly PyNode[] {
  const operands: PyNode[] = [];
  let here = node;
  for (;;) {
    const left = child(here, "left");
    const right = child(here, "right");
    if (left === undefined || right === undefined)
      return operands.length === 0 ? node.children : [here, ...operands];
    operands.unshift(right);
    if (left.type !== node.type || left.operator !== node.operator) return [left, ...operands];
    here = left;
  }
}

const binary: Read = (reading, node, scope, depth) => {
  const parts = chain(node).map((each) => readValue(reading, each, scope, depth + 1));
  if (node.operator === "+") return { kind: "join", parts, ...extentOf(node) };
  const filled = node.operator === "%" ? interpolated(parts, extentOf(node)) : undefined;
  return filled ?? other(parts, extentOf(node));
};

/** `"%s-bot" % name`: the text with its parts, where all that stands for one is `%s` or `%d`. */
function interpolated(parts: readonly Value[], extent: Extent): Value | undefined {
  const [format, given, more] = parts;
  if (format?.kind !== "text" || format.cut === true || given === undefined || more !== undefined)
    return undefined;
  const pieces = format.text.split(/%[sd]/);
  const values = given.kind === "list" ? given.items : [given];
  if (values.length !== pieces.length - 1 || pieces.some((piece) => piece.includes("%"))) return undefined;
  const text = (piece: string): Value => ({ kind: "text", text: piece, at: format.at, end: format.end });
  const joined = pieces.flatMap((piece, index) => {
    const value = values[index];
    return value === undefined ? [text(piece)] : [text(piece), value];
  });
  return { kind: "join", parts: joined, ...extent };
}

const boolean: Read = (reading, node, scope, depth) => {
  const parts = chain(node).map((each) => readValue(reading, each, scope, depth + 1));
  const last = parts.at(-1);
  if (node.operator === "or") return { kind: "choice", options: parts, ...extentOf(node) };
  return last ?? { kind: "other", parts, ...extentOf(node) };
};

const conditional: Read = (reading, node, scope, depth) => {
  const [yes, , no] = node.children;
  if (yes === undefined || no === undefined) return rest(reading, node, scope, depth);
  const options = [yes, no].map((each) => readValue(reading, each, scope, depth + 1));
  return { kind: "choice", options, ...extentOf(node) };
};

const comprehension: Read = (reading, node, scope, depth) =>
  readComprehension(reading.text, node, (part) => readValue(reading, part, scope, depth + 1)) ??
  rest(reading, node, scope, depth);

const readers: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["identifier", (reading, node) => ({ kind: "name", name: textOf(reading, node), ...extentOf(node) })],
  ["attribute", attribute],
  ["subscript", subscript],
  ["call", call],
  ["list", list],
  ["tuple", list],
  ["set", list],
  ["expression_list", list],
  ["list_comprehension", comprehension],
  ["set_comprehension", comprehension],
  ["generator_expression", comprehension],
  ["dictionary", dictionary],
  ["list_splat", splat],
  ["dictionary_splat", splat],
  ["string", string],
  ["concatenated_string", concatenated],
  [
    "integer",
    (reading, node) => ({
      kind: "number",
      number: Number(textOf(reading, node).replaceAll("_", "")),
      ...extentOf(node),
    }),
  ],
  [
    "float",
    (reading, node) => ({
      kind: "number",
      number: Number(textOf(reading, node).replaceAll("_", "")),
      ...extentOf(node),
    }),
  ],
  ["true", (_, node) => ({ kind: "flag", flag: true, ...extentOf(node) })],
  ["false", (_, node) => ({ kind: "flag", flag: false, ...extentOf(node) })],
  ["none", (_, node) => ({ kind: "nothing", ...extentOf(node) })],
  ["parenthesized_expression", inner],
  ["await", inner],
  ["type", inner],
  ["binary_operator", binary],
  ["boolean_operator", boolean],
  ["conditional_expression", conditional],
  [
    "named_expression",
    (reading, node, scope, depth) => {
      const value = child(node, "value");
      return value === undefined
        ? rest(reading, node, scope, depth)
        : readValue(reading, value, scope, depth + 1);
    },
  ],
  [
    "lambda",
    (reading, node, scope, depth) => ({
      kind: "scope",
      scope: reading.lambda(node, scope, depth + 1),
      ...extentOf(node),
    }),
  ],
]);
