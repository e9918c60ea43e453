/** Types of lets and of what a condition compares, as far as the text says them. */
import type { Entry, EntryOf } from "../../compiler/semantics/entry.ts";
import { lookUp } from "../../compiler/semantics/names.ts";
import type { Value } from "../../compiler/syntax/ast-values.ts";
import type { Place } from "../place/place.ts";
import type { View } from "../view.ts";
import { actionsOf } from "./actions.ts";

/** Lets may name each other this deep. */
const DEEPEST = 20;

/** The kinds of value that a let can have; empty where its text does not say. */
export function letKinds(view: View, entry: EntryOf<"let">, depth = 0): ReadonlySet<Value["kind"]> {
  const { value } = entry.declaration;
  const values = value?.kind === "by-environment" ? value.entries.map((one) => one.value) : [value];
  const kinds = values.flatMap((one): readonly Value["kind"][] => {
    if (one === undefined) return [];
    if (one.kind !== "path") return [one.kind];
    const found = lookUp(view.names, entry.file, one.text);
    if (found.kind !== "found" || found.entry.kind !== "let" || depth > DEEPEST) return [];
    return [...letKinds(view, found.entry, depth + 1)];
  });
  return new Set(kinds);
}

/** Whether an entry is a let that is of another kind than those wanted. */
export function isOfOtherKind(view: View, entry: Entry, wanted: readonly Value["kind"][]): boolean {
  if (entry.kind !== "let") return false;
  const kinds = letKinds(view, entry);
  return kinds.size > 0 && !wanted.some((kind) => kinds.has(kind));
}

const COMPARE: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">=", "=", "in", "like"]);
const LITERAL = /^(?:[[,"]|[-\d])/;

/** The type of the name that the value at the place is compared with; `undefined` where there is none or it is unknown. */
export function comparedType(view: View, { statement }: Place): string | undefined {
  let at = statement.length - 1;
  while (at >= 0 && LITERAL.test(statement[at]?.image ?? "")) at--;
  if (!COMPARE.has(statement[at]?.image ?? "")) return undefined;
  let name = statement[--at]?.image ?? "";
  while (statement[at - 1]?.image === ".") {
    name = `${statement[at - 2]?.image ?? ""}.${name}`;
    at -= 2;
  }
  if (name === "request.ip") return "ip";
  if (name === "request.mfa") return "bool";
  if (name.startsWith("fact.")) return factType(view, name.slice("fact.".length));
  return inputsOf(view, statement).find((input) => input.name === name)?.type;
}

function factType(view: View, name: string): string | undefined {
  for (const entry of view.names.entries)
    if (entry.kind === "fact" && entry.name === name)
      for (const { keyword, values } of entry.declaration.members)
        if (keyword.text === "type" && values[0]?.kind === "path") return values[0].text;
  return undefined;
}

/** The inputs of the actions that a statement names, each with its type. */
export function inputsOf(
  view: View,
  statement: Place["statement"],
): readonly { readonly name: string; readonly type?: string }[] {
  return statement.flatMap(({ image }) => {
    const colon = image.indexOf(":");
    if (colon < 0 || image.startsWith('"')) return [];
    const found = lookUp(view.names, view.scope, image.slice(0, colon));
    if (found.kind !== "found" || found.entry.kind !== "service") return [];
    const action = actionsOf(found.entry).find(({ name }) => name?.text === image.slice(colon + 1));
    return (action?.members ?? []).flatMap(({ keyword, values: [name, type] }) =>
      keyword.text === "input" && name?.kind === "path"
        ? [{ name: name.text, ...(type?.kind === "path" ? { type: type.text } : {}) }]
        : [],
    );
  });
}
