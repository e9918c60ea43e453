/** Under which names a call's result is known where it stands. */
import type { Arms, Scope, Statement, Value } from "../code.ts";
import { partsOf } from "./arguments.ts";
import type { Place, PlacedCall } from "./program.ts";
import { scopeAt } from "./scopes.ts";

export interface Symbols {
  /** The variable or attribute that it is bound to: `agent` of `self.agent = …`. */
  readonly bound?: string;
  /** The whole path to it: `self.agent`. */
  readonly path?: string;
  /** The key of the record that it stands in. */
  readonly key?: string;
  /** That record. */
  readonly record?: Value;
  /** The function that gives it back. */
  readonly giver?: string;
  /** The innermost function or class with a name that it stands in. */
  readonly inside?: string;
  /** The branches that its statement stands in. */
  readonly arms?: Arms;
}

export function symbolsOf({ value, place }: PlacedCall): Symbols {
  const scope = scopeAt(place.file, place.scope);
  const statement = statementAround(scope, value);
  const inside = namedAround(place);
  const around = inside === undefined ? {} : { inside };
  if (statement === undefined) return around;
  const entry = entryOf(statement.value, value);
  const arms = statement.arms === undefined ? {} : { arms: statement.arms };
  const found = { ...around, ...arms, ...entry };
  if (!isWhole(statement.value, value)) return found;
  if (statement.kind === "bind") {
    // What is bound to its elements is not bound to it.
    if (statement.element === true) return found;
    const bound = statement.target.split(".").at(-1);
    return bound === undefined || bound === "default" ? found : { ...found, bound, path: statement.target };
  }
  return statement.give === true && scope.name !== undefined ? { ...found, giver: scope.name } : found;
}

type Valued = Statement & { readonly kind: "bind" | "run" };

/** Statements by where their values begin, each with its number, and how far it and those before it reach. */
interface Around {
  readonly statement: Valued;
  readonly number: number;
  readonly reach: number;
}

const arounds = new WeakMap<Scope, readonly Around[]>();

/** The first statement of a scope whose value has that one in it. */
function statementAround(scope: Scope, { at, end }: Value): Valued | undefined {
  const all = arounds.get(scope) ?? aroundsOf(scope);
  arounds.set(scope, all);
  let low = 0;
  for (let high = all.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if ((all[middle]?.statement.value.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  let first: Around | undefined;
  for (let index = low - 1; index >= 0; index--) {
    const each = all[index];
    if (each === undefined || each.reach < end) break;
    if (end <= each.statement.value.end && (first === undefined || each.number < first.number)) first = each;
  }
  return first?.statement;
}

function aroundsOf({ statements }: Scope): readonly Around[] {
  let reach = 0;
  return statements
    .flatMap((statement, number) =>
      statement.kind === "bind" || statement.kind === "run" ? [{ statement, number }] : [],
    )
    .sort((one, other) => one.statement.value.at - other.statement.value.at)
    .map(({ statement, number }) => {
      reach = Math.max(reach, statement.value.end);
      return { statement, number, reach };
    });
}

function namedAround(place: Place): string | undefined {
  for (let index = place.scope; index > 0; index = scopeAt(place.file, index).parent) {
    const name = scopeAt(place.file, index).name;
    if (name !== undefined && name !== "constructor" && name !== "__init__") return name;
  }
  return undefined;
}

/** Whether the whole value is that one, or one of the things it may be, or what a chain of calls begins with. */
function isWhole(whole: Value, part: Value): boolean {
  if (whole === part) return true;
  if (whole.kind === "choice") return whole.options.some((option) => isWhole(option, part));
  if (whole.kind === "call" && whole.callee.kind === "member") return isWhole(whole.callee.object, part);
  return false;
}

/** The innermost record of which an entry's value is that one, and the entry's key. */
function entryOf(whole: Value, part: Value): Pick<Symbols, "key" | "record"> | undefined {
  if (whole.at > part.at || whole.end < part.end || whole === part) return undefined;
  if (whole.kind === "record")
    for (const entry of whole.entries) {
      if (isWhole(entry.value, part))
        return entry.key === undefined ? undefined : { key: entry.key, record: whole };
      const inner = entryOf(entry.value, part);
      if (inner !== undefined) return inner;
    }
  else
    for (const inner of partsOf(whole)) {
      const found = entryOf(inner, part);
      if (found !== undefined) return found;
    }
  return undefined;
}
