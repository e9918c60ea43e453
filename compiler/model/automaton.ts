/** Deterministic automata over code points, built as far as they are walked. */

export interface Automaton {
  readonly start: number;
  next(state: number, codePoint: number): number;
  accepts(state: number): boolean;
  /** Nothing is accepted from here on. */
  isDead(state: number): boolean;
  /** Everything is accepted from here on. */
  isTotal(state: number): boolean;
  /** The code points that may lead elsewhere than all the others do. */
  marked(state: number): readonly number[];
}

/** Either a glob or, with `wildcard` false, one text to the letter. */
export interface Pattern {
  readonly text: string;
  readonly wildcard: boolean;
}

const STAR = -1;
const ANY = -2;

/**
 * A pattern's automaton. A state is the set of positions that the text read so far may have reached; positions before
 * the last `*` reached are dropped, since whatever they accept it accepts too. So without `?` a glob has no more
 * states than characters.
 */
export function automatonOf(pattern: Pattern): Automaton {
  const tokens = tokensOf(pattern);
  const states: (readonly number[])[] = [];
  const byKey = new Map<string, number>();
  const steps: Map<number, number>[] = [];
  const marks: (readonly number[])[] = [];

  const stateOf = (reached: readonly number[]): number => {
    const set = settled(tokens, reached);
    const key = set.join(",");
    const known = byKey.get(key);
    if (known !== undefined) return known;
    byKey.set(key, states.length);
    states.push(set);
    steps.push(new Map());
    const literals = set.flatMap((position) =>
      (tokens[position] ?? ANY) >= 0 ? [tokens[position] ?? 0] : [],
    );
    marks.push([...new Set(literals)]);
    return states.length - 1;
  };
  const positions = (state: number) => states[state] ?? [];

  return {
    start: stateOf([0]),
    next(state, codePoint) {
      const known = steps[state]?.get(codePoint);
      if (known !== undefined) return known;
      const reached = positions(state).flatMap((position) => {
        const token = tokens[position];
        if (token === STAR) return [position];
        return token === ANY || token === codePoint ? [position + 1] : [];
      });
      const next = stateOf(reached);
      steps[state]?.set(codePoint, next);
      return next;
    },
    accepts: (state) => positions(state).at(-1) === tokens.length,
    isDead: (state) => positions(state).length === 0,
    isTotal: (state) => tokens.at(-1) === STAR && positions(state)[0] === tokens.length - 1,
    marked: (state) => marks[state] ?? [],
  };
}

/** `*?*` is `?*`: of a run of wildcards, first the single ones, then at most one `*`. */
function tokensOf({ text, wildcard }: Pattern): readonly number[] {
  const tokens: number[] = [];
  let star = false;
  for (const char of text) {
    if (wildcard && char === "*") star = true;
    else if (wildcard && char === "?") tokens.push(ANY);
    else {
      if (star) tokens.push(STAR);
      star = false;
      tokens.push(char.codePointAt(0) ?? 0);
    }
  }
  if (star) tokens.push(STAR);
  return tokens;
}

/** With what a `*` lets follow at once, sorted, without what the last `*` makes needless. */
function settled(tokens: readonly number[], reached: readonly number[]): readonly number[] {
  const all = new Set(reached);
  for (const position of reached) if (tokens[position] === STAR) all.add(position + 1);
  const sorted = [...all].sort((a, b) => a - b);
  const lastStar = sorted.findLastIndex((position) => tokens[position] === STAR);
  return sorted.slice(Math.max(lastStar, 0));
}

/** Texts of at least one character. */
export const NON_EMPTY: Automaton = {
  start: 0,
  next: () => 1,
  accepts: (state) => state === 1,
  isDead: () => false,
  isTotal: (state) => state === 1,
  marked: () => [],
};
