/** A YAML, JSON, TOML or HCL document, or front matter, as a tree with places: what the formats look at. */
import type { Extent } from "./code.ts";

export type Node =
  | (Extent & { readonly kind: "map"; readonly pairs: readonly Pair[] })
  | (Extent & { readonly kind: "list"; readonly items: readonly Node[] })
  | (Extent & { readonly kind: "scalar"; readonly value: string | number | boolean | null });

export interface Pair {
  readonly key: string;
  readonly keyExtent: Extent;
  readonly value: Node;
}

/** The value under a path of keys; `undefined` where a step is missing or no map. Repeated keys: the first. */
export function at(node: Node | undefined, ...keys: readonly string[]): Node | undefined {
  let here = node;
  for (const key of keys) here = pair(here, key)?.value;
  return here;
}

export function pair(node: Node | undefined, key: string): Pair | undefined {
  return node?.kind === "map" ? node.pairs.find((candidate) => candidate.key === key) : undefined;
}

export function pairs(node: Node | undefined): readonly Pair[] {
  return node?.kind === "map" ? node.pairs : [];
}

/** The items of a list; none for anything else. */
export function items(node: Node | undefined): readonly Node[] {
  return node?.kind === "list" ? node.items : [];
}

/** The items of a list, or the node itself where one stands instead of a list. */
export function each(node: Node | undefined): readonly Node[] {
  return node === undefined ? [] : node.kind === "list" ? node.items : [node];
}

/** The text of a scalar that is a string. */
export function text(node: Node | undefined): string | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

/** A scalar as text: numbers and booleans too, null not. */
export function printed(node: Node | undefined): string | undefined {
  return node?.kind === "scalar" && node.value !== null ? String(node.value) : undefined;
}

/** Every map in the tree, outermost first, in the document's order. */
export function* maps(root: Node): Generator<Node & { readonly kind: "map" }> {
  const todo: Node[] = [root];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (node.kind === "map") {
      yield node;
      for (let index = node.pairs.length - 1; index >= 0; index--) {
        const value = node.pairs[index]?.value;
        if (value !== undefined && value.kind !== "scalar") todo.push(value);
      }
    } else if (node.kind === "list") {
      for (let index = node.items.length - 1; index >= 0; index--) {
        const item = node.items[index];
        if (item !== undefined && item.kind !== "scalar") todo.push(item);
      }
    }
  }
}
