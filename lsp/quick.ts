/**
 * The check that a keystroke waits for, by declaration: of an edited file only what changed since the last whole check,
 * what mentions it, and what these need. All else is taken from that check, moved to where it stands now.
 */
import type { ParsedFile } from "../compiler/checked.ts";
import type { Problem } from "../compiler/problem.ts";
import type { Declaration } from "../compiler/syntax/ast.ts";
import { entriesOf, FAR_REACHING, wordsIn } from "./closure.ts";
import type { Bound, Whole } from "./project.ts";

/** Kinds of which a change alters nothing but themselves and what mentions them. */
const SELF_CONTAINED: ReadonlySet<string> = new Set(["agent", "test"]);

export interface Part {
  /** Every file that is needed, with the declarations that are needed of it. */
  readonly files: ReadonlyMap<string, ParsedFile>;
  /** The declarations of the edited file whose problems this check finds. */
  readonly judged: readonly Declaration[];
  /** Problems of the last check that hold still. */
  readonly kept: readonly Problem[];
}

/** `undefined` where more than agents and tests changed: then the file is checked as a whole. */
export function partOf(bound: Bound, last: Whole, path: string): Part | undefined {
  const parsed = bound.parsed.get(path);
  const before = last.files.find((file) => file.path === path);
  if (parsed === undefined || before === undefined) return undefined;
  const { file } = parsed;
  if (before.text === file.text)
    return {
      files: new Map(),
      judged: [],
      kept: last.problems.filter(({ span }) => span.file === path),
    };
  const change = changeOf(before.text, file.text);
  const touched = (declarations: readonly Declaration[], end: number): readonly Declaration[] =>
    declarations.filter((one) => (one.docSpan?.start ?? one.start) <= end && one.end >= change.start);
  const changed = touched(file.declarations, change.end);
  const all = [...changed, ...touched(before.declarations, change.oldEnd)];
  if (changed.length === 0 || all.some(({ kind }) => !SELF_CONTAINED.has(kind))) return undefined;
  const names = new Set(all.flatMap(({ name }) => (name === undefined ? [] : [name.text])));
  const mentioning = mentions(file.text, file.declarations, names).filter((one) => !changed.includes(one));
  const judged = [...changed, ...mentioning];
  const inside = (start: number, end: number): boolean =>
    judged.some((one) => one.start <= start && end <= one.end);
  const kept = last.problems.flatMap((one) => {
    const moved = one.span.file === path ? moveSpan(change, one.span.start, one.span.end) : undefined;
    if (moved === undefined || inside(moved.start, moved.end)) return [];
    // Edits of other places may not fit any more; the next whole check brings them back.
    return [{ ...one, fixes: [], related: [], span: { ...one.span, ...moved } }];
  });
  return { files: needed(bound, path, judged), judged, kept };
}

/**
 * Problems of an older text of a file where they stand now. One that the change lies in stretches: it is found again, or
 * not, by the next whole check, and would flicker until then.
 */
export function carried({ files, problems }: Found, path: string, now: string): readonly Problem[] {
  const own = problems.filter(({ span }) => span.file === path);
  const before = files.find((file) => file.path === path)?.text;
  if (own.length === 0 || before === undefined || before === now) return own;
  const change = changeOf(before, now);
  return own.flatMap((one) => {
    const { start, end } = one.span;
    const around = start <= change.start && change.oldEnd <= end;
    const moved = around ? { start, end: end + change.shift } : moveSpan(change, start, end);
    return moved === undefined ? [] : [{ ...one, fixes: [], related: [], span: { ...one.span, ...moved } }];
  });
}

/** Problems and the texts in which they were found. */
export type Found = Pick<Whole, "files" | "problems">;

/** The declarations, which stand in file order, whose text holds one of the names, as letters. */
function mentions(
  text: string,
  declarations: readonly Declaration[],
  names: ReadonlySet<string>,
): readonly Declaration[] {
  const found = new Set<Declaration>();
  for (const name of names) {
    let index = 0;
    for (let at = text.indexOf(name); at >= 0; ) {
      while (index < declarations.length && (declarations[index]?.end ?? 0) <= at) index++;
      const one = declarations[index];
      if (one === undefined) break;
      if (one.start <= at) found.add(one);
      at = text.indexOf(name, one.start <= at ? one.end : at + 1);
    }
  }
  return [...found];
}

/** What declarations name, and what that names in turn. */
function needed(bound: Bound, path: string, roots: readonly Declaration[]): ReadonlyMap<string, ParsedFile> {
  const scopes = new Map(bound.names.files.map((scope) => [scope.file.path, scope]));
  const spaces = new Map(bound.names.files.map((scope) => [scope.namespace, scope.file.path]));
  const found = new Map<string, Set<Declaration>>();
  const open: { readonly file: string; readonly declaration: Declaration }[] = [];
  const add = (file: string, declaration: Declaration): void => {
    const known = found.get(file) ?? new Set();
    found.set(file, known);
    if (known.has(declaration)) return;
    known.add(declaration);
    open.push({ file, declaration });
  };
  for (const declaration of roots) add(path, declaration);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const scope = scopes.get(next.file);
    if (scope === undefined) continue;
    for (const word of wordsIn(scope.file.text.slice(next.declaration.start, next.declaration.end))) {
      for (const { file, declaration } of entriesOf(bound.names, scope, word))
        add(file.file.path, declaration);
    }
  }
  for (const { file } of bound.names.files)
    for (const one of file.declarations)
      if (FAR_REACHING.has(one.kind)) found.set(file.path, (found.get(file.path) ?? new Set()).add(one));
  // A namespace that a file uses must be there, even where nothing of it is needed.
  for (const file of [...found.keys()])
    for (const space of scopes.get(file)?.uses ?? []) {
      const holder = spaces.get(space);
      if (holder !== undefined && !found.has(holder)) found.set(holder, new Set());
    }
  return new Map(
    [...found].flatMap(([file, declarations]) => {
      const whole = bound.parsed.get(file);
      if (whole === undefined) return [];
      const part = {
        ...whole.file,
        declarations: whole.file.declarations.filter((one) => declarations.has(one)),
      };
      return [[file, { ...whole, file: part }] as const];
    }),
  );
}

export interface TextChange {
  /** From here the texts differ. */
  readonly start: number;
  readonly end: number;
  readonly oldEnd: number;
  /** How far what comes after has moved. */
  readonly shift: number;
}

/** The one piece in which two texts differ. */
export function changeOf(before: string, now: string): TextChange {
  const shortest = Math.min(before.length, now.length);
  let start = 0;
  while (start < shortest && before.charCodeAt(start) === now.charCodeAt(start)) start++;
  let tail = 0;
  while (
    tail < shortest - start &&
    before.charCodeAt(before.length - 1 - tail) === now.charCodeAt(now.length - 1 - tail)
  )
    tail++;
  return { start, end: now.length - tail, oldEnd: before.length - tail, shift: now.length - before.length };
}

/** Where a piece of the old text stands in the new one; `undefined` where the change touches it. */
export function moveSpan(
  { start: from, oldEnd, shift }: TextChange,
  start: number,
  end: number,
): { readonly start: number; readonly end: number } | undefined {
  if (end <= from) return { start, end };
  return start >= oldEnd ? { start: start + shift, end: end + shift } : undefined;
}
