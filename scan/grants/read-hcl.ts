/**
 * Terraform and OpenTofu. A block becomes a call with its labels as arguments (`resource "aws_iam_role" "agent"`), a
 * nested block without labels a dict; the body of a `dynamic` block stands in place of the block it makes.
 */
import type { Node } from "web-tree-sitter";
import type { Trouble } from "../facts.ts";
import { bracketLimit } from "../limits.ts";
import type { Parse } from "../parsers.ts";
import { bracketDepth } from "./read-json.ts";
import { type Entry, MAX_DEPTH, name, text, type Value } from "./value.ts";

const at = (node: Node) => ({ at: node.startIndex, end: node.endIndex });

function template(node: Node): Value {
  let value = "";
  let open = false;
  let start = -1;
  for (const part of node.namedChildren) {
    if (part.type === "template_literal") {
      if (start < 0) start = part.startIndex;
      value += part.text.includes("\\") ? part.text.replace(/\\(["\\])/g, "$1") : part.text;
    } else if (part.type === "template_interpolation" || part.type === "template_directive") {
      if (start < 0) start = part.startIndex;
      value += part.text.startsWith("${") ? part.text : "${…}";
      open = true;
    }
  }
  // A heredoc's text begins after its marker, so that what is embedded in it keeps its place.
  const heredoc = node.type === "heredoc_template";
  return text(value, heredoc && start >= 0 ? { at: start, end: node.endIndex } : at(node), open);
}

function literal(node: Node): Value {
  const inner = node.namedChildren[0];
  if (!inner) return { kind: "null", ...at(node) };
  switch (inner.type) {
    case "string_lit":
      return template(inner);
    case "numeric_lit":
      return { kind: "number", value: Number(inner.text), ...at(node) };
    case "bool_lit":
      return { kind: "boolean", value: inner.text === "true", ...at(node) };
    default:
      return { kind: "null", ...at(node) };
  }
}

function object(node: Node, depth: number): Value {
  const entries: Entry[] = [];
  for (const element of node.namedChildren) {
    const [key, value] = element.namedChildren;
    if (element.type !== "object_elem" || !key || !value) continue;
    const named = expression(key, depth + 1);
    const spelled = named.kind === "text" ? named.value : key.text;
    entries.push({ key: spelled, at: key.startIndex, value: expression(value, depth + 1) });
  }
  return { kind: "dict", entries, ...at(node) };
}

function expression(node: Node, depth: number): Value {
  const place = at(node);
  if (depth > MAX_DEPTH) return name("…", place);
  const parts = node.namedChildren;
  const [first] = parts;
  switch (node.type) {
    case "literal_value":
      return literal(node);
    case "template_expr":
      return first ? template(first) : name("…", place);
    case "collection_value":
      if (first?.type === "object") return object(first, depth + 1);
      return {
        kind: "list",
        items: (first?.namedChildren ?? [])
          .filter((part) => part.type === "expression")
          .map((part) => expression(part, depth + 1)),
        ...place,
      };
    case "function_call": {
      const list = parts.find((part) => part.type === "function_arguments")?.namedChildren ?? [];
      const args = list
        .filter((part) => part.type === "expression")
        .map((part) => expression(part, depth + 1));
      return { kind: "call", callee: first?.text ?? "", args, entries: [], ...place };
    }
    case "conditional":
      return {
        kind: "call",
        callee: "?:",
        args: parts.slice(1).map((part) => expression(part, depth + 1)),
        entries: [],
        ...place,
      };
    case "for_expr": {
      const body = first?.namedChildren.filter((part) => part.type === "expression") ?? [];
      return {
        kind: "call",
        callee: "for",
        args: body.map((part) => expression(part, depth + 1)),
        entries: [],
        ...place,
      };
    }
    case "expression":
      if (parts.length === 1 && first && first.type !== "variable_expr") return expression(first, depth + 1);
      return name(node.text.slice(0, 200), place);
    default:
      return name(node.text.slice(0, 200), place);
  }
}

function block(node: Node, depth: number): Entry {
  const [head, ...rest] = node.namedChildren;
  const labels = rest.filter((part) => part.type === "string_lit" || part.type === "identifier");
  const inner = rest.find((part) => part.type === "body");
  const entries = inner && depth < MAX_DEPTH ? body(inner, depth + 1) : [];
  const key = head?.text ?? "";
  const place = at(node);
  if (key === "dynamic" && labels[0]) {
    const content = entries.find((entry) => entry.key === "content")?.value;
    const made: Value = content ?? { kind: "dict", entries: [], ...place };
    return { key: labels[0].text.replace(/"/g, ""), at: place.at, value: made };
  }
  if (labels.length === 0) return { key, at: place.at, value: { kind: "dict", entries, ...place } };
  const args = labels.map((label) => text(label.text.replace(/"/g, ""), at(label)));
  return { key, at: place.at, value: { kind: "call", callee: key, args, entries, ...place } };
}

function body(node: Node, depth: number): readonly Entry[] {
  const entries: Entry[] = [];
  for (const part of node.namedChildren) {
    if (part.type === "block") entries.push(block(part, depth));
    const [key, value] = part.namedChildren;
    if (part.type === "attribute" && key && value)
      entries.push({ key: key.text, at: key.startIndex, value: expression(value, depth + 1) });
  }
  return entries;
}

/**
 * The file as a scope whose entries are its blocks, in order. `parse` goes by the Terraform grammar. What could not be
 * read whole is added to `troubles`. Throws what `parse` throws.
 */
export function readHcl(source: string, parse: Parse, troubles: Trouble[] = []): Value {
  const depth = bracketDepth(source, bracketLimit);
  const file = (entries: readonly Entry[]): Value => ({
    kind: "scope",
    name: "",
    entries,
    at: 0,
    end: source.length,
  });
  if (depth > bracketLimit) {
    troubles.push({ message: "Nested too deeply to be read." });
    return file([]);
  }
  const tree = parse(source);
  try {
    if (tree.rootNode.hasError) troubles.push({ message: "Syntax error." });
    else if (depth > MAX_DEPTH) troubles.push({ message: "Nested too deeply to be read whole." });
    return file(
      tree.rootNode.namedChildren.filter((node) => node.type === "body").flatMap((node) => body(node, 0)),
    );
  } finally {
    tree.delete();
  }
}
