/** What every part of the checker works with: the names, the world outside, and where findings go. */
import type { BuiltInService, Catalog } from "../catalog/catalog.ts";
import type { ResourceLanguages } from "../catalog/resources.ts";
import type { Instant, Origin } from "../model/policy.ts";
import type { ZoneData } from "../model/zones.ts";
import type { ProblemCode } from "../problems.ts";
import { type LineTable, lineTable, positionAt, type Span } from "../source.ts";
import type { ActionDeclaration, Declaration } from "../syntax/ast.ts";
import type { Name, Node, Path, Value } from "../syntax/ast-values.ts";
import type { Entry, EntryOf } from "./entry.ts";
import { type Findings, type More, reportAt } from "./findings.ts";
import type { Lock } from "./lock.ts";
import type { Names } from "./names.ts";
import { argumentOf, type Place, spanOf } from "./place.ts";
import type { Typed } from "./typed.ts";

/** What the checker needs from outside, loaded before it runs. */
export interface World {
  readonly workspace: string;
  readonly at: Instant;
  /** By name; one that is not there does not exist. */
  readonly zones: ReadonlyMap<string, ZoneData>;
  /** Names of all zones, for a misspelled one. */
  readonly zoneNames: readonly string[];
  readonly catalogs: ReadonlyMap<BuiltInService, Catalog>;
  /** Texts of pinned tool lists by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** What `remit.lock` holds; absent where there is no such file. */
  readonly lock?: Lock;
}

/** What a name in the tree stands for, for the editor. */
export type Meaning =
  | { readonly kind: "entry"; readonly entry: Entry }
  | { readonly kind: "parameter"; readonly name: Name; readonly scope: EntryOf<"scope"> }
  | { readonly kind: "action"; readonly service: EntryOf<"service">; readonly action: ActionDeclaration };

export interface Reference {
  readonly span: Span;
  readonly meaning: Meaning;
}

export interface Context {
  readonly world: World;
  readonly names: Names;
  /** The environment that is checked; absent where none is declared. */
  readonly environment?: EntryOf<"environment">;
  readonly findings: Findings;
  /** Values of the lets in this environment; one in error is absent. */
  readonly lets: ReadonlyMap<Entry, Typed>;
  /** By the first node of what is written, so that several environments and uses of a scope give one; absent: not asked for. */
  readonly references?: Map<Node, Reference>;
  readonly used: Set<Entry>;
  readonly lines: Map<string, LineTable>;
  readonly languages: ResourceLanguages;
}

export function report(
  context: Context,
  place: Place,
  node: Node,
  code: ProblemCode,
  message: string,
  more: More = {},
): void {
  reportAt(context.findings, spanOf(place, node), code, message, more);
}

/** As `report`; a mistake that comes with a scope's argument is shown at the argument. */
export function reportValue(
  context: Context,
  place: Place,
  value: Value,
  code: ProblemCode,
  message: string,
  more: More = {},
): void {
  const here = spanOf(place, value);
  const span = argumentOf(place, value)?.span;
  if (span === undefined) {
    reportAt(context.findings, here, code, message, more);
    return;
  }
  const related = [{ message: "used here", span: here }, ...(more.related ?? [])];
  reportAt(context.findings, span, code, message, { ...more, related, fixes: [] });
}

/** Whether what a declaration lacks may be what could not be read in it. */
export function isDamaged({ names }: Context, declaration: Declaration): boolean {
  return declaration.broken === true || names.damaged.has(declaration);
}

/** Notes that a path means an entry, which is used thereby. */
export function refer(context: Context, place: Place, path: Path, entry: Entry): void {
  context.used.add(entry);
  const { references } = context;
  if (references) note(references, path.segments[0] ?? path, spanOf(place, path), { kind: "entry", entry });
}

/** Adds a reference once. */
export function note(references: Map<Node, Reference>, node: Node, span: Span, meaning: Meaning): void {
  if (!references.has(node)) references.set(node, { span, meaning });
}

/** Text that is on one line as it is. */
const FOLDED = /^(?:\S| (?! ))*$/;
/** Longer sources than this are cut in an origin's text. */
const LONGEST_TEXT = 300;

/** Where a node is written, with its line and its text on one line. */
export function originOf(context: Context, place: Place, node: Node): Origin {
  const { file } = place.file;
  let lines = context.lines.get(file.path);
  if (lines === undefined) {
    lines = lineTable(file.text);
    context.lines.set(file.path, lines);
  }
  const whole = file.text.slice(node.start, Math.min(node.end, node.start + 4 * LONGEST_TEXT));
  const text = FOLDED.test(whole) ? whole : whole.replace(/\s+/g, " ");
  return {
    span: spanOf(place, node),
    line: positionAt(lines, node.start).line,
    text: text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text,
  };
}
