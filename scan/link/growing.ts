/** What is put into a list after it was made. */
import type { Value } from "../code.ts";
import type { Place, Program } from "./program.ts";
import { bindings, scopeAt } from "./scopes.ts";

/** Methods that put one thing into a list, and those that put a list in. */
const single = new Set(["append", "push", "add"]);
const whole = new Set(["extend", "update"]);

/**
 * The values that calls on a name put into its list, in the scope that binds it: since the last binding before the
 * place where the name is read. What may be put in, in a branch, counts. A list stands for its elements.
 */
export function putInto(program: Program, name: string, at: number, place: Place): readonly Value[] {
  const { file } = place;
  let index = place.scope;
  while (index >= 0 && !bindings(program, scopeAt(file, index)).has(name))
    index = scopeAt(file, index).parent;
  if (index < 0) return [];
  const until = index === place.scope ? at : Number.MAX_SAFE_INTEGER;
  let found: Value[] = [];
  for (const statement of scopeAt(file, index).statements) {
    if (statement.end > until) continue;
    if (statement.kind === "bind" && statement.target === name) found = [];
    if (statement.kind !== "run" || statement.value.kind !== "call") continue;
    const { callee, args } = statement.value;
    if (callee.kind !== "member" || callee.object.kind !== "name" || callee.object.name !== name) continue;
    const values = args.map((each) => each.value);
    const extent = { at: statement.at, end: statement.end };
    if (single.has(callee.name)) found.push({ kind: "list", items: values, ...extent });
    else if (whole.has(callee.name)) found.push(...values);
  }
  return found;
}
