/** Loops that take each row of a list apart: `for tool, note in [(pay, "…"), (send, "…")]`. */
import type { Value } from "../code.ts";
import type { PyNode } from "./tree.ts";

/** Whether a target is several: each takes its part of what is given. */
export function isPattern({ type }: PyNode): boolean {
  return type === "pattern_list" || type === "tuple_pattern" || type === "list_pattern";
}

/** The values at one position in each of a list's lists; the whole list where it holds anything else. */
export function columnOf(over: Value & { readonly kind: "list" }, index: number): Value {
  const column = over.items.flatMap((row) => {
    const item = row.kind === "list" ? row.items[index] : undefined;
    return item === undefined ? [] : [item];
  });
  return column.length === over.items.length ? { ...over, items: column } : { ...over, items: [over] };
}
