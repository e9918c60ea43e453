/** Where something is read: a file, and inside of a scope with parameters what they stand for in this use. */
import type { Span } from "../source.ts";
import type { Name, Node, Value } from "../syntax/ast-values.ts";
import type { EntryOf, FileScope } from "./entry.ts";
import type { Typed } from "./typed.ts";

/** A parameter's meaning in one use of its scope. */
export interface Local {
  readonly parameter: Name;
  readonly scope: EntryOf<"scope">;
  /** Absent while the scope itself is checked, or where the argument was in error: whatever needs it stays silent. */
  readonly value?: Typed;
  /** The argument as written at the outermost use: mistakes that it causes belong there. */
  readonly span?: Span;
}

export interface Place {
  readonly file: FileScope;
  readonly locals?: ReadonlyMap<string, Local>;
}

export function spanOf(place: Place, node: Node): Span {
  return { file: place.file.file.path, start: node.start, end: node.end };
}

/** The argument that a value comes from, where it comes from one. */
export function argumentOf(place: Place, value: Value): Local | undefined {
  if (place.locals === undefined) return undefined;
  if (value.kind === "path") return place.locals.get(value.text);
  if (value.kind === "list") {
    for (const item of value.items) {
      const found = argumentOf(place, item);
      if (found) return found;
    }
    return undefined;
  }
  if (value.kind !== "string") return undefined;
  for (const part of value.parts) {
    const local = part.kind === "interpolation" ? place.locals.get(part.path.text) : undefined;
    if (local) return local;
  }
  return undefined;
}
