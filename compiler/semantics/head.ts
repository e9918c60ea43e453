/** The first line of a declaration: keyword, name and title. */

import type { Origin } from "../model/policy.ts";
import type { DeclarationBase, Node } from "../syntax/ast-values.ts";
import { type Context, originOf } from "./context.ts";
import type { Place } from "./place.ts";
import { readString } from "./values.ts";

/** Title and origin of a declaration, as most of the model's objects carry them. */
export function headOf(
  context: Context,
  place: Place,
  declaration: DeclarationBase,
): { readonly title?: string; readonly origin: Origin } {
  const title = readString(context, place, declaration.title, "A title");
  const origin = originOf(context, place, headNode(declaration));
  return title === undefined ? { origin } : { title, origin };
}

export function headNode({ keyword, name, title }: DeclarationBase): Node {
  return { start: keyword.start, end: (title ?? name ?? keyword).end };
}
