/** Phrases that several rules use. */
import type { ActionPattern, Grant, Origin } from "../../compiler/model/policy.ts";
import type { Related } from "../../compiler/problem.ts";
import type { Span } from "../../compiler/source.ts";

/** `'a', 'b' and 3 more`. */
export function few(names: readonly string[], most = 3): string {
  const shown = names.slice(0, names.length === most + 1 ? most + 1 : most).map((name) => `'${name}'`);
  const rest = names.length - shown.length;
  return listed(rest > 0 ? [...shown, `${rest} more`] : shown);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(phrases: readonly string[]): string {
  const last = phrases.at(-1) ?? "";
  return phrases.length < 2 ? last : `${phrases.slice(0, -1).join(", ")} and ${last}`;
}

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

export const texts = (actions: readonly ActionPattern[]): readonly string[] =>
  actions.map((action) => action.text);

export const related = (message: string, origin: Origin): Related => ({ message, span: origin.span });

/** The `allow` of the scope that a grant comes from, as a second place. */
export function scopeOf(grant: Grant): readonly Related[] {
  return grant.scope ? [related(`in the scope '${grant.scope.name}'`, grant.scope.origin)] : [];
}

/** Whether one place lies inside of another. */
export const isWithin = (inner: Span, outer: Span): boolean =>
  inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;
