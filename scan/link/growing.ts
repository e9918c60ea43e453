/** What a list holds beside what it was made with. */
import { dotted } from "../builder.ts";
import type { Arms, Scope, Statement, Value } from "../code.ts";
import type { Place, Placed, Program } from "./program.ts";
import { bindings, classAround, methodsOf, scopeAt } from "./scopes.ts";

/** Methods that put one thing into a list, and those that put a list in. */
const single = new Set(["append", "push", "add", "add_plugin"]);
const whole = new Set(["extend", "update"]);

/**
 * The values that calls on a name or attribute put into its list, in the scope that binds it: since the last binding
 * before the place where it is read. What may be put in, in a branch, counts. A list stands for its elements. For an
 * attribute of `self` every method of the class counts.
 */
export function putInto(program: Program, value: Value, place: Place): readonly Placed[] {
  const path = dotted(value);
  return path === undefined ? [] : putOnto(program, path, value.at, place);
}

/** The same of a path: `agent.tools` of the agent that is bound to `agent`. */
export function putOnto(program: Program, path: string, at: number, place: Place): readonly Placed[] {
  const own = /^(?:self|this|cls)\./.test(path) ? classAround(place.file, place.scope) : -1;
  if (own >= 0)
    return methodsOf(program, place.file, own).flatMap((scope) =>
      putIn(program, path, Number.MAX_SAFE_INTEGER, { ...place, scope }),
    );
  const index = binding(program, path, place);
  return index < 0
    ? []
    : putIn(program, path, index === place.scope ? at : Number.MAX_SAFE_INTEGER, { ...place, scope: index });
}

/**
 * What is last set on something under a key, after it was made and before an offset: `options.tools = […]`,
 * `given["tools"] = […]`. For an attribute of `self` every method of the class counts.
 */
export function setOn(
  program: Program,
  path: string,
  key: string,
  at: number,
  place: Place,
): Placed | undefined {
  const target = `${path}.${key}`;
  const own = /^(?:self|this|cls)\./.test(path) ? classAround(place.file, place.scope) : -1;
  const scopes = own >= 0 ? methodsOf(program, place.file, own) : scopesAround(place);
  for (const scope of scopes) {
    const found = bindings(program, scopeAt(place.file, scope))
      .get(target)
      ?.findLast((each) => each.kind === "bind" && (scope !== place.scope || each.end <= at));
    if (found?.kind === "bind") return { value: found.value, place: { ...place, scope } };
  }
  return undefined;
}

/** A scope and those around it, the innermost first. */
function scopesAround({ file, scope }: Place): readonly number[] {
  const found: number[] = [];
  for (let index = scope; index >= 0; index = scopeAt(file, index).parent) found.push(index);
  return found;
}

/** The scope that binds what a path begins with; -1 where none does. */
function binding(program: Program, path: string, place: Place): number {
  const name = path.split(".")[0] ?? path;
  let index = place.scope;
  while (index >= 0 && !bindings(program, scopeAt(place.file, index)).has(name))
    index = scopeAt(place.file, index).parent;
  return index;
}

/** The statements of a scope that bind a path, or call a method of what it stands for, by the path. */
function concerning(program: Program, scope: Scope): ReadonlyMap<string, readonly Statement[]> {
  const known = program.memo.concerning.get(scope);
  if (known !== undefined) return known;
  const found = new Map<string, Statement[]>();
  for (const statement of scope.statements) {
    const path = statement.kind === "bind" ? statement.target : calledOn(statement);
    if (path === undefined) continue;
    const list = found.get(path);
    if (list === undefined) found.set(path, [statement]);
    else list.push(statement);
  }
  program.memo.concerning.set(scope, found);
  return found;
}

function calledOn(statement: Statement): string | undefined {
  if (statement.kind !== "run" || statement.value.kind !== "call") return undefined;
  const { callee } = statement.value;
  return callee.kind === "member" ? dotted(callee.object) : undefined;
}

function putIn(program: Program, path: string, until: number, place: Place): readonly Placed[] {
  let found: { readonly value: Value; readonly arms?: Arms }[] = [];
  const all = concerning(program, scopeAt(place.file, place.scope)).get(path) ?? [];
  // A binding outside of branches ends what was put in before it.
  const last = all.findLastIndex(
    (each) => each.kind === "bind" && each.end <= until && each.arms === undefined,
  );
  for (let index = Math.max(0, last); index < all.length; index++) {
    const statement = all[index];
    if (statement === undefined || statement.end > until) continue;
    if (statement.kind === "bind") found = found.filter(({ arms }) => excludes(arms, statement.arms));
    if (statement.kind !== "run" || statement.value.kind !== "call") continue;
    const { callee, args } = statement.value;
    if (callee.kind !== "member") continue;
    const values = args.flatMap((each) => (each.name === undefined ? [each.value] : []));
    const arms = statement.arms === undefined ? {} : { arms: statement.arms };
    const { at, end } = statement;
    if (single.has(callee.name))
      found.push({
        value: { kind: "list", items: values.slice(0, callee.name === "push" ? undefined : 1), at, end },
        ...arms,
      });
    else if (whole.has(callee.name)) found.push(...values.map((value) => ({ value, ...arms })));
  }
  return found.map(({ value }) => ({ value, place }));
}

/** What a name or an attribute of `self` is last bound to, before it is read. */
export interface Bound extends Placed {
  /** It is one of several values that this gives, or an element of it. */
  readonly element: boolean;
}

/** Of an attribute of `self`, what the same method binds counts before what the others do. */
export function lastBound(program: Program, value: Value, place: Place): Bound | undefined {
  const path = dotted(value);
  if (path === undefined) return undefined;
  const own = /^(?:self|this|cls)\./.test(path) ? classAround(place.file, place.scope) : -1;
  const index = own >= 0 ? -1 : binding(program, path, place);
  const others = own >= 0 ? [...methodsOf(program, place.file, own)].reverse() : index < 0 ? [] : [index];
  for (const scope of own >= 0 ? [place.scope, ...others] : others) {
    const last = (bindings(program, scopeAt(place.file, scope)).get(path) ?? []).findLast(
      (each) => scope !== place.scope || each.end <= value.at,
    );
    if (last?.kind === "bind")
      return { value: last.value, place: { ...place, scope }, element: last.element === true };
  }
  return undefined;
}

/** The call that a name is last bound to, before it is read. */
export function boundCall(program: Program, value: Value, place: Place): Placed | undefined {
  const last = /^(?:self|this|cls)\./.test(dotted(value) ?? "")
    ? undefined
    : lastBound(program, value, place);
  return last?.value.kind === "call" && !last.element ? last : undefined;
}

/** What a name is bound to where the branches are taken that the last binding before it excludes. */
export function boundInOtherArms(program: Program, value: Value, place: Place): readonly Placed[] {
  const path = dotted(value);
  const index = path === undefined ? -1 : binding(program, path, place);
  if (path === undefined || index < 0) return [];
  const all = bindings(program, scopeAt(place.file, index)).get(path) ?? [];
  const isBefore = (each: Statement): boolean =>
    each.kind === "bind" && (index !== place.scope || each.end <= value.at);
  const last = all.findLast(isBefore);
  if (last?.kind !== "bind" || last.arms === undefined) return [];
  const bound = all.filter(isBefore);
  return bound.flatMap((each) =>
    each.kind === "bind" && excludes(each.arms, last.arms)
      ? [{ value: each.value, place: { ...place, scope: index } }]
      : [],
  );
}

/** Whether two statements stand in different arms of the same branching statement. */
export function excludes(one: Arms | undefined, other: Arms | undefined): boolean {
  return (one ?? []).some(([statement, arm]) =>
    (other ?? []).some(([same, another]) => same === statement && arm !== another),
  );
}
