/** Python as values: assignments and default parameters are entries, keyword arguments are a call's entries. */
import type { Grammar, PyNode } from "../python/tree.ts";
import { at, field, joined, pathOf, spelled, spelling, string } from "./python-text.ts";
import { type Entry, MAX_DEPTH, name, type Value } from "./value.ts";

function call(source: string, node: PyNode, depth: number): Value {
  const target = field(node, "function");
  const path = target ? pathOf(source, target) : undefined;
  const args: Value[] = [];
  const entries: Entry[] = [];
  let callee = path ?? "";
  if (path === undefined && target) {
    if (target.type === "attribute") {
      callee = `.${spelled(source, field(target, "attribute")) ?? ""}`;
      const receiver = field(target, "object");
      if (receiver) args.push(value(source, receiver, depth + 1));
    } else if (target.type === "subscript" || target.type === "generic_type") {
      // `Agent[Context](…)`: the parameter of a generic changes nothing here.
      const base = field(target, "value") ?? target.children[0];
      callee = base ? (pathOf(source, base) ?? "") : "";
    }
  }
  for (const argument of field(node, "arguments")?.children ?? []) {
    if (argument.type === "keyword_argument") {
      const key = field(argument, "name");
      const inner = field(argument, "value");
      if (key && inner)
        entries.push({ key: spelled(source, key), at: key.at, value: value(source, inner, depth + 1) });
    } else if (argument.type === "dictionary_splat" && argument.children[0]) {
      const splat = value(source, argument.children[0], depth + 1);
      if (splat.kind === "dict") entries.push(...splat.entries);
      else entries.push({ key: "**", at: argument.at, value: splat });
    } else args.push(value(source, argument, depth + 1));
  }
  return { kind: "call", callee, args, entries, ...at(node) };
}

function dictionary(source: string, node: PyNode, depth: number): Value {
  const entries: Entry[] = [];
  for (const pair of node.children) {
    if (pair.type === "dictionary_splat" && pair.children[0])
      entries.push({ key: "**", at: pair.at, value: value(source, pair.children[0], depth + 1) });
    const key = field(pair, "key");
    const inner = field(pair, "value");
    if (pair.type !== "pair" || !key || !inner) continue;
    const written = key.type === "string" ? string(source, key) : undefined;
    entries.push({
      key: written?.kind === "text" ? written.value : spelling(source, key),
      at: key.at,
      value: value(source, inner, depth + 1),
    });
  }
  return { kind: "dict", entries, ...at(node) };
}

function items(source: string, node: PyNode, depth: number): readonly Value[] {
  return node.children.flatMap((child) => {
    const inner = child.type === "list_splat" ? child.children[0] : child;
    if (!inner) return [];
    const item = value(source, inner, depth + 1);
    return child.type === "list_splat" && item.kind === "list" ? [...item.items] : [item];
  });
}

function value(source: string, node: PyNode, depth: number): Value {
  const place = at(node);
  if (depth > MAX_DEPTH) return name("…", place);
  switch (node.type) {
    case "string":
      return string(source, node);
    case "concatenated_string":
      return joined(
        node.children.filter((child) => child.type === "string").map((child) => string(source, child)),
        place,
      );
    case "integer":
    case "float":
      return { kind: "number", value: Number(spelled(source, node).replace(/_/g, "")), ...place };
    case "true":
    case "false":
      return { kind: "boolean", value: node.type === "true", ...place };
    case "none":
      return { kind: "null", ...place };
    case "list":
    case "tuple":
    case "set":
      return { kind: "list", items: items(source, node, depth), ...place };
    case "dictionary":
      return dictionary(source, node, depth);
    case "call":
      return call(source, node, depth);
    case "await":
    case "parenthesized_expression": {
      const [inner] = node.children;
      return inner ? value(source, inner, depth + 1) : name("", place);
    }
    case "binary_operator": {
      const left = field(node, "left");
      const right = field(node, "right");
      if (!left || !right || node.operator !== "+") return name(spelling(source, node), place);
      const parts = [value(source, left, depth + 1), value(source, right, depth + 1)];
      if (parts.every((part) => part.kind === "list"))
        return {
          kind: "list",
          items: parts.flatMap((part) => (part.kind === "list" ? part.items : [])),
          ...place,
        };
      return parts.some((part) => part.kind === "text")
        ? joined(parts, place)
        : name(spelling(source, node), place);
    }
    case "conditional_expression": {
      const [yes, , no] = node.children;
      const args = [yes, no].flatMap((part) => (part ? [value(source, part, depth + 1)] : []));
      return { kind: "call", callee: "?:", args, entries: [], ...place };
    }
    case "boolean_operator": {
      const args = node.children.map((part) => value(source, part, depth + 1));
      return { kind: "call", callee: node.operator === "and" ? "&&" : "||", args, entries: [], ...place };
    }
    case "dictionary_comprehension": {
      const pair = node.children.find((child) => child.type === "pair");
      const made = pair && field(pair, "value");
      const args = made ? [value(source, made, depth + 1)] : [];
      return { kind: "call", callee: "for", args, entries: [], ...place };
    }
    case "list_comprehension":
    case "generator_expression": {
      const args = node.children.slice(0, 1).map((part) => value(source, part, depth + 1));
      return {
        kind: "call",
        callee: spelled(source, node).includes(" if ") ? "for-if" : "for",
        args,
        entries: [],
        ...place,
      };
    }
    case "lambda": {
      const body = field(node, "body");
      const entries = body ? [{ key: "return", at: body.at, value: value(source, body, depth + 1) }] : [];
      return { kind: "scope", name: "", entries, ...place };
    }
    case "attribute":
    case "subscript": {
      const path = pathOf(source, node);
      const receiver = field(node, node.type === "attribute" ? "object" : "value");
      if (path !== undefined || !receiver) return name(path ?? spelling(source, node), place);
      const callee = `.${spelled(source, field(node, "attribute")) || "[]"}`;
      return { kind: "call", callee, args: [value(source, receiver, depth + 1)], entries: [], ...place };
    }
    default:
      return name(pathOf(source, node) ?? spelling(source, node), place);
  }
}

function scope(node: PyNode, named: string, entries: readonly Entry[], test?: string): Entry {
  return { key: "", at: node.at, value: { kind: "scope", name: named, test, entries, ...at(node) } };
}

function branches(source: string, node: PyNode, depth: number): readonly Entry[] {
  const condition = field(node, "condition");
  const entries: Entry[] = [];
  for (const child of node.children) {
    if (child.type === "block")
      entries.push(
        scope(child, "", block(source, child, depth + 1), condition ? spelling(source, condition) : "else"),
      );
    if (child.type === "elif_clause" || child.type === "else_clause")
      entries.push(...branches(source, child, depth + 1));
  }
  return entries;
}

function assignment(source: string, node: PyNode, depth: number): readonly Entry[] {
  const left = field(node, "left");
  const right = field(node, "right");
  if (!left || !right) return [];
  if (right.type === "assignment") return assignment(source, right, depth + 1);
  return [{ key: pathOf(source, left) ?? "", at: node.at, value: value(source, right, depth + 1) }];
}

function statement(source: string, node: PyNode, depth: number): readonly Entry[] {
  if (depth > MAX_DEPTH) return [];
  const [first] = node.children;
  switch (node.type) {
    case "expression_statement":
      // A string that stands alone is a docstring or a block that was commented out.
      if (!first || first.type === "string" || first.type === "concatenated_string") return [];
      if (first.type === "assignment" || first.type === "augmented_assignment")
        return assignment(source, first, depth);
      return [
        {
          key: "",
          at: node.at,
          value: value(source, first.type === "yield" ? (first.children[0] ?? first) : first, depth),
        },
      ];
    case "return_statement":
      return first ? [{ key: "return", at: node.at, value: value(source, first, depth) }] : [];
    case "function_definition": {
      const defaults = (field(node, "parameters")?.children ?? []).flatMap((parameter) => {
        const key = field(parameter, "name");
        const inner = field(parameter, "value");
        return key && inner
          ? [{ key: spelled(source, key), at: parameter.at, value: value(source, inner, depth + 1) }]
          : [];
      });
      const body = field(node, "body");
      const inner = body ? block(source, body, depth + 1) : [];
      return [scope(node, spelled(source, field(node, "name")) ?? "", [...defaults, ...inner])];
    }
    case "class_definition": {
      const body = field(node, "body");
      return [
        scope(node, spelled(source, field(node, "name")) ?? "", body ? block(source, body, depth + 1) : []),
      ];
    }
    case "decorated_definition": {
      const decorators = node.children
        .filter((child) => child.type === "decorator")
        .flatMap((child): Entry[] =>
          child.children[0]
            ? [{ key: "", at: child.at, value: value(source, child.children[0], depth + 1) }]
            : [],
        );
      const definition = field(node, "definition");
      return [...decorators, ...(definition ? statement(source, definition, depth + 1) : [])];
    }
    case "if_statement":
      return branches(source, node, depth);
    case "for_statement": {
      // A call makes what a loop goes over; a list of words that are looked for is no value in use.
      const over = field(node, "right");
      const made = over && (over.type === "await" ? over.children[0] : over)?.type === "call";
      const entries = made ? [{ key: "", at: over.at, value: value(source, over, depth + 1) }] : [];
      return [...entries, ...block(source, node, depth + 1)];
    }
    case "with_statement": {
      const clause = node.children.find((child) => child.type === "with_clause");
      const opened = (clause?.children ?? []).flatMap((item) => {
        const inner = field(item, "value") ?? item.children[0];
        const target = inner?.type === "as_pattern" ? inner.children[0] : inner;
        return target ? [{ key: "", at: item.at, value: value(source, target, depth + 1) }] : [];
      });
      return [...opened, ...block(source, node, depth + 1)];
    }
    case "block":
    case "module":
    case "try_statement":
    case "except_clause":
    case "finally_clause":
    case "else_clause":
    case "while_statement":
    case "match_statement":
    case "case_clause":
      return block(source, node, depth + 1);
    default:
      return [];
  }
}

function block(source: string, node: PyNode, depth: number): readonly Entry[] {
  return node.children.flatMap((child) => statement(source, child, depth + 1));
}

/** The module as a scope. Docstrings and comments are left out. */
export function fromPython(root: PyNode, source: string): Value {
  return { kind: "scope", name: "", entries: block(source, root, 0), at: 0, end: source.length };
}

/** Parses and reads. */
export function readPython(source: string, grammar: Grammar): Value {
  return fromPython(grammar(source).root, source);
}
