/** Another name for a declaration, wherever it stands: other files, interpolations, tests, guardrails. */
import type { TextEdit } from "../../compiler/problem.ts";
import type { Meaning } from "../../compiler/semantics/context.ts";
import { type Entry, kindNames } from "../../compiler/semantics/entry.ts";
import { isReserved, lookUp } from "../../compiler/semantics/names.ts";
import type { Span } from "../../compiler/source.ts";
import { GIVEN_LABELS, type Mark, marksAt, marksOf } from "../marks.ts";
import { type Found, meaningAt, placesOf } from "../meaning.ts";
import type { Whole } from "../project.ts";
import type { View } from "../view.ts";
import { changeOfMeaning, partingWildcard } from "./rename-meaning.ts";

const NAME = /^[A-Za-z_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$/;

export type Renaming =
  | { readonly kind: "edits"; readonly edits: readonly TextEdit[] }
  | { readonly kind: "refused"; readonly why: string };

/** What a rename would replace at an offset; `undefined` where nothing there can be renamed. */
export async function prepareRename(
  view: View,
  offset: number,
): Promise<{ readonly span: Span; readonly name: string } | undefined> {
  const found = meaningAt(view, await view.near(), offset);
  if (found === undefined) {
    const mark = markAt(view, offset);
    return mark && { span: mark.span, name: mark.name };
  }
  return { span: found.span, name: view.text.slice(found.span.start, found.span.end) };
}

/** Renames what stands at an offset; refused where the result would mean something else. */
export async function rename(view: View, offset: number, name: string): Promise<Renaming> {
  const refused = (why: string): Renaming => ({ kind: "refused", why });
  const checked = await view.whole();
  const found = meaningAt(view, checked, offset);
  const mark = found === undefined ? markAt(view, offset) : undefined;
  if (found === undefined && mark === undefined) return refused("There is no name here that can be changed.");
  if (!NAME.test(name))
    return refused(
      `'${name}' is no name: names are letters, digits, '_' and '-', begin with a letter and do not end in '-'.`,
    );
  if (isKept(found?.meaning, mark, name))
    return refused(`'${name}' is a name that the language keeps for itself.`);
  const result =
    mark !== undefined
      ? renameMark(view, mark, offset, name)
      : found === undefined
        ? refused("There is no name here that can be changed.")
        : renameFound(view, checked, found, name);
  if (result.kind === "refused") return result;
  const change = await changeOfMeaning(view, checked, result.edits);
  return change === undefined ? result : refused(change);
}

function renameFound(view: View, checked: Whole, found: Found, name: string): Renaming {
  const refused = (why: string): Renaming => ({ kind: "refused", why });
  const { meaning } = found;
  const places = placesOf(checked, meaning);
  const clash =
    clashOf(view, found, name) ??
    (meaning.kind === "entry" ? shadowed(view, meaning.entry.qualified, places, name) : undefined) ??
    (meaning.kind === "action"
      ? partingWildcard(view, meaning.service, meaning.action.name?.text ?? "", name)
      : undefined);
  if (clash !== undefined) return refused(clash);
  const claim = meaning.kind === "entry" ? claimOf(meaning.entry) : undefined;
  return {
    kind: "edits",
    edits: [...places.map((span) => ({ span, text: name })), ...(claim === undefined ? [] : [claim])],
  };
}

/** Words that a condition reads as something else where a value or an input stands. */
const CONDITION_WORDS: ReadonlySet<string> = new Set(["true", "false", "not", "and", "or", "in", "like"]);
const ROOTS: ReadonlySet<string> = new Set(["request", "fact"]);

/** Whether the language has the name for itself where it would stand. */
function isKept(meaning: Meaning | undefined, mark: Mark | undefined, name: string): boolean {
  if (mark !== undefined) return mark.kind === "input" && (ROOTS.has(name) || CONDITION_WORDS.has(name));
  if (meaning?.kind === "entry" && meaning.entry.kind === "service") return isReserved(name);
  const inConditions =
    meaning?.kind === "parameter" || (meaning?.kind === "entry" && meaning.entry.kind === "let");
  return inConditions && (ROOTS.has(name) || CONDITION_WORDS.has(name));
}

/** A group without a claim is known by its name, which stays what the identity provider says. */
function claimOf(entry: Entry): TextEdit | undefined {
  if (entry.kind !== "group" || entry.declaration.broken) return undefined;
  const { members, title, name, start, end } = entry.declaration;
  if (members.some(({ keyword }) => keyword.text === "claim")) return undefined;
  const { path, text } = entry.file.file;
  const at = text.indexOf("{", title?.end ?? name?.end ?? start) + 1;
  if (at <= 0 || at >= end) return undefined;
  return { span: { file: path, start: at, end: at }, text: ` claim "${entry.name}"` };
}

const markAt = (view: View, offset: number): Mark | undefined =>
  marksAt(view.names, view.path, offset).find(
    ({ span }) => span.file === view.path && span.start <= offset && offset <= span.end,
  );

function renameMark(view: View, mark: Mark, offset: number, name: string): Renaming {
  const refused = (why: string): Renaming => ({ kind: "refused", why });
  const own = marksAt(view.names, view.path, offset);
  if (!own.some(({ declares }) => declares))
    return refused(
      `'${mark.name}' is not given in this workspace, so another name would mean something else.`,
    );
  if (mark.kind === "label" && GIVEN_LABELS.has(mark.name))
    return refused(`The built-in services' actions have the label '${mark.name}' too; it keeps its name.`);
  const others = new Set(
    own.flatMap(({ keys }) => keys.map((key) => key.slice(0, -mark.name.length) + name)),
  );
  const clash = marksOf(view.names).find(
    ({ kind, keys }) => kind === mark.kind && keys.some((key) => others.has(key)),
  );
  if (clash !== undefined || (mark.kind === "label" && GIVEN_LABELS.has(name)))
    return refused(`There is ${mark.kind === "input" ? "an" : "a"} ${mark.kind} '${name}' already.`);
  return { kind: "edits", edits: own.map(({ span }) => ({ span, text: name })) };
}

/** Another declaration that has the name already. */
function clashOf(view: View, { meaning }: Found, name: string): string | undefined {
  if (meaning.kind === "parameter")
    return meaning.scope.declaration.parameters.some(({ text }) => text === name)
      ? `The scope '${meaning.scope.name}' has a parameter '${name}' already.`
      : undefined;
  if (meaning.kind === "action")
    return meaning.service.declaration.members.some(
      (member) => member.kind === "action-declaration" && member.name?.text === name,
    )
      ? `The service '${meaning.service.name}' has an action '${name}' already.`
      : undefined;
  const { entry } = meaning;
  const other = view.names.namespaces.get(entry.file.namespace)?.get(name);
  if (other !== undefined && other !== entry)
    return `'${other.qualified}' is declared already, as ${kindNames[other.kind]}.`;
  return undefined;
}

/** A file in which the new name, written simply, means another declaration. */
function shadowed(view: View, qualified: string, places: readonly Span[], name: string): string | undefined {
  for (const scope of view.names.files) {
    const simple = places.some(
      ({ file, start }) => file === scope.file.path && scope.file.text[start - 1] !== ".",
    );
    if (!simple) continue;
    const meaning = lookUp(view.names, scope, name);
    const other =
      meaning.kind === "found"
        ? meaning.entry
        : meaning.kind === "ambiguous"
          ? meaning.entries[0]
          : undefined;
    if (other !== undefined && other.qualified !== qualified)
      return `In '${scope.file.path}', '${name}' means '${other.qualified}' already.`;
  }
  return undefined;
}
