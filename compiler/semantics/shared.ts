/** What agents and profiles both say, each with where it is written. */
import type { Accept, Deny, Origin, Waive } from "../model/policy.ts";
import type { AgentDeclaration, AgentMember } from "../syntax/ast.ts";
import type { Node, Setting, Value } from "../syntax/ast-values.ts";
import { type Context, isDamaged, originOf, report } from "./context.ts";
import type { Entry, EntryOf, Kind } from "./entry.ts";
import { type Ids, readNever } from "./grants.ts";
import { byKeyword, pathOf, valueIn, valuesOf } from "./members.ts";
import type { Piece } from "./piece.ts";
import { resolve } from "./resolve.ts";
import { readGrant } from "./scopes.ts";
import type { Tables } from "./tables.ts";
import { readDuration, readInstant, readString } from "./values.ts";
import { readAccept, readWaive } from "./waives.ts";

/** Something that is written; without a `value` it is in error, which was reported. */
export interface Given<T> {
  readonly value?: T;
  readonly node: Node;
  readonly entry: Entry;
  readonly origin: Origin;
}

export interface Shared {
  readonly deputy?: Given<EntryOf<"owner">>;
  readonly team?: Given<EntryOf<"team">>;
  readonly purpose?: Given<string>;
  readonly starts?: Given<number>;
  readonly expires?: Given<number>;
  readonly session?: Given<number>;
  readonly review?: Given<{ readonly every: number; readonly suspend: boolean }>;
  readonly environments?: Given<readonly EntryOf<"environment">[]>;
  readonly auditKeep?: Given<number>;
}

/** The statements of an agent or profile. */
export interface Statements {
  readonly pieces: readonly Piece[];
  readonly denies: readonly Deny[];
  readonly waives: readonly Waive[];
  readonly accepts: readonly Accept[];
  /** A `may`, `waive` or `accept` is missing because it was in error: what the agent lacks is no second mistake. */
  readonly broken: boolean;
  /** A `never` is missing because it was in error: without it the agent would be wider than it is meant to be. */
  readonly unsafe: boolean;
}

export type Members = ReadonlyMap<string, readonly AgentMember[]>;
export type AgentEntry = EntryOf<"agent"> | EntryOf<"profile">;

/** Permissions that one agent or profile may come to. */
const MOST_PIECES = 10_000;

const repeatable = ["may", "never", "waive", "accept", "reviewed"];

/** The members by keyword. */
export function agentMembers(context: Context, entry: AgentEntry): Members {
  const declaration: AgentDeclaration = entry.declaration;
  return byKeyword(context, entry, declaration.members, repeatable);
}

/** Wraps what `read` makes of a member's first value. */
export function given<T>(
  context: Context,
  entry: Entry,
  member: AgentMember | undefined,
  read: (value: Value | undefined, setting: Setting) => T | undefined,
): Given<T> | undefined {
  if (member === undefined) return undefined;
  const value = member.kind === "setting" && !member.broken ? read(valueIn([member]), member) : undefined;
  const origin = originOf(context, entry, member);
  return { ...(value === undefined ? {} : { value }), node: member, entry, origin };
}

/** The settings that a profile can give. `environments` is read by itself, before. */
export function readShared(context: Context, entry: AgentEntry, members: Members): Shared {
  const first = (keyword: string) => members.get(keyword)?.[0];
  const text = (keyword: string) =>
    given(context, entry, first(keyword), (value) => readString(context, entry, value, `'${keyword}'`));
  const instant = (keyword: string) =>
    given(
      context,
      entry,
      first(keyword),
      (value) => readInstant(context, entry, value, `'${keyword}'`)?.seconds,
    );
  const length = (keyword: string) =>
    given(context, entry, first(keyword), (_, setting) =>
      readDuration(context, entry, setting.values.at(-1), `'${keyword}'`),
    );
  return {
    deputy: given(context, entry, first("deputy"), (value) =>
      named(context, entry, value, "owner", "'deputy'"),
    ),
    team: given(context, entry, first("team"), (value) => named(context, entry, value, "team", "'team'")),
    purpose: text("purpose"),
    starts: instant("starts"),
    expires: instant("expires"),
    session: length("session"),
    review: readReview(context, entry, first("review")),
    auditKeep: length("audit"),
  };
}

/** The entry of a kind that a value names. */
export function named<K extends Kind>(
  context: Context,
  entry: Entry,
  value: Value | undefined,
  kind: K,
  taker: string,
): Extract<Entry, { kind: K }> | undefined {
  const path = pathOf(context, entry, value, taker, `the name of ${kind === "owner" ? "an" : "a"} ${kind}`);
  return path && resolve(context, entry, path, [kind]);
}

function readReview(context: Context, entry: Entry, member: AgentMember | undefined): Shared["review"] {
  if (member?.kind !== "review") return undefined;
  const every = member.broken ? undefined : readDuration(context, entry, member.every, "'every'");
  const value = every === undefined ? undefined : { every, suspend: member.suspend };
  return { ...(value ? { value } : {}), node: member, entry, origin: originOf(context, entry, member) };
}

export function readEnvironments(
  context: Context,
  entry: AgentEntry,
  members: Members,
): Shared["environments"] {
  return given(context, entry, members.get("environments")?.[0], (_, setting) => {
    const entries = valuesOf(setting).map((value) =>
      named(context, entry, value, "environment", "'environments'"),
    );
    const known = entries.filter((environment) => environment !== undefined);
    return known.length < entries.length ? undefined : known;
  });
}

export function readStatements(
  context: Context,
  tables: Tables,
  entry: AgentEntry,
  members: Members,
): Statements {
  const ids: Ids = new Map();
  const pieces: Piece[] = [];
  const denies: Deny[] = [];
  const waives: Waive[] = [];
  const accepts: Accept[] = [];
  let broken = isDamaged(context, entry.declaration);
  let unsafe = false;
  for (const member of [...members.values()].flat()) {
    if (member.kind === "grant") {
      const read = readGrant(context, tables, entry, member, entry.declaration);
      if (pieces.length <= MOST_PIECES) pieces.push(...read.pieces);
      broken ||= read.broken;
    } else if (member.kind === "never") {
      const deny = readNever(context, tables, entry, member, ids);
      if (deny) denies.push(deny);
      else unsafe = true;
    } else if (member.kind === "waive") {
      const waive = readWaive(context, entry, member);
      if (waive) waives.push(waive);
      else broken = true;
    } else if (member.kind === "accept") {
      const accept = readAccept(context, entry, member);
      if (accept) accepts.push(accept);
      else broken = true;
    }
  }
  if (pieces.length > MOST_PIECES) {
    const message = `'${entry.name}' comes to more than ${MOST_PIECES} permissions; split the ${entry.kind}.`;
    report(context, entry, entry.at, "too-complex", message);
    return { pieces: [], denies, waives, accepts, broken: true, unsafe };
  }
  return { pieces, denies, waives, accepts, broken, unsafe };
}
