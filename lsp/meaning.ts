/** What the name under the cursor stands for, and where else it stands. */
import type { Checked } from "../compiler/checked.ts";
import type { Meaning } from "../compiler/semantics/context.ts";
import type { Names } from "../compiler/semantics/names.ts";
import type { Span } from "../compiler/source.ts";
import type { SourceFile } from "../compiler/syntax/ast.ts";
import type { Name } from "../compiler/syntax/ast-values.ts";
import type { View } from "./view.ts";

export interface Found {
  readonly meaning: Meaning;
  /** The last segment of what is written. */
  readonly span: Span;
}

const touches = ({ start, end }: { readonly start: number; readonly end: number }, offset: number): boolean =>
  start <= offset && offset <= end;

const spanOf = (file: SourceFile, { start, end }: Name): Span => ({ file: file.path, start, end });

/** The meaning at an offset: of a declared name where it is declared, or of a reference. */
export function meaningAt(
  view: View,
  checked: Pick<Checked, "references">,
  offset: number,
): Found | undefined {
  const declared = declaredAt(view.names, view.file, offset);
  if (declared !== undefined) return declared;
  for (const reference of checked.references) {
    if (reference.span.file !== view.path || !touches(reference.span, offset)) continue;
    return { meaning: reference.meaning, span: lastSegment(reference.span, view.text) };
  }
  return undefined;
}

function declaredAt(names: Names, file: SourceFile, offset: number): Found | undefined {
  for (const entry of names.entries) {
    if (entry.file.file !== file) continue;
    if (touches(entry.at, offset)) return { meaning: { kind: "entry", entry }, span: spanOf(file, entry.at) };
    if (!touches(entry.declaration, offset)) continue;
    if (entry.kind === "scope")
      for (const name of entry.declaration.parameters)
        if (touches(name, offset))
          return { meaning: { kind: "parameter", name, scope: entry }, span: spanOf(file, name) };
    if (entry.kind === "service")
      for (const action of entry.declaration.members)
        if (action.kind === "action-declaration" && action.name !== undefined && touches(action.name, offset))
          return { meaning: { kind: "action", service: entry, action }, span: spanOf(file, action.name) };
  }
  return undefined;
}

/** A qualified name's own part: `jane` of `acme.people.jane`. */
export function lastSegment(span: Span, text: string): Span {
  const dot = text.slice(span.start, span.end).lastIndexOf(".");
  const quote = text[span.start] === '"' ? 1 : 0;
  return { file: span.file, start: span.start + (quote === 1 ? 1 : dot + 1), end: span.end - quote };
}

/** Where a meaning is declared. */
export function declarationOf(meaning: Meaning): Span {
  switch (meaning.kind) {
    case "entry":
      return spanOf(meaning.entry.file.file, meaning.entry.at);
    case "parameter":
      return spanOf(meaning.scope.file.file, meaning.name);
    case "action":
      return spanOf(meaning.service.file.file, meaning.action.name ?? meaning.action.keyword);
  }
}

export function sameMeaning(one: Meaning, other: Meaning): boolean {
  const [a, b] = [declarationOf(one), declarationOf(other)];
  return a.file === b.file && a.start === b.start;
}

/** Every place where a meaning stands, its declaration first, each once. */
export function placesOf(checked: Checked, meaning: Meaning): readonly Span[] {
  const texts = new Map(checked.files.map(({ path, text }) => [path, text]));
  const found = new Map<string, Span>();
  const add = (span: Span): void => {
    found.set(`${span.file}:${span.start}`, span);
  };
  add(declarationOf(meaning));
  for (const reference of checked.references)
    if (sameMeaning(reference.meaning, meaning))
      add(lastSegment(reference.span, texts.get(reference.span.file) ?? ""));
  return [...found.values()];
}
