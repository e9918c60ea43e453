/** Sets of whole numbers: sorted, disjoint spans, both ends included. */

export interface Span {
  readonly from: bigint;
  readonly to: bigint;
}

export type SpanSet = readonly Span[];

export function intersectSpans(a: SpanSet, b: SpanSet): SpanSet {
  return a.flatMap((x) =>
    b.flatMap((y) => {
      const from = x.from > y.from ? x.from : y.from;
      const to = x.to < y.to ? x.to : y.to;
      return from <= to ? [{ from, to }] : [];
    }),
  );
}

/** What is in `a` and not in `b`. */
export function subtractSpans(a: SpanSet, b: SpanSet): SpanSet {
  let left = a;
  for (const cut of b)
    left = left.flatMap(({ from, to }) => {
      if (cut.to < from || cut.from > to) return [{ from, to }];
      const parts: Span[] = [];
      if (cut.from > from) parts.push({ from, to: cut.from - 1n });
      if (cut.to < to) parts.push({ from: cut.to + 1n, to });
      return parts;
    });
  return left;
}

/** Numbers in any order, as a set. */
export function points(numbers: readonly bigint[]): SpanSet {
  return [...new Set(numbers)].sort((a, b) => (a < b ? -1 : 1)).map((at) => ({ from: at, to: at }));
}
