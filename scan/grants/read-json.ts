/** JSON with comments and trailing commas; what is broken is read as far as it goes. */
import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Trouble } from "../facts.ts";
import { bracketLimit } from "../limits.ts";
import { type Entry, MAX_DEPTH, text, type Value } from "./value.ts";

function convert(node: Node, depth: number): Value {
  const at = { at: node.offset, end: node.offset + node.length };
  if (depth > MAX_DEPTH) return { kind: "null", ...at };
  switch (node.type) {
    case "object": {
      const entries: Entry[] = [];
      for (const property of node.children ?? []) {
        const [key, value] = property.children ?? [];
        if (!key || !value) continue;
        entries.push({ key: String(key.value), at: key.offset, value: convert(value, depth + 1) });
      }
      return { kind: "dict", entries, ...at };
    }
    case "array":
      return { kind: "list", items: (node.children ?? []).map((child) => convert(child, depth + 1)), ...at };
    case "string": {
      const value = String(node.value);
      return text(value, at, value.includes("${"));
    }
    case "number":
      return { kind: "number", value: Number(node.value), ...at };
    case "boolean":
      return { kind: "boolean", value: node.value === true, ...at };
    default:
      return { kind: "null", ...at };
  }
}

/** The nesting of brackets outside of strings; the parser recurses, so hostile depth is refused before it starts. */
export function bracketDepth(source: string, limit: number): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let index = 0; index < source.length; index++) {
    const unit = source.charCodeAt(index);
    if (quoted) {
      if (unit === 92) index++;
      else if (unit === 34 || unit === 10) quoted = false;
    } else if (unit === 34) quoted = true;
    else if (unit === 91 || unit === 123) {
      depth++;
      if (depth > deepest) deepest = depth;
      if (deepest > limit) return deepest;
    } else if ((unit === 93 || unit === 125) && depth > 0) depth--;
  }
  return deepest;
}

/**
 * `undefined` when the text holds no JSON value or is nested deeper than any real document. The first error of the syntax
 * is added to `troubles`.
 */
export function readJson(source: string, troubles: Trouble[] = []): Value | undefined {
  if (bracketDepth(source, bracketLimit) > bracketLimit) return undefined;
  const errors: ParseError[] = [];
  const tree = parseTree(source, errors, { allowTrailingComma: true, disallowComments: false });
  const [first] = errors.filter(({ offset }) => offset > 0 || !source.startsWith("\uFEFF"));
  if (first !== undefined)
    troubles.push({ message: `Syntax error: ${printParseErrorCode(first.error)}.`, at: first.offset });
  return tree ? convert(tree, 0) : undefined;
}
