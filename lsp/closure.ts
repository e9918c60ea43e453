/** Which files a file's check needs: those that declare what it names, and theirs in turn. */
import type { Entry } from "../compiler/semantics/entry.ts";
import { lookUp, type Names } from "../compiler/semantics/names.ts";
import type { SourceFile } from "../compiler/syntax/ast.ts";

/** What may be a name: words with dots, as they also stand before the colon of an action and in `${…}`. */
const WORDS = /[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*/g;
const words = new WeakMap<SourceFile, ReadonlySet<string>>();

/** Declarations that reach others without being named by them. */
const farReaching: ReadonlySet<string> = new Set(["classify", "target", "guardrail", "environment"]);

/** Sorted paths, the file's own included. A word in a comment may bring a file more than is needed. */
export function closure(names: Names, path: string): readonly string[] {
  const byPath = new Map(names.files.map((scope) => [scope.file.path, scope]));
  const spaces = new Map(names.files.map((scope) => [scope.namespace, scope]));
  const found = new Set([path]);
  const open = [path];
  const add = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    open.push(file);
  };
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const scope = byPath.get(next);
    if (scope === undefined) continue;
    for (const word of wordsOf(scope.file)) {
      const space = spaces.get(word);
      if (space !== undefined) add(space.file.path);
      const meaning = lookUp(names, scope, word);
      if (meaning.kind === "missing") continue;
      const entries: readonly Entry[] = meaning.kind === "found" ? [meaning.entry] : meaning.entries;
      for (const { file } of entries) add(file.file.path);
    }
  }
  for (const { file } of names.files)
    if (file.declarations.some(({ kind }) => farReaching.has(kind))) found.add(file.path);
  return [...found].sort();
}

function wordsOf(file: SourceFile): ReadonlySet<string> {
  const known = words.get(file);
  if (known !== undefined) return known;
  const found = new Set(file.text.match(WORDS) ?? []);
  words.set(file, found);
  return found;
}
