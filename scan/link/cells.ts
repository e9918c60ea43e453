/** Cells of marimo notebooks: functions whose parameters are the names that other cells bind. */
import type { Scope } from "../code.ts";
import type { CodeFile, Program } from "./program.ts";
import { bindings, scopeAt } from "./scopes.ts";

/** The cell that binds a name which a cell takes as its parameter; `undefined` for what is no cell, or where none does. */
export function bindingCell(
  program: Program,
  file: CodeFile,
  scope: number,
  name: string,
): number | undefined {
  if (!isCell(scopeAt(file, scope))) return undefined;
  const found = file.code.scopes.findIndex(
    (each, index) => index !== scope && isCell(each) && bindings(program, each).has(name),
  );
  return found < 0 ? undefined : found;
}

/** `@app.cell`, `@app.cell(hide_code=True)`. */
function isCell(scope: Scope): boolean {
  return scope.decorators.some((decorator) => {
    const callee = decorator.kind === "call" ? decorator.callee : decorator;
    return callee.kind === "member" && callee.name === "cell" && callee.object.kind === "name";
  });
}
