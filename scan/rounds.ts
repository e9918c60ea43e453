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
import type { Rest } from "./link/rests.ts";
import type { Signs } from "./prefilter.ts";
import type { Recalled, Supply } from "./supply.ts";

export interface Gathered {
  /** The files that were needed, by path. */
  readonly facts: ReadonlyMap<string, FileFacts>;
  readonly linked: Linked;
  /** Why files could not be read. */
  readonly unread: ReadonlyMap<string, string>;
}

/** What the first look at the files in scope gave. */
interface FirstLook {
  /** Files that are linked whatever others say of them. */
  readonly wanted: ReadonlyMap<string, FileFacts>;
  /** Files that were read and need not be linked. */
  readonly aside: ReadonlyMap<string, FileFacts>;
  /** Code that others may need. */
  readonly passedOver: ReadonlyMap<string, Signs>;
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
  const first = await firstLook(supply, files);
  const extra = everything ? await factsOf(supply, [...first.passedOver.keys()]) : [];
  let recalled = (await supply.recall?.()) ?? nothing;
  for (;;) {
    const linking = newLinking(paths, (path) => recalled.links.get(path));
    const more = [...extra, ...recalled.files];
    const projects = first.wanted.size === 0 ? [] : paths.filter(saysWhatModulesMean);
    const { asked, unread } = await linkAll(supply, first, linking, more, projects);
    const linked = finish(linking, everything ? linking.facts.keys() : neededBy(linking, asked));
    const needed = neededBy(linking, [...asked, ...filesOf(linked)]);
    const needless = recalled.files.filter(({ path }) => !needed.has(path));
    if (needless.length === 0) {
      supply.remember?.(linking.links);
      return {
        facts: new Map([...first.aside, ...[...linking.facts].filter(([path]) => needed.has(path))]),
        linked,
        unread: new Map([...unread].filter(([path]) => first.unread.has(path) || needed.has(path))),
      };
    }
    // Nobody asks for them any more: what was worked out with them is worked out anew without them.
    recalled = without(recalled, new Set(needless.map(({ path }) => path)));
  }
}

const nothing: Recalled = { links: new Map(), files: [] };

/** Files that nearly every link asks for where there are any: they are read before it is asked. */
function saysWhatModulesMean(path: string): boolean {
  return /(?:^|\/)(?:(?:package|[jt]sconfig(?:\.base)?)\.json|pyproject\.toml|setup\.py)$/.test(path);
}

function without(recalled: Recalled, gone: ReadonlySet<string>): Recalled {
  return {
    ...recalled,
    links: new Map([...recalled.links].filter(([, { rests }]) => !rests.some((rest) => isOf(rest, gone)))),
    files: recalled.files.filter(({ path }) => !gone.has(path)),
  };
}

function isOf(rest: Rest, gone: ReadonlySet<string>): boolean {
  return rest.kind === "file" && gone.has(rest.path);
}

async function firstLook(supply: Supply, files: readonly string[]): Promise<FirstLook> {
  const wanted = new Map<string, FileFacts>();
  const aside = new Map<string, FileFacts>();
  const passedOver = new Map<string, Signs>();
  const unread = new Map<string, string>();
  const read = async (path: string, into: Map<string, FileFacts>): Promise<void> => {
    const found = await supply.facts(path);
    if (found !== undefined) into.set(path, found);
    else unread.set(path, noText);
  };
  for (const path of files) {
    const look = await supply.look(path);
    if (look.kind === "wanted") await read(path, wanted);
    else if (look.kind === "unreadable") unread.set(path, look.reason);
    else if (look.kind === "code") {
      passedOver.set(path, look.signs);
      if (look.isRead === true) await read(path, aside);
    }
  }
  return { wanted, aside, passedOver, unread };
}

const noText = "It is no text.";

/** Links what is wanted, and all that it asks for; gives what was asked for, and why files could not be read. */
async function linkAll(
  supply: Supply,
  first: FirstLook,
  linking: Linking,
  extra: readonly FileFacts[],
  projects: readonly string[],
): Promise<{ readonly asked: ReadonlySet<string>; readonly unread: ReadonlyMap<string, string> }> {
  const facts = new Map(first.wanted);
  const unread = new Map(first.unread);
  const asked = new Set(first.wanted.keys());
  const offered = new Map([...first.aside, ...extra.map((each) => [each.path, each] as const)]);
  const read = async (path: string): Promise<void> => {
    if (facts.has(path) || unread.has(path)) return;
    const found = offered.get(path) ?? (await supply.facts(path));
    if (found !== undefined) facts.set(path, found);
    else unread.set(path, noText);
  };
  let fresh: readonly FileFacts[] = [...new Set([...facts.values(), ...extra])].sort(byPath);
  let texts = await textsOf(supply, projects);
  let targetsOf = importsOf(linking, first);
  for (;;) {
    const wish = advance(linking, fresh, texts);
    const known = new Set(linking.facts.keys());
    if (texts.size > 0) targetsOf = importsOf(linking, first);
    for (const path of askedFor(first, linking, asked, wish.relevant, targetsOf)) await read(path);
    for (const path of wish.wanted) await read(path);
    texts = await textsOf(
      supply,
      wantedTexts(linking).filter((path) => !linking.program.projects.has(path)),
    );
    fresh = [...facts.values()].filter(({ path }) => !known.has(path)).sort(byPath);
    if (fresh.length === 0 && texts.size === 0) break;
  }
  return { asked, unread };
}

/**
 * Adds to `asked` what is asked for because of what files offer that are asked for themselves, or needed for those: a
 * file that is only there from an earlier scan asks for nothing.
 */
function askedFor(
  first: FirstLook,
  linking: Linking,
  asked: Set<string>,
  relevant: readonly string[],
  targetsOf: (path: string) => readonly string[],
): ReadonlySet<string> {
  for (let size = -1; size !== asked.size; ) {
    size = asked.size;
    const needed = neededBy(linking, asked);
    const offering = new Set(relevant.filter((path) => needed.has(path)));
    for (const path of secondLook(first, offering, targetsOf)) asked.add(path);
  }
  return asked;
}

function filesOf({ agents, mcpServers }: Linked): readonly string[] {
  return [...agents, ...mcpServers].map(({ file }) => file);
}

/** The files, and all that were asked for to link them, and so on. */
function neededBy({ links }: Linking, files: Iterable<string>): ReadonlySet<string> {
  const found = new Set(files);
  for (const path of found) for (const each of links.get(path)?.needs ?? []) found.add(each);
  return found;
}

async function textsOf(supply: Supply, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const path of paths) texts.set(path, await supply.text(path));
  return texts;
}

async function factsOf(supply: Supply, paths: readonly string[]): Promise<readonly FileFacts[]> {
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
 * providers of catalogued modules that a user imports from. It is asked of what the first look saw, so that the answer
 * does not rest on the order in which files were read.
 */
function secondLook(
  { passedOver }: FirstLook,
  offering: ReadonlySet<string>,
  targetsOf: (path: string) => readonly string[],
): ReadonlySet<string> {
  const needed = new Set<string>();
  const known = new Map<string, boolean>();
  // Whether a file leads to a provider or an offering file through barrels; then it is needed. All that a barrel passes
  // on is looked at: which of it comes first is no matter.
  const leads = (path: string, depth: number): boolean => {
    const before = known.get(path);
    if (before !== undefined) return before;
    known.set(path, offering.has(path));
    const signs = passedOver.get(path);
    if (signs === undefined || depth > 6) return offering.has(path);
    const isLeading =
      signs.isProvider ||
      (signs.isBarrel && targetsOf(path).filter((target) => leads(target, depth + 1)).length > 0);
    if (isLeading) needed.add(path);
    known.set(path, isLeading || offering.has(path));
    return isLeading || offering.has(path);
  };
  for (const [path, signs] of passedOver)
    if (
      signs.isUser &&
      targetsOf(path)
        .filter((target) => leads(target, 0))
        .some((target) => offering.has(target))
    )
      needed.add(path);
  return needed;
}

/** What each file that was passed over imports of the project, as far as the project files that were read tell. */
function importsOf(linking: Linking, { passedOver }: FirstLook): (path: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const found = (passedOver.get(path)?.imports ?? [])
      .map((module) => importedFile(linking, path, module))
      .filter((target) => target !== undefined);
    known.set(path, found);
    return found;
  };
}
