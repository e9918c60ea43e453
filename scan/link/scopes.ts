/** Scopes of a file, what is bound in them, and how they lie in each other. */
import type { Scope, Statement } from "../code.ts";
import type { CodeFile, Export, Program } from "./program.ts";

export function scopeAt(file: CodeFile, index: number): Scope {
  const scope = file.code.scopes[index];
  if (scope === undefined) throw new Error(`no scope ${index} in ${file.path}`);
  return scope;
}

/** Under which `bindings` has the statements that bring in every name of a module: no name is written so. */
export const everyName = "*";

function boundName(statement: Statement): string | undefined {
  switch (statement.kind) {
    case "bind":
      return statement.target;
    case "import":
      return statement.local;
    case "import-all":
      return everyName;
    default:
      return undefined;
  }
}

/** The statements of a scope that give a name its meaning, by the name. */
export function bindings(program: Program, scope: Scope): ReadonlyMap<string, readonly Statement[]> {
  const known = program.memo.tables.get(scope);
  if (known !== undefined) return known;
  const table = new Map<string, Statement[]>();
  for (const statement of scope.statements) {
    const name = boundName(statement);
    if (name === undefined) continue;
    const list = table.get(name);
    if (list === undefined) table.set(name, [statement]);
    else list.push(statement);
  }
  program.memo.tables.set(scope, table);
  return table;
}

/** The exports of a file by the name that they give; those of everything under `*`. */
export function exportsOf(program: Program, file: CodeFile): ReadonlyMap<string, readonly Export[]> {
  const known = program.memo.exports.get(file);
  if (known !== undefined) return known;
  const table = new Map<string, Export[]>();
  for (const statement of scopeAt(file, 0).statements) {
    if (statement.kind !== "export") continue;
    const list = table.get(statement.name);
    if (list === undefined) table.set(statement.name, [statement]);
    else list.push(statement);
  }
  program.memo.exports.set(file, table);
  return table;
}

/** The class around a scope, itself included; -1 where there is none. */
export function classAround(file: CodeFile, scope: number): number {
  let here = scope;
  while (here >= 0 && scopeAt(file, here).kind !== "class") here = scopeAt(file, here).parent;
  return here;
}

/** The methods of a class, and the functions inside of them. */
export function methodsOf(program: Program, file: CodeFile, scope: number): readonly number[] {
  const known = program.memo.methods.get(file);
  if (known !== undefined) return known.get(scope) ?? [];
  const byClass = new Map<number, number[]>();
  for (const [index, each] of file.code.scopes.entries()) {
    if (each.kind !== "function") continue;
    const around = classAround(file, index);
    if (around < 0) continue;
    const list = byClass.get(around);
    if (list === undefined) byClass.set(around, [index]);
    else list.push(index);
  }
  program.memo.methods.set(file, byClass);
  return byClass.get(scope) ?? [];
}

/** The scopes that lie directly in each. */
const children = new WeakMap<readonly Scope[], readonly (readonly number[])[]>();

function childrenOf(scopes: readonly Scope[]): readonly (readonly number[])[] {
  const known = children.get(scopes);
  if (known !== undefined) return known;
  const found = scopes.map((): number[] => []);
  for (const [index, { parent }] of scopes.entries()) found[parent]?.push(index);
  children.set(scopes, found);
  return found;
}

/** Every scope that lies in another, itself included, in the order of the file. */
export function scopesWithin(file: CodeFile, root: number): readonly number[] {
  const inner = childrenOf(file.code.scopes);
  const inside = [root];
  for (const each of inside) inside.push(...(inner[each] ?? []));
  return inside.sort((one, other) => one - other);
}
