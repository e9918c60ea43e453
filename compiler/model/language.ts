/**
 * Languages of texts: what lies in each of some unions of patterns and in none of others. Decided by walking all
 * automata at once, breadth first, so that a witness is as short as one can be.
 */
import { type Automaton, automatonOf, NON_EMPTY, type Pattern } from "./automaton.ts";
import { absorbs, haveDisjointEnds, isLiteral, matches } from "./glob.ts";
import { isSafePath, SAFE_PATH } from "./safe-path.ts";

export interface Language {
  /** In at least one of each list. */
  readonly within: readonly (readonly Pattern[])[];
  /** In none of these. */
  readonly outside: readonly Pattern[];
  /** `text`: any; `name`: at least one character; `path`: that, and not denied outright as a resource. */
  readonly shape: "text" | "name" | "path";
}

export type Search =
  | { readonly kind: "witness"; readonly text: string }
  | { readonly kind: "empty" }
  /** Over the limit of states. */
  | { readonly kind: "too-complex" };

/** States that one search may visit; real policies need some hundreds. */
export const MAX_STATES = 30_000;

/** Automata by pattern, shared by the searches of one piece of work. */
export type Automata = Map<string, Automaton>;

/** What is in both languages; both are of one shape. */
export function intersectLanguages(a: Language, b: Language): Language {
  return {
    within: withoutRepetition([...a.within, ...b.within], listKey),
    outside: withoutRepetition([...a.outside, ...b.outside], patternKey),
    shape: a.shape,
  };
}

/** What is in `a` and not in `b`, as a union: outside of one of its lists, or inside of what it leaves out. */
export function subtractLanguages(a: Language, b: Language): readonly Language[] {
  return [
    ...b.within.map((list) => intersectLanguages(a, { within: [], outside: list, shape: a.shape })),
    ...b.outside.map((pattern) =>
      intersectLanguages(a, { within: [[pattern]], outside: [], shape: a.shape }),
    ),
  ];
}

/** Whether no text is in the language. Exact unless it is over the limit. */
export function isEmptyLanguage(language: Language, automata: Automata): boolean | "too-complex" {
  const { within, outside } = language;
  if (outside.length === 0 && within.length === 0) return false;
  const globs = outside.filter(({ wildcard }) => wildcard);
  const isBarred = ({ text }: Pattern) => globs.some((one) => absorbs(one.text, text));
  if (
    globs.length > 0 &&
    (globs.some(({ text }) => text === "*") || within.some((list) => list.every(isBarred)))
  )
    return true;
  const literals = within.find((list) => list.every(isExact));
  if (literals) return !literals.some(({ text }) => isIn(language, text));
  if (within.some((list) => list.some((pattern) => isIn(language, instance(pattern))))) return false;
  const ends = within
    .filter((list) => list.length === 1)
    .flatMap(([pattern]) => (pattern ? [pattern.text] : []));
  if (ends.some((one, index) => ends.slice(index + 1).some((other) => haveDisjointEnds(one, other))))
    return true;
  const found = findText(language, automata);
  return found.kind === "too-complex" ? found.kind : found.kind === "empty";
}

/** Whether the text is in the language. */
export function isIn({ within, outside, shape }: Language, text: string): boolean {
  const isMatched = (pattern: Pattern) =>
    pattern.wildcard ? matches(pattern.text, text) : pattern.text === text;
  return (
    within.every((list) => list.some(isMatched)) &&
    !outside.some(isMatched) &&
    (shape === "text" || text !== "") &&
    (shape !== "path" || isSafePath(text))
  );
}

/** Some text that the pattern matches. */
function instance({ text, wildcard }: Pattern): string {
  return wildcard ? text.replace(/[*?]/g, "x") : text;
}

function isExact({ text, wildcard }: Pattern): boolean {
  return !wildcard || isLiteral(text);
}

function listKey(list: readonly Pattern[]): string {
  return list.map(patternKey).join("\n");
}

function patternKey({ text, wildcard }: Pattern): string {
  return `${wildcard ? "*" : "="}${text}`;
}

function withoutRepetition<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return items.length < 2 ? items : [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

/** The shortest text of the language, made of plain letters where it is free to choose. */
export function findText(language: Language, automata: Automata = new Map()): Search {
  const lists = language.within.map((list) => list.map((pattern) => shared(automata, pattern)));
  if (language.shape !== "text") lists.push([NON_EMPTY]);
  if (language.shape === "path") lists.push([SAFE_PATH]);
  const outside = language.outside.map((pattern) => shared(automata, pattern));
  const all = [...new Set([...lists.flat(), ...outside])];
  const slots = lists.map((list) => list.map((automaton) => all.indexOf(automaton)));
  const barred = outside.map((automaton) => all.indexOf(automaton));

  const inAll = (state: readonly number[], test: (automaton: Automaton, state: number) => boolean) =>
    slots.every((list) => list.some((slot) => at(slot, state, test)));
  const at = (
    slot: number,
    state: readonly number[],
    test: (automaton: Automaton, state: number) => boolean,
  ) => {
    const automaton = all[slot];
    return automaton !== undefined && test(automaton, state[slot] ?? 0);
  };
  const isHopeless = (state: readonly number[]) =>
    !inAll(state, (automaton, s) => !automaton.isDead(s)) ||
    barred.some((slot) => at(slot, state, (automaton, s) => automaton.isTotal(s)));
  const isGoal = (state: readonly number[]) =>
    inAll(state, (automaton, s) => automaton.accepts(s)) &&
    !barred.some((slot) => at(slot, state, (automaton, s) => automaton.accepts(s)));

  interface Step {
    readonly state: readonly number[];
    readonly codePoint: number;
    readonly before?: Step;
  }
  const start: Step = { state: all.map((automaton) => automaton.start), codePoint: 0 };
  if (isHopeless(start.state)) return { kind: "empty" };
  const seen = new Set([start.state.join(",")]);
  const queue: Step[] = [start];
  for (let head = 0; head < queue.length; head++) {
    const step = queue[head];
    if (!step) break;
    if (isGoal(step.state)) return { kind: "witness", text: spelled(step) };
    const marked = new Set(all.flatMap((automaton, slot) => automaton.marked(step.state[slot] ?? 0)));
    for (const codePoint of [plainLetter(marked), ...[...marked].sort((a, b) => a - b)]) {
      const state = all.map((automaton, slot) => automaton.next(step.state[slot] ?? 0, codePoint));
      const key = state.join(",");
      if (seen.has(key) || isHopeless(state)) continue;
      if (seen.size >= MAX_STATES) return { kind: "too-complex" };
      seen.add(key);
      queue.push({ state, codePoint, before: step });
    }
  }
  return { kind: "empty" };

  function spelled(last: Step): string {
    const points: number[] = [];
    for (let step: Step | undefined = last; step?.before; step = step.before) points.push(step.codePoint);
    return points
      .reverse()
      .map((point) => String.fromCodePoint(point))
      .join("");
  }
}

function shared(automata: Automata, pattern: Pattern): Automaton {
  const key = patternKey(pattern);
  const known = automata.get(key);
  if (known) return known;
  const made = automatonOf(pattern);
  automata.set(key, made);
  return made;
}

const LETTERS = [..."xyzabcdefghijklmnopqrstuvw0123456789XYZABCDEFGHIJKLMNOPQRSTUVW"].map((char) =>
  char.charCodeAt(0),
);
const FIRST_OTHER = 0xe0;

/** A code point that stands for all that are not marked: a letter, if one is free. */
function plainLetter(marked: ReadonlySet<number>): number {
  const letter = LETTERS.find((point) => !marked.has(point));
  if (letter !== undefined) return letter;
  let point = FIRST_OTHER;
  while (marked.has(point)) point = point === 0xd7ff ? 0xe000 : point + 1;
  return point;
}
