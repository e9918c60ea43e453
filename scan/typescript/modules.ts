/** Imports and exports of ECMAScript modules, and TypeScript's `import x = require("y")` and `export =`. */
import type ts from "typescript";
import { add, type Place } from "../builder.ts";
import type { Extent } from "../code.ts";
import { type Reading, readValue } from "./expressions.ts";

export function importDeclaration(reading: Reading, node: ts.ImportDeclaration, place: Place): void {
  const { ts, builder } = reading;
  if (!ts.isStringLiteral(node.moduleSpecifier)) return;
  const module = node.moduleSpecifier.text;
  const clause = node.importClause;
  const extent: Extent = { at: node.getStart(reading.source, false), end: node.end };
  const bring = (local: string, symbol: string, typeOnly: boolean): void =>
    add(builder, place, {
      kind: "import",
      local,
      module,
      symbol,
      ...(typeOnly ? { typeOnly: true as const } : {}),
      ...extent,
    });
  if (clause === undefined) {
    bring("", "*", false);
    return;
  }
  const allTypes = clause.isTypeOnly;
  if (clause.name !== undefined) bring(clause.name.text, "default", allTypes);
  const bindings = clause.namedBindings;
  if (bindings === undefined) return;
  if (ts.isNamespaceImport(bindings)) bring(bindings.name.text, "*", allTypes);
  else
    for (const each of bindings.elements)
      bring(each.name.text, (each.propertyName ?? each.name).text, allTypes || each.isTypeOnly);
}

export function exportDeclaration(reading: Reading, node: ts.ExportDeclaration, place: Place): void {
  const { ts, builder } = reading;
  const extent: Extent = { at: node.getStart(reading.source, false), end: node.end };
  const from = node.moduleSpecifier;
  const module = from !== undefined && ts.isStringLiteral(from) ? { module: from.text } : {};
  const clause = node.exportClause;
  if (node.isTypeOnly) return;
  if (clause === undefined)
    add(builder, place, { kind: "export", name: "*", symbol: "*", ...module, ...extent });
  else if (ts.isNamespaceExport(clause))
    add(builder, place, { kind: "export", name: clause.name.text, symbol: "*", ...module, ...extent });
  else
    for (const each of clause.elements) {
      const symbol = (each.propertyName ?? each.name).text;
      const source = "module" in module ? { symbol } : { local: symbol };
      add(builder, place, { kind: "export", name: each.name.text, ...source, ...module, ...extent });
    }
}

export function exportAssignment(reading: Reading, node: ts.ExportAssignment, place: Place): void {
  const { ts, builder } = reading;
  const extent: Extent = { at: node.getStart(reading.source, false), end: node.end };
  if (ts.isIdentifier(node.expression)) {
    add(builder, place, { kind: "export", name: "default", local: node.expression.text, ...extent });
    return;
  }
  const value = readValue(reading, node.expression, place.scope, place.depth + 1);
  add(builder, place, { kind: "bind", target: "default", value, ...extent });
  add(builder, place, { kind: "export", name: "default", local: "default", ...extent });
}
