/** `waive`, `accept` and `enforced outside`: exceptions with a reason and an end. */

import type { Accept, Agent, Waive } from "../model/policy.ts";
import { nearest } from "../nearest.ts";
import { problems } from "../problems.ts";
import type * as Syntax from "../syntax/ast-grants.ts";
import type { Node, Value } from "../syntax/ast-values.ts";
import { CONSTRAINTS } from "../syntax/grammar.ts";
import { isTargetKind, TARGET_KINDS } from "../syntax/grammar-targets.ts";
import { type Context, originOf, report } from "./context.ts";
import { missing } from "./members.ts";
import type { Place } from "./place.ts";
import { hint } from "./resolve.ts";
import { readInstant, readString } from "./values.ts";

interface Reasoned {
  readonly because?: Value;
  readonly until?: Value;
}

/** Reason and end, both required; `undefined` when one is absent or in error, which is reported. */
export function readReason(
  context: Context,
  place: Place,
  node: Node & Reasoned,
  owner: string,
): { readonly because: string; readonly until: number } | undefined {
  if (node.broken) return undefined;
  if (node.because === undefined) missing(context, place, node, owner, "because", `add 'because "…"'`);
  if (node.until === undefined)
    missing(context, place, node, owner, "until", "say when it ends: 'until 2027-03-31'");
  const because = readString(context, place, node.because, "'because'");
  const until = readInstant(context, place, node.until, "'until'")?.seconds;
  return because === undefined || until === undefined ? undefined : { because, until };
}

export function readWaive(context: Context, place: Place, waive: Syntax.Waive): Waive | undefined {
  const reason = readReason(context, place, waive, "This waive");
  const { constraint: word, target: path } = waive;
  if (word === undefined || path === undefined || path.broken) return undefined;
  const constraint = CONSTRAINTS.find((known) => known === word.text);
  const known = isTarget(context, path.text);
  if (!known) {
    const near = nearest(path.text, [...TARGET_KINDS, ...context.names.targets]);
    report(context, place, path, "unknown-name", `There is no target '${path.text}'${hint(near)}`);
  }
  if (constraint === undefined || !known || reason === undefined) return undefined;
  return { constraint, target: path.text, ...reason, origin: originOf(context, place, waive) };
}

function isTarget({ names }: Context, text: string): boolean {
  return isTargetKind(text) || names.targets.has(text);
}

export function readAccept(context: Context, place: Place, accept: Syntax.Accept): Accept | undefined {
  const reason = readReason(context, place, accept, "This accept");
  const { code } = accept;
  if (code === undefined) return undefined;
  if (!Object.hasOwn(problems, code.text)) {
    const near = nearest(code.text, Object.keys(problems));
    report(context, place, code, "unknown-name", `There is no finding '${code.text}'${hint(near)}`);
    return undefined;
  }
  return reason && { code: code.text, ...reason, origin: originOf(context, place, accept) };
}

export function readEnforced(
  context: Context,
  place: Place,
  enforced: Syntax.EnforcedOutside,
): Agent["enforcedOutside"] {
  if (enforced.broken) return undefined;
  if (enforced.until === undefined)
    missing(context, place, enforced, "'enforced outside'", "until", "say when it ends: 'until 2027-03-31'");
  const by = readString(context, place, enforced.by, "'by'");
  const until = readInstant(context, place, enforced.until, "'until'")?.seconds;
  if (by === undefined || until === undefined) return undefined;
  return { by, until, origin: originOf(context, place, enforced) };
}
