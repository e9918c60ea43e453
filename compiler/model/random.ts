/** Numbers that look random and are the same for the same seed, on every machine. */

export interface Random {
  /** A whole number from 0 up to `below`, not included. */
  below(limit: number): number;
  chance(probability: number): boolean;
  /** `undefined` only of an empty list. */
  pick<T>(list: readonly T[]): T | undefined;
  /** Of a list with at least one element. */
  one<T>(first: T, ...rest: readonly T[]): T;
}

/** Marsaglia's xorshift over 32 bits; any seed will do. */
export function seeded(seed: number): Random {
  let state = (Math.imul(seed | 0, 0x9e3779b1) ^ 0x6d2b79f5) | 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  for (let warm = 0; warm < 8; warm++) next();
  const below = (limit: number) => Math.floor((next() / 2 ** 32) * limit);
  return {
    below,
    chance: (probability) => next() / 2 ** 32 < probability,
    pick: (list) => list[below(list.length)],
    one: (first, ...rest) => [first, ...rest][below(rest.length + 1)] ?? first,
  };
}
