/** Enumerations of TypeScript, as records of their members. */
import type ts from "typescript";
import { add, type Place } from "../builder.ts";
import type { Entry } from "../code.ts";
import { propertyName, type Reading, readValue } from "./expressions.ts";
import { extentOf } from "./patterns.ts";

/** Members without a value of their own are numbers, and name nothing. */
export function enumeration(reading: Reading, node: ts.EnumDeclaration, place: Place): void {
  const entries = node.members.flatMap((member): Entry[] => {
    const key = propertyName(reading, member.name);
    if (key === undefined || member.initializer === undefined) return [];
    const value = readValue(reading, member.initializer, place.scope, place.depth + 1);
    return [{ key, value, ...extentOf(reading, member) }];
  });
  const extent = extentOf(reading, node);
  add(reading.builder, place, {
    kind: "bind",
    target: node.name.text,
    value: { kind: "record", entries, ...extent },
    ...extent,
  });
}
