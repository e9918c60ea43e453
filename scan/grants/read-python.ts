/** Python as values: assignments and default parameters are entries, keyword arguments are a call's entries. */
import type { Node, Parser, Tree } from "web-tree-sitter";
import { type Entry, MAX_DEPTH, name, text, type Value } from "./value.ts";

const at = (node: Node) => ({ at: node.startIndex, end: node.endIndex });
const spelling = (node: Node) => node.text.slice(0, 200);

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "\n": "",
};

function string(node: Node): Value {
  let value = "";
  let open = false;
  let raw = false;
  for (const part of node.namedChildren) {
    if (part.type === "string_start") raw = /r/i.test(part.text);
    if (part.type === "string_content") {
      const spelled = part.text;
      value +=
        raw || !spelled.includes("\\")
          ? spelled
          : spelled.replace(/\\([\s\S])/g, (_, c) => escapes[c] ?? `\\${c}`);
    }
    if (part.type === "interpolation") {
      value += `\${${part.text.slice(1, -1)}}`;
      open = true;
    }
  }
  return text(value, at(node), open);
}

function joined(parts: readonly Value[], place: { at: number; end: number }): Value {
  let value = "";
  let open = false;
  for (const part of parts) {
    if (part.kind === "text") value += part.value;
    else value += `\${${part.kind === "name" ? part.path : "…"}}`;
    open ||= part.kind !== "text" || part.open;
  }
  return text(value, place, open);
}

/** `iam.Effect.ALLOW`, `os.environ["X"]`; other receivers give undefined. */
function pathOf(node: Node): string | undefined {
  const parts: string[] = [];
  let current: Node | null = node;
  while (current && parts.length < 20) {
    if (current.type === "identifier") return [current.text, ...parts.reverse()].join(".");
    if (current.type === "attribute") parts.push(current.childForFieldName("attribute")?.text ?? "");
    else if (current.type === "subscript") {
      const index = current.childForFieldName("subscript");
      if (index?.type !== "string") return undefined;
      const key = string(index);
      parts.push(key.kind === "text" ? key.value : "");
      current = current.childForFieldName("value");
      continue;
    } else return undefined;
    current = current.childForFieldName("object");
  }
  return undefined;
}

function call(node: Node, depth: number): Value {
  const target = node.childForFieldName("function");
  const path = target ? pathOf(target) : undefined;
  const args: Value[] = [];
  const entries: Entry[] = [];
  let callee = path ?? "";
  if (path === undefined && target) {
    if (target.type === "attribute") {
      callee = `.${target.childForFieldName("attribute")?.text ?? ""}`;
      const receiver = target.childForFieldName("object");
      if (receiver) args.push(value(receiver, depth + 1));
    } else if (target.type === "subscript" || target.type === "generic_type") {
      // `Agent[Context](…)`: the parameter of a generic changes nothing here.
      const base = target.childForFieldName("value") ?? target.namedChildren[0];
      callee = base ? (pathOf(base) ?? "") : "";
    }
  }
  for (const argument of node.childForFieldName("arguments")?.namedChildren ?? []) {
    if (argument.type === "comment") continue;
    if (argument.type === "keyword_argument") {
      const key = argument.childForFieldName("name");
      const inner = argument.childForFieldName("value");
      if (key && inner) entries.push({ key: key.text, at: key.startIndex, value: value(inner, depth + 1) });
    } else if (argument.type === "dictionary_splat" && argument.namedChildren[0]) {
      const splat = value(argument.namedChildren[0], depth + 1);
      if (splat.kind === "dict") entries.push(...splat.entries);
      else entries.push({ key: "**", at: argument.startIndex, value: splat });
    } else args.push(value(argument, depth + 1));
  }
  return { kind: "call", callee, args, entries, ...at(node) };
}

function dictionary(node: Node, depth: number): Value {
  const entries: Entry[] = [];
  for (const pair of node.namedChildren) {
    if (pair.type === "dictionary_splat" && pair.namedChildren[0])
      entries.push({ key: "**", at: pair.startIndex, value: value(pair.namedChildren[0], depth + 1) });
    const key = pair.childForFieldName("key");
    const inner = pair.childForFieldName("value");
    if (pair.type !== "pair" || !key || !inner) continue;
    const spelled = key.type === "string" ? string(key) : undefined;
    entries.push({
      key: spelled?.kind === "text" ? spelled.value : spelling(key),
      at: key.startIndex,
      value: value(inner, depth + 1),
    });
  }
  return { kind: "dict", entries, ...at(node) };
}

function items(node: Node, depth: number): readonly Value[] {
  return node.namedChildren
    .filter((child) => child.type !== "comment")
    .flatMap((child) => {
      const inner = child.type === "list_splat" ? child.namedChildren[0] : child;
      if (!inner) return [];
      const item = value(inner, depth + 1);
      return child.type === "list_splat" && item.kind === "list" ? [...item.items] : [item];
    });
}

function value(node: Node, depth: number): Value {
  const place = at(node);
  if (depth > MAX_DEPTH) return name("…", place);
  switch (node.type) {
    case "string":
      return string(node);
    case "concatenated_string":
      return joined(node.namedChildren.filter((child) => child.type === "string").map(string), place);
    case "integer":
    case "float":
      return { kind: "number", value: Number(node.text.replace(/_/g, "")), ...place };
    case "true":
    case "false":
      return { kind: "boolean", value: node.type === "true", ...place };
    case "none":
      return { kind: "null", ...place };
    case "list":
    case "tuple":
    case "set":
      return { kind: "list", items: items(node, depth), ...place };
    case "dictionary":
      return dictionary(node, depth);
    case "call":
      return call(node, depth);
    case "await":
    case "parenthesized_expression": {
      const inner = node.namedChildren.find((child) => child.type !== "comment");
      return inner ? value(inner, depth + 1) : name("", place);
    }
    case "binary_operator": {
      const left = node.childForFieldName("left");
      const right = node.childForFieldName("right");
      if (!left || !right || node.childForFieldName("operator")?.text !== "+")
        return name(spelling(node), place);
      const parts = [value(left, depth + 1), value(right, depth + 1)];
      if (parts.every((part) => part.kind === "list"))
        return {
          kind: "list",
          items: parts.flatMap((part) => (part.kind === "list" ? part.items : [])),
          ...place,
        };
      return parts.some((part) => part.kind === "text") ? joined(parts, place) : name(spelling(node), place);
    }
    case "conditional_expression": {
      const [yes, , no] = node.namedChildren;
      const args = [yes, no].flatMap((part) => (part ? [value(part, depth + 1)] : []));
      return { kind: "call", callee: "?:", args, entries: [], ...place };
    }
    case "boolean_operator": {
      const args = node.namedChildren.map((part) => value(part, depth + 1));
      return { kind: "call", callee: "||", args, entries: [], ...place };
    }
    case "list_comprehension":
    case "generator_expression": {
      const args = node.namedChildren.slice(0, 1).map((part) => value(part, depth + 1));
      return {
        kind: "call",
        callee: node.text.includes(" if ") ? "for-if" : "for",
        args,
        entries: [],
        ...place,
      };
    }
    case "lambda":
      return { kind: "scope", name: "", entries: [], ...place };
    case "attribute":
    case "subscript": {
      const path = pathOf(node);
      const receiver = node.childForFieldName(node.type === "attribute" ? "object" : "value");
      if (path !== undefined || !receiver) return name(path ?? spelling(node), place);
      const callee = `.${node.childForFieldName("attribute")?.text ?? "[]"}`;
      return { kind: "call", callee, args: [value(receiver, depth + 1)], entries: [], ...place };
    }
    default:
      return name(pathOf(node) ?? spelling(node), place);
  }
}

function scope(node: Node, named: string, entries: readonly Entry[], test?: string): Entry {
  return { key: "", at: node.startIndex, value: { kind: "scope", name: named, test, entries, ...at(node) } };
}

function branches(node: Node, depth: number): readonly Entry[] {
  const condition = node.childForFieldName("condition");
  const entries: Entry[] = [];
  for (const child of node.namedChildren) {
    if (child.type === "block")
      entries.push(scope(child, "", block(child, depth + 1), condition ? spelling(condition) : "else"));
    if (child.type === "elif_clause" || child.type === "else_clause")
      entries.push(...branches(child, depth + 1));
  }
  return entries;
}

function assignment(node: Node, depth: number): readonly Entry[] {
  const left = node.childForFieldName("left");
  const right = node.childForFieldName("right");
  if (!left || !right) return [];
  if (right.type === "assignment") return assignment(right, depth + 1);
  return [{ key: pathOf(left) ?? "", at: node.startIndex, value: value(right, depth + 1) }];
}

function statement(node: Node, depth: number): readonly Entry[] {
  if (depth > MAX_DEPTH) return [];
  const [first] = node.namedChildren;
  switch (node.type) {
    case "expression_statement":
      // A string that stands alone is a docstring or a block that was commented out.
      if (!first || first.type === "string" || first.type === "concatenated_string") return [];
      if (first.type === "assignment" || first.type === "augmented_assignment")
        return assignment(first, depth);
      return [
        {
          key: "",
          at: node.startIndex,
          value: value(first.type === "yield" ? (first.namedChildren[0] ?? first) : first, depth),
        },
      ];
    case "return_statement":
      return first ? [{ key: "return", at: node.startIndex, value: value(first, depth) }] : [];
    case "function_definition": {
      const defaults = (node.childForFieldName("parameters")?.namedChildren ?? []).flatMap((parameter) => {
        const key = parameter.childForFieldName("name");
        const inner = parameter.childForFieldName("value");
        return key && inner
          ? [{ key: key.text, at: parameter.startIndex, value: value(inner, depth + 1) }]
          : [];
      });
      const body = node.childForFieldName("body");
      const inner = body ? block(body, depth + 1) : [];
      return [scope(node, node.childForFieldName("name")?.text ?? "", [...defaults, ...inner])];
    }
    case "class_definition": {
      const body = node.childForFieldName("body");
      return [scope(node, node.childForFieldName("name")?.text ?? "", body ? block(body, depth + 1) : [])];
    }
    case "decorated_definition": {
      const decorators = node.namedChildren
        .filter((child) => child.type === "decorator")
        .flatMap((child): Entry[] =>
          child.namedChildren[0]
            ? [{ key: "", at: child.startIndex, value: value(child.namedChildren[0], depth + 1) }]
            : [],
        );
      const definition = node.childForFieldName("definition");
      return [...decorators, ...(definition ? statement(definition, depth + 1) : [])];
    }
    case "if_statement":
      return branches(node, depth);
    case "with_statement": {
      const clause = node.namedChildren.find((child) => child.type === "with_clause");
      const opened = (clause?.namedChildren ?? []).flatMap((item) => {
        const inner = item.childForFieldName("value") ?? item.namedChildren[0];
        const target = inner?.type === "as_pattern" ? inner.namedChildren[0] : inner;
        return target ? [{ key: "", at: item.startIndex, value: value(target, depth + 1) }] : [];
      });
      return [...opened, ...block(node, depth + 1)];
    }
    case "block":
    case "module":
    case "try_statement":
    case "except_clause":
    case "finally_clause":
    case "else_clause":
    case "for_statement":
    case "while_statement":
    case "match_statement":
    case "case_clause":
      return block(node, depth + 1);
    default:
      return [];
  }
}

function block(node: Node, depth: number): readonly Entry[] {
  return node.namedChildren.flatMap((child) => statement(child, depth + 1));
}

/** The module as a scope. Docstrings and comments are left out. */
export function fromPythonTree(tree: Tree, source: string): Value {
  return { kind: "scope", name: "", entries: block(tree.rootNode, 0), at: 0, end: source.length };
}

/** Parses and reads; `parser` must be set to the Python grammar. */
export function readPython(source: string, parser: Parser): Value | undefined {
  const tree = parser.parse(source);
  if (!tree) return undefined;
  try {
    return fromPythonTree(tree, source);
  } finally {
    tree.delete();
  }
}
