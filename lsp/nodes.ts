/** Nodes of the tree without their kinds. */
import { isObject } from "../compiler/model/json.ts";
import type { Node } from "../compiler/syntax/ast-values.ts";

const isNode = (value: unknown): value is Node =>
  isObject(value) && typeof value.start === "number" && typeof value.end === "number";

/** The nodes around an offset, the outermost first. */
export function nodesAround(root: Node, offset: number): readonly Node[] {
  const found: Node[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item);
      return;
    }
    if (!isObject(value)) return;
    if (isNode(value)) {
      if (offset < value.start || offset > value.end) return;
      found.push(value);
    }
    for (const inner of Object.values(value)) if (typeof inner === "object") visit(inner);
  };
  visit(root);
  return found;
}
