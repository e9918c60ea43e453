/** A permission on its way from an `allow` or `may` to the model: everything said about it so far. */
import type { Condition } from "../model/condition.ts";
import type { Approval, Instant, Origin, Subject, Window } from "../model/policy.ts";
import { MAX_INSTANT, MIN_INSTANT } from "../model/policy.ts";
import type { Span } from "../source.ts";
import type { Node } from "../syntax/ast-values.ts";
import type { Entry } from "./entry.ts";
import type { Place } from "./place.ts";
import type { NamedActions, Resources } from "./resources.ts";

/** What the modifiers of one statement say. */
export interface Limits {
  readonly resources: readonly Resources[];
  readonly subjects: readonly (readonly Subject[])[];
  readonly conditions: readonly {
    readonly condition: Condition;
    readonly node: Node;
    readonly place: Place;
  }[];
  readonly approvals: readonly Approval[];
  readonly windows: readonly Window[];
  readonly from: Instant;
  readonly until: Instant;
  /** Where the end is written. */
  readonly untilSpan?: Span;
  /** Only in these; absent: in all. */
  readonly environments?: ReadonlySet<Entry>;
  readonly because?: string;
}

export interface Piece extends Limits {
  readonly actions: readonly NamedActions[];
  /** The `may`, or inside of a scope its `allow`. */
  readonly origin: Origin;
  readonly actionsSpan: Span;
  /** A syntax error near it may have taken a modifier away. */
  readonly damaged: boolean;
  /** The `allow` of a scope that the permission comes from. */
  readonly scope?: { readonly name: string; readonly origin: Origin };
}

export interface ScopePieces {
  readonly pieces: readonly Piece[];
  /** A part is missing because it was in error, which was reported. */
  readonly broken: boolean;
  /** Statements and uses of scopes that it took, for the limit. */
  readonly size: number;
}

export const noLimits: Limits = {
  resources: [],
  subjects: [],
  conditions: [],
  approvals: [],
  windows: [],
  from: MIN_INSTANT,
  until: MAX_INSTANT,
};

/** Both hold: the statement's own limits come first, and its reason and end are the ones shown. */
export function joinLimits(outer: Limits, inner: Limits): Limits {
  const environments = both(outer.environments, inner.environments);
  const untilSpan = outer.untilSpan ?? inner.untilSpan;
  const because = outer.because ?? inner.because;
  return {
    resources: [...outer.resources, ...inner.resources],
    subjects: [...outer.subjects, ...inner.subjects],
    conditions: [...outer.conditions, ...inner.conditions],
    approvals: [...outer.approvals, ...inner.approvals],
    windows: [...new Set([...outer.windows, ...inner.windows])],
    from: Math.max(outer.from, inner.from),
    until: Math.min(outer.until, inner.until),
    ...(untilSpan ? { untilSpan } : {}),
    ...(environments ? { environments } : {}),
    ...(because === undefined ? {} : { because }),
  };
}

function both(
  a: ReadonlySet<Entry> | undefined,
  b: ReadonlySet<Entry> | undefined,
): ReadonlySet<Entry> | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return new Set([...a].filter((entry) => b.has(entry)));
}
