/** Conditions: from syntax to typed atoms (language reference, `where`). */

import type { Condition as Typed } from "../model/condition.ts";
import { own } from "../model/json.ts";
import type { Fact, ValueType } from "../model/policy.ts";
import { nearest } from "../nearest.ts";
import type { Comparison, Condition } from "../syntax/ast-grants.ts";
import type { Node } from "../syntax/ast-values.ts";
import { comparisonAtom } from "./atoms.ts";
import { type Context, report } from "./context.ts";
import type { Entry } from "./entry.ts";
import { hints } from "./findings.ts";
import { type Place, spanOf } from "./place.ts";
import { hint, resolve } from "./resolve.ts";
import type { NamedActions } from "./resources.ts";
import type { TypedVariable } from "./typed.ts";

/** What a condition can speak of. */
export interface Vocabulary {
  readonly actions: readonly NamedActions[];
  readonly facts: ReadonlyMap<Entry, Fact>;
}

/** The condition in typed atoms; `undefined` when a part of it is in error, which was reported. */
export function readCondition(
  context: Context,
  place: Place,
  condition: Condition | undefined,
  vocabulary: Vocabulary,
): Typed | undefined {
  if (condition === undefined || condition.broken) return undefined;
  switch (condition.kind) {
    case "and":
    case "or": {
      const operands = condition.operands.map((operand) =>
        readCondition(context, place, operand, vocabulary),
      );
      const known = operands.filter((operand) => operand !== undefined);
      return known.length < operands.length ? undefined : { kind: condition.kind, operands: known };
    }
    case "not": {
      const operand = readCondition(context, place, condition.operand, vocabulary);
      return operand && { kind: "not", operand };
    }
    case "parenthesis":
      return readCondition(context, place, condition.operand, vocabulary);
    case "comparison":
      return readComparison(context, place, condition, vocabulary);
  }
}

function readComparison(
  context: Context,
  place: Place,
  comparison: Comparison,
  vocabulary: Vocabulary,
): Typed | undefined {
  const variable = readVariable(context, place, comparison.variable, vocabulary);
  const atom = variable && comparisonAtom(context, place, comparison, variable);
  return atom && { kind: "atom", atom };
}

const requestTypes = { ip: "ip", mfa: "bool" } as const;

/** `amount`, `request.ip`, `fact.incident` with its type. */
export function readVariable(
  context: Context,
  place: Place,
  path: Comparison["variable"],
  vocabulary: Vocabulary,
): TypedVariable | undefined {
  if (path.broken) return undefined;
  const [root, name, ...rest] = path.segments;
  if (root?.text === "request" && path.segments.length > 1) {
    const known = rest.length === 0 && (name?.text === "ip" || name?.text === "mfa") ? name.text : undefined;
    if (known) return { variable: { kind: "context", name: known }, type: requestTypes[known] };
    const message = `A request has no '${path.text.slice("request.".length)}'; there are request.ip and request.mfa.`;
    report(context, place, path, "unknown-name", message);
    return undefined;
  }
  if (root?.text === "fact" && name && path.segments.length > 1) {
    const start = name.start;
    const text = path.text.slice("fact.".length);
    const entry = resolve(context, place, { ...path, start, segments: path.segments.slice(1), text }, [
      "fact",
    ]);
    const fact = entry && vocabulary.facts.get(entry);
    return fact && { variable: { kind: "fact", name: fact.name }, type: fact.type };
  }
  return readInput(context, place, path, path.text, vocabulary.actions);
}

function readInput(
  context: Context,
  place: Place,
  node: Node,
  name: string,
  actions: readonly NamedActions[],
): TypedVariable | undefined {
  let first: { readonly type: ValueType; readonly of: string } | undefined;
  for (const { set } of actions) {
    const lacking = set.open && set.known.length === 0 ? set.written : undefined;
    const without = lacking ?? set.known.find((action) => own(action.inputs, name) === undefined)?.text;
    if (without !== undefined || set.open) {
      unknownInput(context, place, node, name, without ?? set.written, actions);
      return undefined;
    }
    for (const action of set.known) {
      const type = own(action.inputs, name);
      if (type === undefined) continue;
      if (first === undefined) first = { type, of: action.text };
      else if (first.type !== type) {
        const message = `'${name}' is ${first.type} in '${first.of}' and ${type} in '${action.text}'; write one statement for each.`;
        report(context, place, node, "type-mismatch", message);
        return undefined;
      }
    }
  }
  return first && { variable: { kind: "input", name }, type: first.type };
}

function unknownInput(
  context: Context,
  place: Place,
  node: Node,
  name: string,
  action: string,
  actions: readonly NamedActions[],
): void {
  const inputs = actions.flatMap(({ set }) => set.known.flatMap((known) => Object.keys(known.inputs)));
  const near = hints(context.findings, () => nearest(name, inputs, 2));
  const span = spanOf(place, node);
  report(
    context,
    place,
    node,
    "unknown-input",
    `The action '${action}' has no input '${name}'${hint(near)}`,
    {
      fixes: near.map((text) => ({ title: `Write '${text}'`, edits: [{ span, text }], safe: false })),
    },
  );
}
