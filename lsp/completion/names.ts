/** Declared names by kind; one of a namespace that the file does not use comes with its `use`. */
import type { TextEdit } from "../../compiler/problem.ts";
import { type Entry, type Kind, kindNames } from "../../compiler/semantics/entry.ts";
import { lookUp } from "../../compiler/semantics/names.ts";
import type { SourceFile } from "../../compiler/syntax/ast.ts";
import type { Place } from "../place/place.ts";
import type { View } from "../view.ts";
import { type Suggestion, type SuggestionKind, suggest } from "./suggestion.ts";

const icons: Readonly<Partial<Record<Kind, SuggestionKind>>> = {
  owner: "person",
  team: "person",
  group: "person",
  service: "service",
  scope: "scope",
  agent: "agent",
  profile: "agent",
};

/** Names of entries of the kinds that fit, as this file can write them. */
export function declaredNames(
  view: View,
  place: Place,
  kinds: readonly Kind[],
  fits: (entry: Entry) => boolean = () => true,
): readonly Suggestion[] {
  const found: Suggestion[] = [];
  for (const entry of view.names.entries) {
    if (entry.shadowed || !kinds.includes(entry.kind) || !fits(entry)) continue;
    found.push(...writings(view, place, entry));
  }
  return found;
}

function writings(view: View, place: Place, entry: Entry): readonly Suggestion[] {
  const { name, edits, near } = reach(view, entry);
  const email = entry.kind === "owner" ? emailOf(entry) : undefined;
  const title = entry.declaration.kind === "let" ? undefined : textOf(entry.declaration.title);
  const from =
    entry.file.namespace === view.scope.namespace || entry.file.namespace === ""
      ? ""
      : ` of ${entry.file.namespace}`;
  const more = {
    insert: name,
    detail: [title ?? `${kindNames[entry.kind]}${from}`, ...(email === undefined ? [] : [email])].join(" · "),
    doc: entry.declaration.doc,
    rank: near ? 1 : 6,
    ...(edits.length > 0 ? { edits } : {}),
  };
  const icon = icons[entry.kind] ?? "name";
  const plain = suggest(place, name, icon, {
    ...more,
    ...(entry.kind === "scope" ? callOf(entry.declaration, name) : {}),
  });
  if (email === undefined) return [plain];
  return [plain, suggest(place, email, icon, { ...more, detail: `owner ${name}`, rank: more.rank + 1 })];
}

function callOf(declaration: Entry["declaration"], name: string): { readonly snippet?: string } {
  if (declaration.kind !== "scope" || declaration.parameters.length === 0) return {};
  const stops = declaration.parameters.map(({ text }, index) => `\${${index + 1}:${text}}`);
  return { snippet: `${name}(${stops.join(", ")})` };
}

/** How the file writes an entry, and what has to be added for it. */
export function reach(
  view: View,
  entry: Entry,
): { readonly name: string; readonly edits: readonly TextEdit[]; readonly near: boolean } {
  const found = lookUp(view.names, view.scope, entry.name);
  if (found.kind === "found" && found.entry === entry) return { name: entry.name, edits: [], near: true };
  // A `use` would not help where the name means something else already.
  if (found.kind !== "missing") return { name: entry.qualified, edits: [], near: false };
  return { name: entry.name, edits: [useEdit(view.file, entry.file.namespace)], near: false };
}

/** Adds `use NAMESPACE` after the last one, else after the namespace, else at the beginning. */
export function useEdit(file: SourceFile, namespace: string): TextEdit {
  const ending = file.text.includes("\r\n") ? "\r\n" : "\n";
  const after = file.uses.at(-1) ?? file.namespaces.at(-1);
  const at = after?.end ?? file.version?.end;
  if (at !== undefined)
    return { span: { file: file.path, start: at, end: at }, text: `${ending}use ${namespace}` };
  const start = file.text.charCodeAt(0) === 0xfeff ? 1 : 0;
  return { span: { file: file.path, start, end: start }, text: `use ${namespace}${ending}` };
}

export function emailOf(entry: Entry): string | undefined {
  if (entry.kind !== "owner") return undefined;
  const setting = entry.declaration.members.find(({ keyword }) => keyword.text === "email");
  const [value] = setting?.values ?? [];
  return value?.kind === "string" ? textOf(value) : undefined;
}

/** A string without interpolations. */
export function textOf(
  value: { readonly parts: readonly { readonly kind: string; readonly text?: string }[] } | undefined,
): string | undefined {
  if (value === undefined || value.parts.some(({ kind }) => kind !== "text")) return undefined;
  return value.parts.map(({ text }) => text ?? "").join("");
}
