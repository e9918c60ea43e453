/** Scopes and the statements that use them: what each permits, with parameters replaced and modifiers joined. */
import type { Declaration, ScopeDeclaration } from "../syntax/ast.ts";
import type { Grant } from "../syntax/ast-grants.ts";
import type { Node, Path, Value } from "../syntax/ast-values.ts";
import { checkDescribed } from "./classify.ts";
import { components, isCycle } from "./components.ts";
import { type Context, isDamaged, originOf, report } from "./context.ts";
import { cycle } from "./cycle.ts";
import type { EntryOf } from "./entry.ts";
import { readModifiers } from "./modifiers.ts";
import { lookUp } from "./names.ts";
import { joinLimits, type Piece, type ScopePieces } from "./piece.ts";
import { argumentOf, type Local, type Place, spanOf } from "./place.ts";
import { declared, resolve } from "./resolve.ts";
import { readAll } from "./resources.ts";
import type { Tables } from "./tables.ts";
import { evaluate } from "./values.ts";

/** Scopes may include each other this deep. */
const DEEPEST = 100;
/** Permissions and uses of other scopes that one scope may come to. */
const MOST_PIECES = 10_000;

const nothing: ScopePieces = { pieces: [], broken: true, size: 1 };
/** What a scope over a limit comes to, and silently each scope that uses it. */
const tooMuch: ScopePieces = { pieces: [], broken: true, size: 1 };

/** Checks every scope once by itself, the included ones first, so that also unused ones are free of mistakes. */
export function readScopes(context: Context, tables: Tables): void {
  const all = context.names.entries.filter((entry) => entry.kind === "scope");
  const next = (entry: EntryOf<"scope">) => includedBy(context, entry);
  const depths = new Map<EntryOf<"scope">, number>();
  for (const component of components(all, next)) {
    if (isCycle(component, next)) {
      cycle(context, component, "Scopes cannot include each other");
      for (const entry of component) tables.scopes.set(entry, nothing);
      for (const entry of component) readScope(context, tables, entry, openLocals(entry));
      continue;
    }
    for (const entry of component) {
      const depth = 1 + Math.max(0, ...next(entry).map((included) => depths.get(included) ?? 0));
      depths.set(entry, depth);
      if (depth > DEEPEST) {
        if (depth === DEEPEST + 1)
          report(
            context,
            entry,
            entry.at,
            "too-complex",
            `Scopes include each other more than ${DEEPEST} deep here.`,
          );
        tables.scopes.set(entry, tooMuch);
        readScope(context, tables, entry, openLocals(entry));
        continue;
      }
      checkParameters(context, entry);
      const pieces = readScope(context, tables, entry, openLocals(entry));
      if (pieces === tooMuch || entry.declaration.parameters.length === 0) tables.scopes.set(entry, pieces);
    }
  }
}

function includedBy(context: Context, entry: EntryOf<"scope">): readonly EntryOf<"scope">[] {
  return entry.declaration.members.flatMap(({ scope }) => {
    const found = scope && lookUp(context.names, entry.file, scope.text);
    return found?.kind === "found" && found.entry.kind === "scope" ? [found.entry] : [];
  });
}

function checkParameters(context: Context, entry: EntryOf<"scope">): void {
  const seen = new Map<string, Node>();
  for (const parameter of entry.declaration.parameters) {
    const before = seen.get(parameter.text);
    if (before)
      report(
        context,
        entry,
        parameter,
        "duplicate-name",
        `There is a parameter '${parameter.text}' already.`,
        {
          related: [{ message: "the first one", span: spanOf(entry, before) }],
        },
      );
    else seen.set(parameter.text, parameter);
  }
}

/** Parameters without values: whatever needs one is checked at each use. */
function openLocals(entry: EntryOf<"scope">): ReadonlyMap<string, Local> {
  return new Map(
    entry.declaration.parameters.map((parameter) => [parameter.text, { parameter, scope: entry }]),
  );
}

/** What the scope permits with these parameters. */
function readScope(
  context: Context,
  tables: Tables,
  entry: EntryOf<"scope">,
  locals: ReadonlyMap<string, Local>,
): ScopePieces {
  const place: Place = { file: entry.file, locals };
  const pieces: Piece[] = [];
  let broken = isDamaged(context, entry.declaration);
  let size = 1;
  let over = false;
  for (const member of entry.declaration.members) {
    const read =
      member.kind === "grant"
        ? readGrant(context, tables, place, member, entry.declaration, entry)
        : callScope(context, tables, place, member, member.scope, member.arguments);
    over ||= read === tooMuch;
    broken ||= read.broken || (member.broken ?? false);
    size += read.size;
    if (size <= MOST_PIECES) pieces.push(...read.pieces);
  }
  if (over) return tooMuch;
  if (size <= MOST_PIECES) return { pieces, broken, size };
  const message = `The scope '${entry.name}' comes to more than ${MOST_PIECES} permissions and includes; split it.`;
  report(context, entry, entry.at, "too-complex", message);
  // Whatever is read from here on finds it.
  tables.scopes.set(entry, tooMuch);
  return tooMuch;
}

/** What a use of a scope permits. */
function callScope(
  context: Context,
  tables: Tables,
  place: Place,
  node: Node,
  path: Path | undefined,
  values: readonly Value[] | undefined,
): ScopePieces {
  const entry = resolve(context, place, path, ["scope"]);
  if (entry === undefined || path === undefined) return nothing;
  const known = tables.scopes.get(entry);
  const { parameters } = entry.declaration;
  const given = values ?? [];
  if (given.length !== parameters.length && !node.broken) {
    wrongArguments(context, place, path, given.length, entry);
    return nothing;
  }
  // A circle, a scope over a limit, or one without parameters.
  if (known) return known;
  const locals = parameters.map((parameter, index): [string, Local] => {
    const value = given[index];
    const span = value && (argumentOf(place, value)?.span ?? spanOf(place, value));
    const typed = evaluate(context, place, value);
    return [
      parameter.text,
      { parameter, scope: entry, ...(typed ? { value: typed } : {}), ...(span ? { span } : {}) },
    ];
  });
  return readScope(context, tables, entry, new Map(locals));
}

function wrongArguments(
  context: Context,
  place: Place,
  path: Path,
  given: number,
  entry: EntryOf<"scope">,
): void {
  const takes = describe(entry.declaration);
  const message = `The scope '${entry.name}' takes ${takes}, and ${given === 0 ? "none" : given} ${given > 1 ? "are" : "is"} given.`;
  report(context, place, path, "wrong-arguments", message, { related: [declared(entry)] });
}

function describe({ parameters }: ScopeDeclaration): string {
  if (parameters.length === 0) return "no arguments";
  const names = parameters.map(({ text }) => text).join(", ");
  return `${parameters.length} argument${parameters.length > 1 ? "s" : ""} (${names})`;
}

/**
 * A `may` of the declaration, or with `scope` an `allow` of that scope. A part in error takes the whole statement away, and whoever has
 * it is told by `broken`.
 */
export function readGrant(
  context: Context,
  tables: Tables,
  place: Place,
  grant: Grant,
  declaration: Declaration,
  scope?: EntryOf<"scope">,
): ScopePieces {
  const used = grant.scope && callScope(context, tables, place, grant, grant.scope, grant.arguments);
  const named = readAll(context, tables, place, grant.actions, "may");
  checkDescribed(context, tables, named.actions);
  const actions = used ? used.pieces.flatMap((piece) => piece.actions) : named.actions;
  const limits = readModifiers(context, tables, place, grant.modifiers, actions);
  if (limits === undefined || grant.broken) return nothing;
  if (used === tooMuch) return tooMuch;
  const origin = originOf(context, place, grant);
  const damaged = isDamaged(context, declaration);
  if (used) {
    const pieces = used.pieces.map((piece) => ({
      ...piece,
      ...joinLimits(limits, piece),
      origin,
      damaged: piece.damaged || damaged,
    }));
    return { pieces, broken: used.broken, size: used.size };
  }
  if (actions.length === 0) return { pieces: [], broken: named.broken, size: 1 };
  const [first, last] = [grant.actions[0], grant.actions.at(-1)];
  const node = { start: first?.start ?? grant.start, end: last?.end ?? grant.end };
  const piece: Piece = { ...limits, actions, origin, damaged, actionsSpan: spanOf(place, node) };
  const from = scope && { scope: { name: scope.qualified, origin } };
  return { pieces: [{ ...piece, ...from }], broken: named.broken, size: 1 };
}
