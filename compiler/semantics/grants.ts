/** From pieces to the grants of one agent in one environment. */
import { type Condition, conjoin, MAX_CONJUNCTIONS, normalForm } from "../model/condition.ts";
import type { ActionPattern, Deny, Dnf, Grant } from "../model/policy.ts";
import type { Never } from "../syntax/ast-grants.ts";
import { type Context, originOf, report } from "./context.ts";
import { readModifiers } from "./modifiers.ts";
import type { Piece } from "./piece.ts";
import type { Place } from "./place.ts";
import { checkMissing, type NamedActions, readAll } from "./resources.ts";
import type { Tables } from "./tables.ts";

/** Gives ids that are unique in an agent and depend on nothing but what is written. */
export type Ids = Map<string, number>;

/**
 * The grant that a piece comes to; `undefined` for one of another environment and one whose condition is over the
 * limit, which is reported.
 */
export function grantOf(context: Context, piece: Piece, ids: Ids): Grant | undefined {
  const patterns = distinct(piece.actions);
  if (patterns.length === 0) return undefined;
  if (piece.resources.length === 0 && !piece.damaged) checkMissing(context, piece.actions);
  const condition = normal(context, piece.conditions, true);
  if (condition === "too-complex") return undefined;
  const [resources] = piece.resources;
  return {
    id: idOf(ids, `${piece.origin.text}\n${piece.scope?.name ?? ""}\n${piece.scope?.origin.text ?? ""}`),
    actions: patterns,
    resources: piece.resources.map(({ globs }) => globs),
    subjects: piece.subjects,
    ...(condition ? { condition } : {}),
    approvals: piece.approvals,
    windows: piece.windows,
    range: { from: piece.from, until: piece.until },
    ...(piece.because === undefined ? {} : { because: piece.because }),
    origin: piece.origin,
    ...(piece.scope ? { scope: piece.scope } : {}),
    spans: {
      actions: piece.actionsSpan,
      ...(piece.untilSpan ? { until: piece.untilSpan } : {}),
      ...(resources
        ? {
            resources: {
              file: resources.place.file.file.path,
              start: resources.node.start,
              end: resources.node.end,
            },
          }
        : {}),
    },
    written: [...new Set(piece.actions.map(({ set }) => set.written))],
  };
}

function distinct(actions: readonly NamedActions[]): readonly ActionPattern[] {
  const [only] = actions;
  if (only && actions.length === 1) return only.set.patterns;
  const patterns = new Map<string, ActionPattern>();
  for (const { set } of actions)
    for (const pattern of set.patterns) patterns.set(`${pattern.wildcard}${pattern.text}`, pattern);
  return [...patterns.values()];
}

/** Comparisons that the conditions of one statement and its scopes may have. */
const MOST_COMPARISONS = 256;

/** The normal form of the conditions together, within the limits; which is reported otherwise. */
function normal(
  context: Context,
  conditions: Piece["conditions"],
  truth: boolean,
): Dnf | undefined | "too-complex" {
  const [first] = conditions;
  const joined = conjoin(...conditions.map(({ condition }) => condition));
  if (first === undefined || joined === undefined) return undefined;
  if (comparisons(joined) > MOST_COMPARISONS) {
    const message = `This condition has more than ${MOST_COMPARISONS} comparisons; compare with lists, or split the statement.`;
    report(context, first.place, first.node, "too-complex", message);
    return "too-complex";
  }
  const form = normalForm(joined, truth);
  if (form) return form;
  const message = `This condition comes to more than ${MAX_CONJUNCTIONS} alternatives; split the statement.`;
  report(context, first.place, first.node, "too-complex", message);
  return "too-complex";
}

function comparisons(condition: Condition): number {
  if (condition.kind === "atom") return 1;
  if (condition.kind === "not") return comparisons(condition.operand);
  return condition.operands.reduce((sum, operand) => sum + comparisons(operand), 0);
}

/** A `never`; `undefined` when a part of it is in error, which was reported. */
export function readNever(
  context: Context,
  tables: Tables,
  place: Place,
  never: Never,
  ids: Ids,
): Deny | undefined {
  const { actions, broken } = readAll(context, tables, place, never.actions, "pattern");
  const limits = readModifiers(context, tables, place, never.modifiers, actions);
  if (limits === undefined || broken || never.broken || actions.length === 0) return undefined;
  const [resources] = limits.resources;
  const unless = normal(context, limits.conditions, false);
  if (unless === "too-complex") return undefined;
  const origin = originOf(context, place, never);
  return {
    id: idOf(ids, origin.text),
    actions: distinct(actions),
    ...(resources ? { resources: resources.globs } : {}),
    ...(unless ? { unless } : {}),
    ...(limits.because === undefined ? {} : { because: limits.because }),
    origin,
  };
}

/** Eight hexadecimal digits of the text's FNV-1a hash; a number follows where an agent says the same twice. */
function idOf(ids: Ids, text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  const id = hash.toString(16).padStart(8, "0");
  const count = (ids.get(id) ?? 0) + 1;
  ids.set(id, count);
  return count === 1 ? id : `${id}-${count}`;
}
