/** Reads what the first look asks for, links, reads what linking asks for, and goes on until nothing more is asked. */
import type { FileFacts } from "./facts.ts";
import {
  advance,
  finish,
  importedFile,
  type Linked,
  type Linking,
  newLinking,
  wantedTexts,
} from "./link/link.ts";
import type { Signs } from "./prefilter.ts";
import type { Supply } from "./supply.ts";

export interface Gathered {
  /** The files that were needed, by path. */
  readonly facts: ReadonlyMap<string, FileFacts>;
  readonly linked: Linked;
  /** Why files could not be read. */
  readonly unread: ReadonlyMap<string, string>;
}

/**
 * `files` are in scope, `paths` are all of the tree. With `everything`, the linker is also given the facts of every
 * other file in scope; the result is the same, which is what the tests compare.
 */
export async function gather(
  supply: Supply,
  files: readonly string[],
  paths: readonly string[],
  everything = false,
): Promise<Gathered> {
  const facts = new Map<string, FileFacts>();
  const unread = new Map<string, string>();
  const passedOver = new Map<string, Signs>();
  /** Files that were read and are not linked. */
  const aside = new Map<string, FileFacts>();
  const read = async (path: string): Promise<void> => {
    if (facts.has(path) || unread.has(path)) return;
    const found = aside.get(path) ?? (await supply.facts(path));
    if (found !== undefined) facts.set(path, found);
    else unread.set(path, "It is no text.");
  };
  for (const path of files) {
    const look = await supply.look(path);
    if (look.kind === "wanted") await read(path);
    else if (look.kind === "unreadable") unread.set(path, look.reason);
    else if (look.kind === "code") {
      passedOver.set(path, look.signs);
      const found = look.isRead === true ? await supply.facts(path) : undefined;
      if (found !== undefined) aside.set(path, found);
      else if (look.isRead === true) unread.set(path, "It is no text.");
    }
  }
  const linking = newLinking(paths);
  const extra = everything ? await extraFacts(supply, [...passedOver.keys()]) : [];
  let fresh: readonly FileFacts[] = [...facts.values(), ...extra].sort(byPath);
  let texts = new Map<string, string>();
  for (;;) {
    const wish = advance(linking, fresh, texts);
    const known = new Set(facts.keys());
    for (const path of [...secondLook(linking, wish.relevant, passedOver, facts), ...wish.wanted])
      await read(path);
    texts = new Map();
    for (const path of wantedTexts(linking))
      if (!linking.program.projects.has(path)) texts.set(path, await supply.text(path));
    fresh = [...facts.values()].filter(({ path }) => !known.has(path)).sort(byPath);
    if (fresh.length === 0 && texts.size === 0)
      return { facts: new Map([...aside, ...facts]), linked: finish(linking), unread };
  }
}

async function extraFacts(supply: Supply, paths: readonly string[]): Promise<readonly FileFacts[]> {
  const found: FileFacts[] = [];
  for (const path of paths) {
    const facts = await supply.facts(path);
    if (facts !== undefined) found.push(facts);
  }
  return found;
}

function byPath(one: FileFacts, other: FileFacts): number {
  return one.path < other.path ? -1 : 1;
}

/**
 * Files that were passed over and must be read after all: users of what a file offers, the barrels on the way, and
 * providers of catalogued modules that a user imports from.
 */
function secondLook(
  linking: Linking,
  offering: readonly string[],
  passedOver: ReadonlyMap<string, Signs>,
  facts: ReadonlyMap<string, FileFacts>,
): readonly string[] {
  const relevant = new Set(offering);
  const targets = new Map<string, readonly string[]>();
  const targetsOf = (path: string): readonly string[] => {
    const known = targets.get(path);
    if (known !== undefined) return known;
    const found = (passedOver.get(path)?.imports ?? [])
      .map((module) => importedFile(linking, path, module))
      .filter((target) => target !== undefined);
    targets.set(path, found);
    return found;
  };
  const needed = new Set<string>();
  const known = new Map<string, boolean>();
  // Whether an unread file leads to a provider or an offering file through barrels; then it is needed.
  const leads = (path: string, depth: number): boolean => {
    if (relevant.has(path)) return true;
    const before = known.get(path);
    if (before !== undefined) return before;
    known.set(path, false);
    const signs = passedOver.get(path);
    if (signs === undefined || facts.has(path) || depth > 6) return false;
    const isLeading =
      signs.isProvider || (signs.isBarrel && targetsOf(path).some((target) => leads(target, depth + 1)));
    known.set(path, isLeading);
    if (isLeading) needed.add(path);
    return isLeading;
  };
  for (const [path, signs] of passedOver)
    if (
      signs.isUser &&
      !facts.has(path) &&
      targetsOf(path)
        .filter((target) => leads(target, 0))
        .some((target) => relevant.has(target))
    )
      needed.add(path);
  return [...needed];
}
