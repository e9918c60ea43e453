/** Whether the resources of a statement are ones that its actions can have (language reference, Types). */
import { resourceIntersects } from "../catalog/resources.ts";
import { contains } from "../model/pattern.ts";
import type { OnModifier } from "../syntax/ast-grants.ts";
import type { ActionRef, Node, Value } from "../syntax/ast-values.ts";
import { type ActionSet, type ActionTables, readActions, type Use } from "./actions.ts";
import { type Context, report, reportValue } from "./context.ts";
import { readGlob } from "./globs.ts";
import { type Place, spanOf } from "./place.ts";

/** One literal of a statement with what it stands for. */
export interface NamedActions {
  readonly ref: ActionRef;
  readonly place: Place;
  readonly set: ActionSet;
}

/** The literals of a statement, those in error left out. */
export function readAll(
  context: Context,
  tables: ActionTables,
  place: Place,
  refs: readonly ActionRef[],
  use: Use,
): { readonly actions: readonly NamedActions[]; readonly broken: boolean } {
  const actions: NamedActions[] = [];
  for (const ref of refs) {
    const set = readActions(context, tables, place, ref, use);
    if (set) actions.push({ ref, place, set });
  }
  return { actions, broken: actions.length < refs.length };
}

/** One `on` with its patterns. */
export interface Resources {
  readonly globs: readonly string[];
  readonly node: Node;
  readonly place: Place;
}

/** The patterns of an `on`; `undefined` when one of them is in error, which was reported. */
export function readResources(context: Context, place: Place, on: OnModifier): Resources | undefined {
  const globs = on.resources.map((value) => readGlob(context, place, value, "'on'"));
  const known = globs.filter((glob) => glob !== undefined);
  return on.broken || known.length < globs.length || known.length === 0
    ? undefined
    : { globs: known, node: on, place };
}

/** Checks the patterns of one `on` of a statement against the actions that it is about. */
export function checkResources(
  context: Context,
  place: Place,
  on: OnModifier,
  resources: Resources,
  actions: readonly NamedActions[],
): void {
  const takers = actions.filter(({ set }) => takesResources(set));
  for (const [index, value] of on.resources.entries()) {
    const glob = resources.globs[index];
    if (glob === undefined || takers.length === 0) continue;
    if (!takers.some(({ set }) => fits(context, set, glob))) mismatched(context, place, value, glob, takers);
  }
}

/** Warns of actions that cannot be limited to a resource although the statement has an `on`. */
export function checkTaken(context: Context, on: Resources, actions: readonly NamedActions[]): void {
  for (const { ref, place, set } of actions) {
    if (takesResources(set)) continue;
    const message = `'${set.written}' cannot be limited to a resource, so this 'on' never holds for it; leave the action out of this statement.`;
    report(context, place, ref, "resource-not-taken", message, {
      related: [{ message: "the 'on'", span: spanOf(on.place, on.node) }],
    });
  }
}

/** Warns of actions that could be limited to a resource where the statement has no `on`. */
export function checkMissing(context: Context, actions: readonly NamedActions[]): void {
  for (const { ref, place, set } of actions) {
    if (!set.known.some(({ resourceRequired }) => resourceRequired)) continue;
    const message = `'${set.written}' reaches every resource, since nothing limits it; add 'on "…"'.`;
    report(context, place, ref, "resource-missing", message);
  }
}

/** Whether an `on` can mean something: a tool's and an undescribed action's may, a declared service's does. */
export function takesResources(set: ActionSet): boolean {
  return (
    set.open ||
    set.known.length === 0 ||
    set.known.some((action) => action.of !== undefined || action.resources.length > 0)
  );
}

function fits({ languages }: Context, set: ActionSet, glob: string): boolean {
  if (set.open || set.known.length === 0) return true;
  const patterns = new Set<string>();
  for (const { of, resources } of set.known) {
    if (of) return of.resource === undefined || contains([of.resource], glob);
    for (const type of resources) {
      if (patterns.has(type.pattern)) continue;
      patterns.add(type.pattern);
      if (resourceIntersects(glob, type, languages)) return true;
    }
  }
  return false;
}

function mismatched(
  context: Context,
  place: Place,
  value: Value,
  glob: string,
  takers: readonly NamedActions[],
): void {
  const [first] = takers;
  const shapes = new Set<string>();
  for (const { set } of takers)
    for (const { of, resources } of set.known) {
      if (of?.resource !== undefined) shapes.add(of.resource);
      for (const type of resources) shapes.add(type.pattern);
    }
  const shown = [...shapes]
    .slice(0, 3)
    .map((shape) => `'${shape}'`)
    .join(" or ");
  const more = shapes.size > 3 ? ` (and ${shapes.size - 3} more shapes)` : "";
  const name = takers.length === 1 ? `'${first?.set.written}'` : "these actions";
  const message = `'${glob}' is no resource of ${name}; one looks like ${shown}${more}.`;
  reportValue(context, place, value, "resource-mismatch", message);
}
