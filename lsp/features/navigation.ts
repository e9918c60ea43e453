/** Definition, references and highlights: what a name stands for, and where else it stands. */
import type { Span } from "../../compiler/source.ts";
import { marksAt } from "../marks.ts";
import { declarationOf, meaningAt, placesOf } from "../meaning.ts";
import type { View } from "../view.ts";

/** Where the name at an offset is declared, with the whole declaration; of a namespace, the files that declare it. */
export async function definition(
  view: View,
  offset: number,
): Promise<readonly { readonly name: Span; readonly whole: Span; readonly from: Span }[]> {
  const found = meaningAt(view, await view.near(), offset);
  if (found === undefined) return [...markDefinition(view, offset), ...namespaceAt(view, offset)];
  const name = declarationOf(found.meaning);
  const node =
    found.meaning.kind === "entry"
      ? found.meaning.entry.declaration
      : found.meaning.kind === "action"
        ? found.meaning.action
        : found.meaning.name;
  return [{ name, whole: { file: name.file, start: node.start, end: node.end }, from: found.span }];
}

/** Where an input, a label or a target is given. */
function markDefinition(
  view: View,
  offset: number,
): readonly { readonly name: Span; readonly whole: Span; readonly from: Span }[] {
  const marks = marksAt(view.names, view.path, offset);
  const here = marks.find(({ span }) => span.file === view.path && touches(span, offset));
  return here === undefined
    ? []
    : marks.flatMap(({ span, declares }) => (declares ? [{ name: span, whole: span, from: here.span }] : []));
}

const touches = ({ start, end }: Span, offset: number): boolean => start <= offset && offset <= end;

function namespaceAt(
  view: View,
  offset: number,
): readonly { readonly name: Span; readonly whole: Span; readonly from: Span }[] {
  const use = view.file.uses.find(({ start, end }) => start <= offset && offset <= end);
  if (use?.path === undefined) return [];
  const from = { file: view.path, start: use.path.start, end: use.path.end };
  return view.names.files.flatMap(({ file, namespace }) => {
    const [clause] = file.namespaces;
    if (namespace !== use.path?.text || clause?.path === undefined) return [];
    const name = { file: file.path, start: clause.path.start, end: clause.path.end };
    return [{ name, whole: { file: file.path, start: clause.start, end: clause.end }, from }];
  });
}

/** Every place of the name at an offset in the workspace. */
export async function references(view: View, offset: number, declaration: boolean): Promise<readonly Span[]> {
  const checked = await view.whole();
  const found = meaningAt(view, checked, offset);
  if (found === undefined)
    return marksAt(view.names, view.path, offset).flatMap(({ span, declares }) =>
      declares && !declaration ? [] : [span],
    );
  const [first, ...others] = placesOf(checked, found.meaning);
  return declaration && first !== undefined ? [first, ...others] : others;
}

/** Every place in this file; the declaration writes, the others read. */
export async function highlights(
  view: View,
  offset: number,
): Promise<readonly { readonly span: Span; readonly write: boolean }[]> {
  const checked = await view.near();
  const found = meaningAt(view, checked, offset);
  if (found === undefined)
    return marksAt(view.names, view.path, offset)
      .filter(({ span }) => span.file === view.path)
      .map(({ span, declares }) => ({ span, write: declares }));
  const declared = declarationOf(found.meaning);
  return placesOf(checked, found.meaning)
    .filter(({ file }) => file === view.path)
    .map((span) => ({ span, write: span.file === declared.file && span.start === declared.start }));
}
