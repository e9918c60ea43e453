/** Whether everything still means what it did once a name is another: the renamed files are read and compared. */
import { checkWorkspace } from "../../compiler/index.ts";
import type { Problem, TextEdit } from "../../compiler/problem.ts";
import type { Meaning, Reference } from "../../compiler/semantics/context.ts";
import { kindNames } from "../../compiler/semantics/entry.ts";
import { lookUp } from "../../compiler/semantics/names.ts";
import { actionsIn } from "../../compiler/semantics/needs.ts";
import { lineTable, positionAt, type Span } from "../../compiler/source.ts";
import { fits } from "../marks.ts";
import { declarationOf } from "../meaning.ts";
import type { Whole } from "../project.ts";
import type { View } from "../view.ts";

/**
 * Why edits that rename something would change the policy, in one sentence; `undefined` where each name stands for the
 * same declaration as before and nothing is in error that was not.
 */
export async function changeOfMeaning(
  view: View,
  before: Whole,
  edits: readonly TextEdit[],
): Promise<string | undefined> {
  const moved = mover(edits);
  const texts = new Map(
    [...view.bound.parsed].map(([path, { file }]) => [
      path,
      applied(
        file.text,
        edits.filter(({ span }) => span.file === path),
      ),
    ]),
  );
  const host = {
    ...view.host,
    read: async (path: string) => texts.get(path) ?? (await view.host.read(path)),
  };
  const cache = new Map(view.bound.parsed);
  const after = await checkWorkspace(host, view.config, { cache, references: true, at: before.at });
  const [old, fresh] = [meanings(before.references, moved), meanings(after.references, (_, at) => at)];
  const place = ({ file, start }: Span): string =>
    `line ${positionAt(lineTable(texts.get(file) ?? ""), start).line} of '${file}'`;
  for (const [key, { target, reference }] of old) {
    const now = fresh.get(key);
    if (now?.target === target) continue;
    const { file, start, end } = reference.span;
    const span = { file, start: moved(file, start), end: moved(file, end) };
    const name =
      now === undefined ? "" : texts.get(file)?.slice(now.reference.span.start, now.reference.span.end);
    return now === undefined
      ? `In ${place(span)}, the new name would be read as something else.`
      : `In ${place(span)}, '${name}' would mean ${inWords(now.reference.meaning)}.`;
  }
  for (const [key, { reference }] of fresh)
    if (!old.has(key)) return `In ${place(reference.span)}, a name would mean ${inWords(reference.meaning)}.`;
  const known = new Set(before.problems.map((problem) => keyOf(problem, moved)));
  // Advice may differ: a misspelled name is near to another one, and the lock has wildcards by the old name.
  const mistake = after.problems.find(
    (problem) => problem.severity === "error" && !known.has(keyOf(problem, (_, at) => at)),
  );
  return mistake && `In ${place(mistake.span)}: ${mistake.message}`;
}

/** A wildcard that takes in one of an action's two names and not the other. */
export function partingWildcard(view: View, service: unknown, old: string, name: string): string | undefined {
  for (const scope of view.names.files)
    for (const declaration of scope.file.declarations)
      for (const ref of actionsIn(declaration)) {
        if (ref.quoted || !/[*?]/.test(ref.action) || fits(ref.action, old) === fits(ref.action, name))
          continue;
        const found = lookUp(view.names, scope, ref.service.text);
        if (found.kind !== "found" || found.entry !== service) continue;
        const taken = fits(ref.action, old) ? old : name;
        return `'${ref.service.text}:${ref.action}' in '${scope.file.path}' takes in '${taken}' and not '${taken === old ? name : old}'.`;
      }
  return undefined;
}

type Moved = (file: string, offset: number) => number;

/** Where an offset is after the edits: what begins with an edited name begins there still. */
function mover(edits: readonly TextEdit[]): Moved {
  const byFile = new Map<string, TextEdit[]>();
  for (const one of edits) byFile.set(one.span.file, [...(byFile.get(one.span.file) ?? []), one]);
  return (file, offset) =>
    (byFile.get(file) ?? []).reduce(
      (at, { span, text }) => (span.start < offset ? at + text.length - (span.end - span.start) : at),
      offset,
    );
}

function applied(text: string, edits: readonly TextEdit[]): string {
  let result = text;
  for (const { span, text: fresh } of edits.toSorted((a, b) => b.span.start - a.span.start))
    result = result.slice(0, span.start) + fresh + result.slice(span.end);
  return result;
}

interface Meant {
  readonly target: string;
  readonly reference: Reference;
}

/** What stands where, both by their places. */
function meanings(references: readonly Reference[], moved: Moved): ReadonlyMap<string, Meant> {
  const found = new Map<string, Meant>();
  for (const reference of references) {
    const { file, start } = reference.span;
    const target = declarationOf(reference.meaning);
    found.set(`${file}:${moved(file, start)}`, {
      target: `${target.file}:${moved(target.file, target.start)}`,
      reference,
    });
  }
  return found;
}

/** Messages hold names, so they do not tell whether a problem is new. */
const keyOf = ({ code, span }: Problem, moved: Moved): string =>
  `${code} ${span.file}:${moved(span.file, span.start)}`;

function inWords(meaning: Meaning): string {
  switch (meaning.kind) {
    case "entry":
      return `${kindNames[meaning.entry.kind].replace(/^an? /, "the ")} '${meaning.entry.qualified}'`;
    case "parameter":
      return `the parameter '${meaning.name.text}' of the scope '${meaning.scope.name}'`;
    case "action":
      return `the action '${meaning.action.name?.text ?? ""}' of '${meaning.service.name}'`;
  }
}
