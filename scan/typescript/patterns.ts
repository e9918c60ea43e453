/** Names that patterns bind: of declarations, and of parameters. */
import type ts from "typescript";
import { add, type Place } from "../builder.ts";
import type { Extent, Parameter, Value } from "../code.ts";
import { propertyName, type Reading, readValue } from "./expressions.ts";
import { typeValue } from "./types.ts";

/** Where a node stands, without what blanks and comments lead up to it. */
export function extentOf(reading: Reading, node: ts.Node): Extent {
  return { at: node.getStart(reading.source, false), end: node.end };
}

/** Binds the names of a pattern to the parts of a value. */
export function bindPattern(
  reading: Reading,
  pattern: ts.BindingName,
  value: Value,
  place: Place,
  type?: Value,
  element?: true,
): void {
  const { ts, builder } = reading;
  const extent = extentOf(reading, pattern);
  if (ts.isIdentifier(pattern)) {
    const typed = type === undefined ? {} : { type };
    add(builder, place, {
      kind: "bind",
      target: pattern.text,
      value,
      ...typed,
      ...(element === true ? { element } : {}),
      ...extent,
    });
    return;
  }
  for (const each of pattern.elements) {
    if (!ts.isBindingElement(each)) continue;
    const key = ts.isObjectBindingPattern(pattern)
      ? (propertyName(reading, each.propertyName) ??
        (ts.isIdentifier(each.name) ? each.name.text : undefined))
      : undefined;
    if (each.dotDotDotToken !== undefined) continue;
    const part: Value =
      key === undefined
        ? value
        : { kind: "member", object: value, name: key, nameAt: value.at, at: value.at, end: value.end };
    bindPattern(reading, each.name, part, place, undefined, key === undefined ? true : undefined);
  }
}

/** The names of a pattern, from the outside in. */
export function names(reading: Reading, pattern: ts.BindingName): readonly string[] {
  const { ts } = reading;
  if (ts.isIdentifier(pattern)) return [pattern.text];
  return pattern.elements.flatMap((each) => (ts.isBindingElement(each) ? names(reading, each.name) : []));
}

/** A parameter; of a destructured one, its names by the property that each is taken from. */
export function parameters(
  reading: Reading,
  node: ts.ParameterDeclaration,
  place: Place,
): readonly Parameter[] {
  const { ts } = reading;
  const extent = extentOf(reading, node);
  const type = typeValue(reading, node.type);
  if (ts.isIdentifier(node.name)) {
    const value =
      node.initializer === undefined
        ? undefined
        : readValue(reading, node.initializer, place.scope, place.depth);
    return [
      {
        name: node.name.text,
        ...(value === undefined ? {} : { value }),
        ...(type === undefined ? {} : { type }),
        ...(node.dotDotDotToken === undefined ? {} : { rest: "list" as const }),
        ...extent,
      },
    ];
  }
  return node.name.elements.flatMap((each): Parameter[] => {
    if (!ts.isBindingElement(each) || !ts.isIdentifier(each.name)) return [];
    const property = propertyName(reading, each.propertyName) ?? each.name.text;
    const value =
      each.initializer === undefined
        ? undefined
        : readValue(reading, each.initializer, place.scope, place.depth);
    return [{ name: each.name.text, property, ...(value === undefined ? {} : { value }), ...extent }];
  });
}
