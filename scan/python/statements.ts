/** Python's statements, functions and classes as scopes. */
import { add, armsOf, depthLimit, dotted, openScope, type Place, scopeOf } from "../builder.ts";
import type { Extent, Parameter, Value } from "../code.ts";
import { columnOf, isPattern } from "./columns.ts";
import { child, type Reading, readArguments, readValue, textOf } from "./expressions.ts";
import { importFrom, importModules } from "./modules.ts";
import type { PyNode } from "./tree.ts";
import { typeValue } from "./types.ts";

const extentOf = (node: PyNode): Extent => ({ at: node.at, end: node.end });

export function statements(reading: Reading, nodes: readonly PyNode[], place: Place): void {
  for (const node of nodes) statement(reading, node, place);
}

export function statement(reading: Reading, node: PyNode, place: Place): void {
  if (place.depth > depthLimit) {
    reading.builder.tooDeep.push(node.at);
    return;
  }
  const read = readers.get(node.type);
  if (read !== undefined) read(reading, node, place);
  else expression(reading, node, place);
}

type Read = (reading: Reading, node: PyNode, place: Place) => void;

const inside = (place: Place): Place => ({ ...place, depth: place.depth + 1 });

function value(reading: Reading, node: PyNode, place: Place): Value {
  return readValue(reading, node, place.scope, place.depth + 1);
}

function run(reading: Reading, node: PyNode | undefined, place: Place): void {
  if (node !== undefined)
    add(reading.builder, place, { kind: "run", value: value(reading, node, place), ...extentOf(node) });
}

function expression(reading: Reading, node: PyNode, place: Place): void {
  if (node.type === "assignment") assignment(reading, node, place);
  else if (node.type === "augmented_assignment") augmented(reading, node, place);
  else if (node.type === "ERROR") statements(reading, node.children, inside(place));
  else run(reading, node, place);
}

function assignment(reading: Reading, node: PyNode, place: Place): void {
  const left = child(node, "left");
  const right = child(node, "right");
  const annotation = child(node, "type");
  const type = annotation === undefined ? undefined : typeValue(value(reading, annotation, place));
  if (left === undefined) return;
  if (right === undefined) {
    if (type !== undefined) bind(reading, left, { kind: "nothing", ...extentOf(node) }, place, type);
    return;
  }
  // `a = b = c` assigns the last value to each.
  if (right.type === "assignment") {
    assignment(reading, right, place);
    let last: PyNode | undefined = right;
    while (last?.type === "assignment") last = child(last, "right");
    if (last !== undefined) bind(reading, left, value(reading, last, place), place);
    return;
  }
  bind(reading, left, value(reading, right, place), place, type);
}

function augmented(reading: Reading, node: PyNode, place: Place): void {
  const left = child(node, "left");
  const right = child(node, "right");
  if (left === undefined || right === undefined) return;
  const parts = [value(reading, left, place), value(reading, right, place)];
  if (node.operator === "+=") bind(reading, left, { kind: "join", parts, ...extentOf(node) }, place);
  else run(reading, right, place);
}

function bind(
  reading: Reading,
  target: PyNode,
  given: Value,
  place: Place,
  type?: Value,
  element?: true,
): void {
  if (isPattern(target)) {
    for (const [index, each] of target.children.entries()) {
      const item = given.kind === "list" ? given.items[index] : undefined;
      bind(reading, each, item ?? given, place, undefined, item === undefined ? true : undefined);
    }
    return;
  }
  const path = dotted(value(reading, target, place));
  const extent: Extent = { at: target.at, end: Math.max(target.end, given.end) };
  if (path === undefined) add(reading.builder, place, { kind: "run", value: given, ...extent });
  else
    add(reading.builder, place, {
      kind: "bind",
      target: path,
      value: given,
      ...(type === undefined ? {} : { type }),
      ...(element === undefined ? {} : { element }),
      ...extent,
    });
}

const block: Read = (reading, node, place) => statements(reading, node.children, inside(place));

const branches: Read = (reading, node, place) => {
  const arm = armsOf(reading.builder, place);
  run(reading, child(node, "condition"), place);
  let index = 0;
  for (const each of node.children) {
    if (each.field === "condition") continue;
    if (each.type === "elif_clause") run(reading, child(each, "condition"), place);
    const body = each.field === "consequence" ? each : (child(each, "consequence") ?? child(each, "body"));
    if (body !== undefined) statements(reading, body.children, arm(index++));
  }
};

const matching: Read = (reading, node, place) => {
  const arm = armsOf(reading.builder, place);
  run(reading, child(node, "subject"), place);
  const cases = (child(node, "body") ?? node).children.filter((each) => each.type === "case_clause");
  for (const [index, each] of cases.entries()) {
    const body = child(each, "consequence");
    if (body !== undefined) statements(reading, body.children, arm(index));
  }
};

const trying: Read = (reading, node, place) => {
  for (const each of node.children)
    if (each.type === "block") block(reading, each, place);
    else for (const part of each.children) if (part.type === "block") block(reading, part, place);
};

const looping: Read = (reading, node, place) => {
  const left = child(node, "left");
  const right = child(node, "right");
  if (left !== undefined && right !== undefined) {
    const over = value(reading, right, place);
    if (isPattern(left) && over.kind === "list")
      for (const [index, each] of left.children.entries())
        bind(reading, each, columnOf(over, index), place, undefined, true);
    else bind(reading, left, over, place, undefined, true);
  }
  run(reading, child(node, "condition"), place);
  for (const each of node.children)
    if (each.type === "block") block(reading, each, place);
    else if (each.type === "else_clause") for (const part of each.children) block(reading, part, place);
};

const withing: Read = (reading, node, place) => {
  for (const clause of node.children)
    for (const item of clause.type === "with_clause" ? clause.children : []) {
      const given = child(item, "value");
      if (given === undefined) continue;
      const alias = given.type === "as_pattern" ? child(given, "alias") : undefined;
      const opened = given.children[0];
      if (alias === undefined || opened === undefined) run(reading, given, place);
      else bind(reading, alias.children[0] ?? alias, value(reading, opened, place), place);
    }
  for (const each of node.children) if (each.type === "block") block(reading, each, place);
};

const decorated: Read = (reading, node, place) => {
  const definition = child(node, "definition");
  if (definition === undefined) return;
  const decorators = node.children
    .filter((each) => each.type === "decorator")
    .flatMap((each) => each.children.slice(0, 1))
    .map((each) => value(reading, each, place));
  define(reading, definition, place, decorators, node);
};

function define(
  reading: Reading,
  node: PyNode,
  place: Place,
  decorators: readonly Value[],
  whole: PyNode,
): void {
  const name = child(node, "name");
  const isClass = node.type === "class_definition";
  const index = openScope(reading.builder, {
    kind: isClass ? "class" : "function",
    parent: place.scope,
    at: node.at,
    end: node.end,
    nameAt: name?.at ?? node.at,
    ...(name === undefined ? {} : { name: textOf(reading, name) }),
  });
  const draft = scopeOf(reading.builder, index);
  draft.decorators.push(...decorators);
  const own: Place = { scope: index, arms: [], depth: place.depth + 1 };
  const bases = child(node, "superclasses");
  if (bases !== undefined)
    for (const argument of readArguments(reading, bases, place.scope, place.depth + 1))
      if (argument.name === undefined) draft.bases.push(argument.value);
  const params = child(node, "parameters");
  if (params !== undefined) draft.params.push(...parameters(reading, params, own));
  const annotation = child(node, "return_type");
  const returns = annotation === undefined ? undefined : typeValue(value(reading, annotation, place));
  if (returns !== undefined) draft.returns = returns;
  const body = child(node, "body");
  if (body !== undefined) statements(reading, body.children, own);
  if (name !== undefined)
    add(reading.builder, place, {
      kind: "bind",
      target: textOf(reading, name),
      value: { kind: "scope", scope: index, at: node.at, end: node.end },
      at: whole.at,
      end: node.end,
    });
}

function parameters(reading: Reading, list: PyNode, place: Place): readonly Parameter[] {
  return list.children.flatMap((each): Parameter[] => {
    const named = child(each, "name") ?? (each.type === "identifier" ? each : each.children[0]);
    if (named === undefined) return [];
    const given = child(each, "value");
    const annotation = child(each, "type");
    const type = annotation === undefined ? undefined : typeValue(value(reading, annotation, place));
    const splat = named.type.endsWith("_splat_pattern") ? named : each;
    const target = splat.type.endsWith("_splat_pattern") ? splat.children[0] : named;
    if (target?.type !== "identifier") return [];
    return [
      {
        name: textOf(reading, target),
        ...(given === undefined ? {} : { value: value(reading, given, place) }),
        ...(type === undefined ? {} : { type }),
        ...(splat.type === "list_splat_pattern" ? { rest: "list" as const } : {}),
        ...(splat.type === "dictionary_splat_pattern" ? { rest: "record" as const } : {}),
        ...extentOf(each),
      },
    ];
  });
}

/** Reads a lambda into a scope of its own; gives its number. */
export function readLambda(reading: Reading, node: PyNode, parent: number, depth: number): number {
  const index = openScope(reading.builder, {
    kind: "function",
    parent,
    at: node.at,
    end: node.end,
    nameAt: node.at,
  });
  const place: Place = { scope: index, arms: [], depth };
  const params = child(node, "parameters");
  if (params !== undefined)
    scopeOf(reading.builder, index).params.push(...parameters(reading, params, place));
  const body = child(node, "body");
  if (body !== undefined)
    add(reading.builder, place, {
      kind: "run",
      give: true,
      value: value(reading, body, place),
      ...extentOf(body),
    });
  return index;
}

const readers: ReadonlyMap<string, Read> = new Map<string, Read>([
  [
    "expression_statement",
    (reading, node, place) => {
      const [first] = node.children;
      if (first === undefined) return;
      if (node.children.length > 1) for (const each of node.children) run(reading, each, place);
      else expression(reading, first, place);
    },
  ],
  ["import_statement", (reading, node, place) => importModules(reading, node, place)],
  ["import_from_statement", (reading, node, place) => importFrom(reading, node, place)],
  [
    "return_statement",
    (reading, node, place) => {
      const given = node.children[0];
      if (given !== undefined)
        add(reading.builder, place, {
          kind: "run",
          give: true,
          value: value(reading, given, place),
          ...extentOf(node),
        });
    },
  ],
  ["block", block],
  ["if_statement", branches],
  ["match_statement", matching],
  ["try_statement", trying],
  ["for_statement", looping],
  ["while_statement", looping],
  ["with_statement", withing],
  ["decorated_definition", decorated],
  ["function_definition", (reading, node, place) => define(reading, node, place, [], node)],
  ["class_definition", (reading, node, place) => define(reading, node, place, [], node)],
  ["pass_statement", () => undefined],
  ["global_statement", () => undefined],
  ["nonlocal_statement", () => undefined],
]);
