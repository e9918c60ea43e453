/** What readers write their scopes with. The drafts live as long as one file is read. */
import type { Arms, Code, Extent, Parameter, Scope, Statement, Value } from "./code.ts";
import { textLimit } from "./code.ts";

export interface ScopeDraft extends Extent {
  end: number;
  kind: Scope["kind"];
  parent: number;
  name?: string;
  nameAt: number;
  params: Parameter[];
  bases: Value[];
  decorators: Value[];
  statements: Statement[];
  returns?: Value;
}

export interface Builder {
  readonly scopes: ScopeDraft[];
  /** Places where nesting was too deep to follow. */
  readonly tooDeep: number[];
  /** Numbers for branching statements. */
  branches: number;
}

export function newBuilder(end: number): Builder {
  const module: ScopeDraft = {
    kind: "module",
    parent: -1,
    at: 0,
    end,
    nameAt: 0,
    params: [],
    bases: [],
    decorators: [],
    statements: [],
  };
  return { scopes: [module], tooDeep: [], branches: 0 };
}

/** Where a statement is being read: which scope it belongs to, under which arms, how deep. */
export interface Place {
  readonly scope: number;
  readonly arms: Arms;
  readonly depth: number;
}

/** Deeper than this no program is written by people; what lies below is reported and left out. */
export const depthLimit = 150;

export function openScope(
  builder: Builder,
  draft: Pick<ScopeDraft, "kind" | "parent" | "at" | "end" | "nameAt"> & { readonly name?: string },
): number {
  builder.scopes.push({ ...draft, params: [], bases: [], decorators: [], statements: [] });
  return builder.scopes.length - 1;
}

export function scopeOf(builder: Builder, index: number): ScopeDraft {
  const scope = builder.scopes[index];
  if (scope === undefined) throw new Error(`no scope ${index}`);
  return scope;
}

export function add(builder: Builder, place: Place, statement: Statement): void {
  const { arms } = place;
  const isInArm = arms.length > 0 && (statement.kind === "bind" || statement.kind === "run");
  scopeOf(builder, place.scope).statements.push(isInArm ? { ...statement, arms } : statement);
}

/** The places for the arms of a branching statement, numbered from 0. */
export function armsOf(builder: Builder, place: Place): (arm: number) => Place {
  const statement = builder.branches++;
  return (arm) => ({ ...place, depth: place.depth + 1, arms: [...place.arms, [statement, arm]] });
}

/** The module ends where its last statement does: what is said behind that changes nothing. */
export function built(builder: Builder): Code {
  const [module] = builder.scopes;
  if (module !== undefined) module.end = module.statements.reduce((end, each) => Math.max(end, each.end), 0);
  return { scopes: builder.scopes };
}

export function textValue(text: string, extent: Extent): Value {
  return text.length <= textLimit
    ? { kind: "text", text, at: extent.at, end: extent.end }
    : { kind: "text", text: text.slice(0, textLimit), cut: true, at: extent.at, end: extent.end };
}

/** `other` with the parts that say something; a part that stands alone takes its place. */
export function other(parts: readonly Value[], extent: Extent): Value {
  const kept = parts.filter(
    (part) => part.kind !== "other" || part.parts.length > 0 || part.each !== undefined,
  );
  const only = kept.length === 1 ? kept[0] : undefined;
  return only?.kind === "other" ? only : { kind: "other", parts: kept, at: extent.at, end: extent.end };
}

/** A dotted path that begins with a name, as `a.b.c`; `undefined` for anything else. */
export function dotted(value: Value): string | undefined {
  const parts: string[] = [];
  let here = value;
  while (here.kind === "member") {
    parts.unshift(here.name);
    here = here.object;
  }
  if (here.kind !== "name") return undefined;
  parts.unshift(here.name);
  return parts.join(".");
}
