/** Actions that the same statements name are one class: whatever holds for one of them holds for all. */
import type { Pattern } from "./automaton.ts";
import { haveDisjointEnds, matches } from "./glob.ts";
import { type Automata, findText, isEmptyLanguage, type Language } from "./language.ts";

export interface ActionClass {
  /** One action of the class, the first by name where it was named to the letter. */
  readonly action: string;
  /** Which of the lists name it, by index. */
  readonly members: ReadonlySet<number>;
}

/** Classes that one agent's statements may have; over it, `undefined`. */
const MAX_CLASSES = 4096;

/**
 * The classes of actions that the lists distinguish, among those that at least one list of `relevant` names.
 * `undefined`: too many, or patterns too absurd to tell apart.
 */
export function actionClasses(
  lists: readonly (readonly Pattern[])[],
  relevant: (index: number) => boolean,
  automata: Automata = new Map(),
): readonly ActionClass[] | undefined {
  const named = new Map<string, Set<number>>();
  const wild: { readonly text: string; readonly index: number }[] = [];
  for (const [index, list] of lists.entries())
    for (const { text, wildcard } of list)
      if (wildcard) wild.push({ text, index });
      else named.set(text, (named.get(text) ?? new Set()).add(index));
  const classes = new Map<string, { action: string; members: Set<number> }>();
  for (const [action, members] of named) {
    for (const { text, index } of wild) if (matches(text, action)) members.add(index);
    if (![...members].some(relevant)) continue;
    const service = action.slice(0, action.indexOf(":"));
    const key = `${service} ${[...members].sort((a, b) => a - b).join()}`;
    const known = classes.get(key);
    if (!known) classes.set(key, { action, members });
    else if (action < known.action) known.action = action;
  }
  const more = wildcardClasses(wild, relevant, [...named.keys()], automata);
  return more && [...classes.values(), ...more];
}

/** Of the actions that nobody names to the letter: which combinations of patterns some action matches. */
function wildcardClasses(
  wild: readonly { readonly text: string; readonly index: number }[],
  relevant: (index: number) => boolean,
  named: readonly string[],
  automata: Automata,
): readonly ActionClass[] | undefined {
  const patterns = [...new Set(wild.map(({ text }) => text))];
  const indexesOf = (text: string) => wild.filter((one) => one.text === text).map(({ index }) => index);
  const granting = patterns.filter((text) => indexesOf(text).some(relevant));
  const others = patterns.filter((text) => granting.some((one) => !haveDisjointEnds(one, text)));
  if (granting.length === 0) return [];
  const literals = named.filter((action) => granting.some((text) => matches(text, action)));
  const found: ActionClass[] = [];

  const split = (language: Language, next: number, members: readonly string[]): boolean => {
    const isEmpty = isEmptyLanguage(language, automata);
    if (isEmpty === "too-complex" || found.length >= MAX_CLASSES) return false;
    if (isEmpty) return true;
    const text = others[next];
    if (text === undefined) {
      const search = findText(language, automata);
      if (search.kind !== "witness") return false;
      found.push({ action: search.text, members: new Set(members.flatMap(indexesOf)) });
      return true;
    }
    const pattern = { text, wildcard: true };
    return (
      split({ ...language, within: [...language.within, [pattern]] }, next + 1, [...members, text]) &&
      split({ ...language, outside: [...language.outside, pattern] }, next + 1, members)
    );
  };

  const start: Language = {
    within: [granting.map((text) => ({ text, wildcard: true }))],
    outside: literals.map((text) => ({ text, wildcard: false })),
    shape: "name",
  };
  return split(start, 0, []) ? found : undefined;
}
