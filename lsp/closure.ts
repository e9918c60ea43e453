/** Which files a file's check needs: those that declare what it names, and theirs in turn. */
import type { Entry, FileScope } from "../compiler/semantics/entry.ts";
import { lookUp, type Names } from "../compiler/semantics/names.ts";
import type { SourceFile } from "../compiler/syntax/ast.ts";

/** What may be a name: words with dots, as they also stand before the colon of an action and in `${…}`. */
const WORDS = /[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*/g;
const words = new WeakMap<SourceFile, ReadonlySet<string>>();

/** Declarations that reach others without being named by them. */
export const FAR_REACHING: ReadonlySet<string> = new Set(["classify", "target", "guardrail", "environment"]);

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
      for (const { file } of entriesOf(names, scope, word)) add(file.file.path);
    }
  }
  for (const { file } of names.files)
    if (file.declarations.some(({ kind }) => FAR_REACHING.has(kind))) found.add(file.path);
  return [...found].sort();
}

function wordsOf(file: SourceFile): ReadonlySet<string> {
  const known = words.get(file);
  if (known !== undefined) return known;
  const found = wordsIn(file.text);
  words.set(file, found);
  return found;
}

export const wordsIn = (text: string): ReadonlySet<string> => new Set(text.match(WORDS) ?? []);

const FACT = "fact.";

/** What a word may stand for in a file: facts go by their simple name, wherever they are declared. */
export function entriesOf(names: Names, scope: FileScope, word: string): readonly Entry[] {
  if (word.startsWith(FACT)) {
    const name = word.slice(FACT.length);
    return names.entries.filter((entry) => entry.kind === "fact" && entry.name === name);
  }
  const meaning = lookUp(names, scope, word);
  return meaning.kind === "found" ? [meaning.entry] : meaning.kind === "ambiguous" ? meaning.entries : [];
}
