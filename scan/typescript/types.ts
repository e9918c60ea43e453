/** Type annotations, as far as they are names. */
import type ts from "typescript";
import type { Value } from "../code.ts";
import type { Reading } from "./expressions.ts";

/** `Agent`, `voice.Agent`; `Agent[]` and `Array<Agent>` as a list of it; the first name in a union; else `undefined`. */
export function typeValue(reading: Reading, node: ts.TypeNode | undefined): Value | undefined {
  const { ts } = reading;
  let here = node;
  let lists = 0;
  for (let step = 0; step < 8 && here !== undefined; step++) {
    if (ts.isArrayTypeNode(here)) {
      here = here.elementType;
      lists++;
    } else if (ts.isUnionTypeNode(here)) here = here.types.find((type) => ts.isTypeReferenceNode(type));
    else if (ts.isParenthesizedTypeNode(here)) here = here.type;
    else if (ts.isTypeOperatorNode(here)) here = here.type;
    else if (ts.isTypeReferenceNode(here)) {
      const name = entityName(reading, here.typeName);
      const argument = here.typeArguments?.[0];
      if (name?.kind === "name" && argument !== undefined && wrappers.has(name.name)) {
        if (name.name !== "Promise" && name.name !== "Readonly" && name.name !== "Partial") lists++;
        here = argument;
        continue;
      }
      return name === undefined || lists === 0
        ? name
        : { kind: "list", items: [name], at: name.at, end: name.end };
    } else return undefined;
  }
  return undefined;
}

const wrappers = new Set(["Array", "ReadonlyArray", "Promise", "Readonly", "Partial"]);

function entityName(reading: Reading, node: ts.EntityName): Value | undefined {
  const { ts } = reading;
  const names: ts.Identifier[] = [];
  let here: ts.EntityName = node;
  while (ts.isQualifiedName(here)) {
    names.unshift(here.right);
    here = here.left;
  }
  let value: Value = {
    kind: "name",
    name: here.text,
    at: here.getStart(reading.source, false),
    end: here.end,
  };
  for (const name of names)
    value = {
      kind: "member",
      object: value,
      name: name.text,
      nameAt: name.getStart(reading.source, false),
      at: value.at,
      end: name.end,
    };
  return value;
}
