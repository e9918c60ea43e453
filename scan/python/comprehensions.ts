/** Lists that are made of lists: comprehensions and generator expressions. */
import type { Value } from "../code.ts";
import type { PyNode } from "./tree.ts";

/**
 * `[f(x) for x in xs if x]`: what is made of each element of one list. `undefined` for what goes through more than one
 * list or asks more of an element than whether it is there: what is left then, only the run knows.
 */
export function readComprehension(
  text: string,
  node: PyNode,
  read: (part: PyNode) => Value,
): Value | undefined {
  const [element, clause, ...conditions] = node.children;
  if (element === undefined || clause?.type !== "for_in_clause") return undefined;
  const left = clause.children.find((each) => each.field === "left");
  const right = clause.children.find((each) => each.field === "right");
  if (left?.type !== "identifier" || right === undefined) return undefined;
  const name = text.slice(left.at, left.end);
  const isPlain = conditions.every(
    (each) => each.type === "if_clause" && isPresence(text.slice(each.at, each.end), name),
  );
  if (!isPlain) return undefined;
  return {
    kind: "other",
    parts: conditions.map(read),
    each: { name, element: read(element), over: read(right) },
    at: node.at,
    end: node.end,
  };
}

/** `if x`, `if x is not None`, or a condition that is not about `x`. */
function isPresence(clause: string, name: string): boolean {
  const condition = clause.slice("if".length).trim();
  if (condition === name || condition === `${name} is not None`) return true;
  return !condition.split(/\W+/).includes(name);
}
