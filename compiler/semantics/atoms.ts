/** One comparison as an atom of the model: operators by type, literals by type. */

import { isDecimal, readInteger } from "../literals.ts";
import { readAddress, readNetwork } from "../model/ip.ts";
import type { Atom, ValueType } from "../model/policy.ts";
import type { Comparison, Operator } from "../syntax/ast-grants.ts";
import type { Value } from "../syntax/ast-values.ts";
import { type Context, report, reportValue } from "./context.ts";
import { readGlob } from "./globs.ts";
import type { Place } from "./place.ts";
import { type Typed, type TypedVariable, typeNames } from "./typed.ts";
import { evaluate, mismatch } from "./values.ts";

const operators: Readonly<Record<ValueType, readonly Operator[]>> = {
  string: ["==", "!=", "in", "like"],
  int: ["==", "!=", "<", "<=", ">", ">=", "in"],
  decimal: ["==", "!=", "<", "<=", ">", ">=", "in"],
  bool: ["==", "!="],
  ip: ["==", "!=", "in"],
};

const literals: Readonly<Record<ValueType, string>> = {
  string: "a string",
  int: "a whole number",
  decimal: "a number",
  bool: "true or false",
  ip: "an IP address",
};

/** `undefined` when the comparison is in error, which was reported. */
export function comparisonAtom(
  context: Context,
  place: Place,
  comparison: Comparison,
  { variable, type }: TypedVariable,
): Atom | undefined {
  const { operator, value } = comparison;
  const name = `'${comparison.variable.text}'`;
  if (operator === undefined) {
    if (type === "bool") return { variable, type, op: "==", value: true };
    report(
      context,
      place,
      comparison,
      "type-mismatch",
      `${name} is ${typeWords[type]}; compare it with something.`,
    );
    return undefined;
  }
  if (value === undefined || value.broken) return undefined;
  if (!operators[type].includes(operator)) {
    const message = `${name} is ${typeWords[type]}, which '${operator}' does not compare; it takes ${operators[type].join(" ")}.`;
    report(context, place, comparison, "type-mismatch", message);
    return undefined;
  }
  if (operator === "in") return membership(context, place, value, { variable, type }, name);
  if (operator === "like") {
    const glob = type === "string" ? readGlob(context, place, value, name, "strings") : undefined;
    return glob === undefined ? undefined : { variable, type: "string", op: "like", value: glob };
  }
  const typed = evaluate(context, place, value);
  const text = typed && literalText(context, place, value, typed, type, name);
  if (text === undefined) return undefined;
  if (type === "bool") return { variable, type, op: "==", value: (text === "true") === (operator === "==") };
  if (type === "int" || type === "decimal") return { variable, type, op: operator, value: text };
  return operator === "==" || operator === "!=" ? { variable, type, op: operator, value: text } : undefined;
}

const typeWords: Readonly<Record<ValueType, string>> = {
  string: "a string",
  int: "an int",
  decimal: "a decimal",
  bool: "true or false",
  ip: "an IP address",
};

function membership(
  context: Context,
  place: Place,
  value: Value,
  { variable, type }: TypedVariable,
  name: string,
): Atom | undefined {
  const typed = evaluate(context, place, value);
  if (typed === undefined || type === "bool") return undefined;
  if (typed.kind === "list") {
    const items = typed.items.map((item, index) => {
      const node = value.kind === "list" ? (value.items[index] ?? value) : value;
      return literalText(context, place, node, item, type, name);
    });
    const values = items.filter((item) => item !== undefined);
    return values.length < items.length ? undefined : { variable, type, op: "one-of", values };
  }
  if (type !== "ip")
    return mismatch(context, place, value, `${name} in`, `a list such as [${examples[type]}]`);
  if (typed.kind !== "string" && typed.kind !== "network")
    return mismatch(context, place, value, `${name} in`, "a network such as 10.0.0.0/8");
  if (readNetwork(typed.text)) return { variable, type, op: "in", value: typed.text };
  const message = `'${typed.text}' is no network; write one such as 10.0.0.0/8 or "2001:db8::/32".`;
  reportValue(context, place, value, "bad-literal", message);
  return undefined;
}

const examples = { string: '"a", "b"', int: "1, 2", decimal: "1.5, 2" } as const;

/** A literal as the model writes it; `undefined` where it is of another type or out of range, which was reported. */
export function literalText(
  context: Context,
  place: Place,
  value: Value,
  typed: Typed,
  type: ValueType,
  name: string,
): string | undefined {
  const wrong = (): undefined =>
    mismatchOf(context, place, value, typed, `${name} is ${typeWords[type]} and takes ${literals[type]}`);
  switch (type) {
    case "string":
      return typed.kind === "string" ? typed.text : wrong();
    case "bool":
      return typed.kind === "bool" ? String(typed.value) : wrong();
    case "int":
    case "decimal":
      if (typed.kind !== "number") return wrong();
      if (type === "int" && !isWhole(typed)) {
        const message = `${name} is an int and takes a whole number, not ${typed.text}.`;
        reportValue(context, place, value, "type-mismatch", message);
        return undefined;
      }
      return numberText(context, place, value, typed, type);
    case "ip": {
      if (typed.kind !== "string" && typed.kind !== "network") return wrong();
      if (readAddress(typed.text)) return typed.text;
      const isNetwork = readNetwork(typed.text) !== undefined;
      const way = "; a network stands after 'in' without brackets, and several are joined by 'or'";
      const message = `'${typed.text}' is no IP address${isNetwork ? way : ""}.`;
      reportValue(context, place, value, "bad-literal", message);
      return undefined;
    }
  }
}

type NumberTyped = Extract<Typed, { kind: "number" }>;

const isWhole = ({ scaled }: NumberTyped): boolean => scaled % 10_000n === 0n;

function numberText(
  context: Context,
  place: Place,
  value: Value,
  { scaled, text }: NumberTyped,
  type: "int" | "decimal",
): string | undefined {
  const integer = type === "int" ? readInteger(String(scaled / 10_000n)) : undefined;
  if (type === "int" && integer !== undefined) return String(integer);
  if (type === "decimal" && isDecimal(scaled)) return String(scaled);
  const range = type === "int" ? "64 bits" : "±922337203685477.5807";
  reportValue(context, place, value, "bad-literal", `'${text}' is outside of ${range}.`);
  return undefined;
}

function mismatchOf(context: Context, place: Place, value: Value, typed: Typed, sentence: string): undefined {
  reportValue(context, place, value, "type-mismatch", `${sentence}, not ${typeNames[typed.kind]}.`);
}
