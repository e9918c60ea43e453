/** The agent of the model from what was read of it. */
import type { Agent } from "../model/policy.ts";
import type { AgentMember, SuspendedMember } from "../syntax/ast.ts";
import type { Reading } from "./agents.ts";
import { type Context, isDamaged, originOf, report, reportValue } from "./context.ts";
import type { Entry } from "./entry.ts";
import { environmentLabel } from "./environments.ts";
import { grantOf, type Ids } from "./grants.ts";
import { headOf } from "./head.ts";
import { readIdentities } from "./identities.ts";
import { missing, valuesOf } from "./members.ts";
import type { Piece } from "./piece.ts";
import { readReviews } from "./reviews.ts";
import { type Given, given } from "./shared.ts";
import type { Tables } from "./tables.ts";
import { readInstant, readString } from "./values.ts";
import { readEnforced } from "./waives.ts";

const DEFAULT_SESSION = 3600;

/**
 * The agent; `undefined` where something in error leaves open who answers for it, when it may act or what it may
 * never do. Other gaps make it `incomplete`.
 */
export function assemble(context: Context, tables: Tables, reading: Reading): Agent | undefined {
  const { entry, members, all, statements } = reading;
  const profile = reading.given;
  const grants = grantsOf(context, reading, [...statements.pieces, ...(profile?.pieces ?? [])]);
  const identities = readIdentities(
    context,
    entry,
    (members.get("identity") ?? []).filter((member) => member.kind === "identity"),
  );
  const source = readSource(context, entry, members.get("source")?.[0]);
  const code = given(context, entry, members.get("code")?.[0], (value) =>
    readString(context, entry, value, "'code'"),
  );
  const retired = given(
    context,
    entry,
    members.get("retired")?.[0],
    (value) => readInstant(context, entry, value, "'retired'")?.seconds,
  );
  const [suspension] = (members.get("suspended") ?? []).filter((member) => member.kind === "suspended");
  const suspended = suspension && readSuspended(context, entry, suspension);
  const [outside] = (members.get("enforced") ?? []).filter((member) => member.kind === "enforced");
  const enforcedOutside = outside && readEnforced(context, entry, outside);
  const owner = reading.owner?.value;
  const person = owner && tables.people.owners.get(owner);
  const reviewMembers = (members.get("reviewed") ?? []).filter((member) => member.kind === "reviewed");
  const reviews = owner && person && readReviews(context, tables, entry, owner, reviewMembers);
  const expires = all.expires?.value;
  const unclear =
    [all.starts, all.review, retired].some(isBroken) || (suspension !== undefined && suspended === undefined);
  if (person === undefined || reviews === undefined || expires === undefined || all.expires === undefined)
    return undefined;
  if (unclear || statements.unsafe || profile?.unsafe) return undefined;
  if (all.starts?.value !== undefined && all.starts.value >= expires) return undefined;
  const deputy = all.deputy?.value;
  const incomplete =
    statements.broken ||
    (profile?.broken ?? false) ||
    reviews.broken ||
    grants.broken ||
    [all.deputy, all.team, all.session].some(isBroken) ||
    (outside !== undefined && enforcedOutside === undefined) ||
    isDamaged(context, entry.declaration);
  const { doc } = entry.declaration;
  return {
    name: entry.qualified,
    ...headOf(context, entry, entry.declaration),
    ...(doc === undefined ? {} : { doc }),
    ...(reading.parent ? { parent: reading.parent.entry.qualified } : {}),
    owner: person.name,
    ...(deputy && tables.people.owners.has(deputy) ? { deputy: deputy.qualified } : {}),
    ...(all.team?.value ? { team: all.team.value.qualified } : {}),
    ...(all.purpose?.value === undefined ? {} : { purpose: all.purpose.value }),
    source,
    ...(code?.value === undefined ? {} : { code: code.value }),
    ...(reading.profile ? { profile: reading.profile.qualified } : {}),
    ...(reading.environments
      ? {
          environments: reading.environments.map((environment) =>
            environmentLabel(context.names, environment),
          ),
        }
      : {}),
    ...(all.starts?.value === undefined ? {} : { starts: all.starts.value }),
    expires,
    ...(retired?.value === undefined ? {} : { retired: retired.value }),
    ...(suspended ? { suspended } : {}),
    session: all.session?.value ?? DEFAULT_SESSION,
    ...(all.session ? { sessionOrigin: all.session.origin } : {}),
    ...(all.review?.value ? { review: { ...all.review.value, origin: all.review.origin } } : {}),
    reviewed: reviews.reviewed,
    ...(all.auditKeep?.value === undefined ? {} : { auditKeep: all.auditKeep.value }),
    identities,
    grants: grants.grants,
    denies: numbered([...statements.denies, ...(profile?.denies ?? [])]),
    waives: [...statements.waives, ...(profile?.waives ?? [])],
    accepts: [...statements.accepts, ...(profile?.accepts ?? [])],
    ...(enforcedOutside ? { enforcedOutside } : {}),
    expiresOrigin: all.expires.origin,
    ...(incomplete ? { incomplete } : {}),
  };
}

const isBroken = (given: Given<unknown> | undefined): boolean =>
  given !== undefined && given.value === undefined;

/** The grants of this environment; one whose environments exclude each other is never in force. */
function grantsOf(
  context: Context,
  { entry, environments }: Reading,
  pieces: readonly Piece[],
): { readonly grants: Agent["grants"]; readonly broken: boolean } {
  const ids: Ids = new Map();
  const grants: Agent["grants"][number][] = [];
  let broken = false;
  for (const piece of pieces) {
    const only = piece.environments;
    if (only && context.environment) {
      if (only.size === 0 || (environments && !environments.some((environment) => only.has(environment)))) {
        const message = `This grant of '${entry.name}' is for no environment that the agent is in, so it is never in force.`;
        report(context, entry, inFile(entry, piece) ?? entry.at, "never-in-force", message);
      }
      if (!only.has(context.environment)) continue;
    }
    const grant = grantOf(context, piece, ids);
    if (grant) grants.push(grant);
    else broken = true;
  }
  return { grants, broken };
}

/** The piece's statement, where it stands in the agent's own file; else the agent's name is shown. */
function inFile(entry: Entry, piece: Piece) {
  const { span } = piece.origin;
  return span.file === entry.file.file.path ? span : undefined;
}

/** Ids are unique over the agent's own denies and the profile's. */
function numbered(denies: Agent["denies"]): Agent["denies"] {
  const seen = new Map<string, number>();
  return denies.map((deny) => {
    const count = (seen.get(deny.id) ?? 0) + 1;
    seen.set(deny.id, count);
    return count === 1 ? deny : { ...deny, id: `${deny.id}.${count}` };
  });
}

function readSuspended(context: Context, entry: Entry, member: SuspendedMember): Agent["suspended"] {
  if (member.broken) return undefined;
  if (member.because === undefined)
    missing(context, entry, member, "'suspended'", "because", `add 'because "…"'`);
  const since = readInstant(context, entry, member.since, "'since'")?.seconds;
  const because = readString(context, entry, member.because, "'because'");
  if (since === undefined || because === undefined) return undefined;
  return { since, because, origin: originOf(context, entry, member) };
}

/** Globs of paths below the workspace; `**` is theirs, as in `.gitignore`. */
function readSource(context: Context, entry: Entry, member: AgentMember | undefined): readonly string[] {
  if (member?.kind !== "setting") return [];
  return valuesOf(member).flatMap((value) => {
    const text = readString(context, entry, value, "'source'");
    if (text === undefined) return [];
    if (text !== "" && !text.startsWith("/") && !text.split("/").includes("..")) return [text];
    const message = `'${text}' is no glob of paths below the workspace.`;
    reportValue(context, entry, value, "bad-literal", message);
    return [];
  });
}
