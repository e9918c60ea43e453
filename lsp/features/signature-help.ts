/** The parameters of the scope whose arguments are being written. */
import { lookUp } from "../../compiler/semantics/names.ts";
import { placeAt } from "../place/place.ts";
import type { View } from "../view.ts";

export interface Signature {
  readonly label: string;
  readonly doc?: string;
  /** Offsets in the label. */
  readonly parameters: readonly { readonly start: number; readonly end: number }[];
  readonly active: number;
}

/** `undefined` outside of a scope's parentheses. */
export function signatureHelp(view: View, offset: number): Signature | undefined {
  const { statement, blocks } = placeAt(view.file, offset);
  const open = statement.findLastIndex(({ image }) => image === "(");
  const name = statement[open - 1]?.image;
  if (open < 1 || name === undefined || blocks.length < 2) return undefined;
  if (statement.slice(open).some(({ image }) => image === ")")) return undefined;
  const found = lookUp(view.names, view.scope, name);
  if (found.kind !== "found" || found.entry.kind !== "scope") return undefined;
  const { declaration } = found.entry;
  let label = `${name}(`;
  const parameters = declaration.parameters.map(({ text }, index) => {
    if (index > 0) label += ", ";
    const start = label.length;
    label += text;
    return { start, end: label.length };
  });
  const active = statement.slice(open + 1).filter(({ image }) => image === ",").length;
  return {
    label: `${label})`,
    parameters,
    active,
    ...(declaration.doc === undefined ? {} : { doc: declaration.doc }),
  };
}
