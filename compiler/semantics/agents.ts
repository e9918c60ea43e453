/** Agents: their own members, what a profile and a parent give them, and whether that is whole. */
import type { Agent } from "../model/policy.ts";
import type { AgentMember } from "../syntax/ast.ts";
import { assemble } from "./assemble.ts";
import { components, isCycle } from "./components.ts";
import { type Context, isDamaged, report } from "./context.ts";
import { cycle } from "./cycle.ts";
import type { Entry, EntryOf } from "./entry.ts";
import { missing } from "./members.ts";
import { lookUp } from "./names.ts";
import { spanOf } from "./place.ts";
import { resolve } from "./resolve.ts";
import {
  agentMembers,
  type Given,
  given,
  type Members,
  named,
  readEnvironments,
  readShared,
  readStatements,
  type Shared,
  type Statements,
} from "./shared.ts";
import type { Tables } from "./tables.ts";

/** A profile as it was read. */
export interface Profile {
  readonly shared: Shared;
  readonly statements: Statements;
}

/** What an agent hands down to those under it. */
export interface Heritage {
  readonly entry: EntryOf<"agent">;
  readonly owner: Given<EntryOf<"owner">> | undefined;
  /** The agent's own first, then the profile's, then what a parent hands down. */
  readonly all: Shared;
  readonly environments: readonly Entry[] | undefined;
}

/** What is said of one agent, here, in its profile and above. */
export interface Reading extends Heritage {
  readonly members: Members;
  readonly parent?: Heritage;
  readonly profile?: EntryOf<"profile">;
  readonly statements: Statements;
  readonly given?: Statements;
}

export interface Agents {
  /** In file order, those of this environment that are whole enough to be in the policy. */
  readonly agents: ReadonlyMap<Entry, Agent>;
  /** Agents with an `expires`, `owner` or the like in error, and those that depend on them. */
  readonly broken: ReadonlySet<Entry>;
  /** Agents that do not exist in this environment. */
  readonly absent: ReadonlySet<Entry>;
}

export function readAgents(context: Context, tables: Tables): Agents {
  const { entries } = context.names;
  const profiles = new Map<Entry, Profile>();
  for (const entry of entries)
    if (entry.kind === "profile") profiles.set(entry, readProfile(context, tables, entry));
  const all = entries.filter((entry) => entry.kind === "agent");
  const next = (entry: EntryOf<"agent">): readonly EntryOf<"agent">[] => {
    const path = entry.declaration.under;
    const found = path && lookUp(context.names, entry.file, path.text);
    return found?.kind === "found" && found.entry.kind === "agent" ? [found.entry] : [];
  };
  const readings = new Map<Entry, Heritage>();
  const agents = new Map<Entry, Agent>();
  const broken = new Set<Entry>();
  const absent = new Set<Entry>();
  for (const component of components(all, next)) {
    if (isCycle(component, next)) {
      cycle(context, component, "Agents cannot be under each other");
      for (const entry of component) {
        broken.add(entry);
        readAgent(context, tables, entry, profiles, undefined, true);
      }
      continue;
    }
    for (const entry of component) {
      const [above] = next(entry);
      const { under } = entry.declaration;
      if (under) resolve(context, entry, under, ["agent"]);
      const parent = above && readings.get(above);
      if (above && absent.has(above)) absent.add(entry);
      const reading = readAgent(
        context,
        tables,
        entry,
        profiles,
        parent,
        under !== undefined && parent === undefined,
      );
      if (reading === "absent") absent.add(entry);
      if (reading === "absent" || absent.has(entry)) continue;
      const { owner, all: shared, environments } = reading;
      readings.set(entry, { entry, owner, all: shared, environments });
      const agent = assemble(context, tables, reading);
      if (agent === undefined || (under && (above === undefined || broken.has(above)))) broken.add(entry);
      else agents.set(entry, agent);
    }
  }
  const inOrder = all.flatMap((entry): [Entry, Agent][] => {
    const agent = agents.get(entry);
    return agent && !entry.shadowed ? [[entry, agent]] : [];
  });
  return { agents: new Map(inOrder), broken, absent };
}

function readProfile(context: Context, tables: Tables, entry: EntryOf<"profile">): Profile {
  const members = agentMembers(context, entry);
  const shared = readShared(context, entry, members);
  const environments = readEnvironments(context, entry, members);
  return { shared: { ...shared, environments }, statements: readStatements(context, tables, entry, members) };
}

function readAgent(
  context: Context,
  tables: Tables,
  entry: EntryOf<"agent">,
  profiles: ReadonlyMap<Entry, Profile>,
  parent: Heritage | undefined,
  orphan: boolean,
): Reading | "absent" {
  const members = agentMembers(context, entry);
  const first = (keyword: string): AgentMember | undefined => members.get(keyword)?.[0];
  const profileGiven = given(context, entry, first("profile"), (value) =>
    named(context, entry, value, "profile", "'profile'"),
  );
  const profile = profileGiven?.value && profiles.get(profileGiven.value);
  const ownEnvironments = readEnvironments(context, entry, members) ?? profile?.shared.environments;
  const environments = ownEnvironments ? ownEnvironments.value : parent?.environments;
  if (context.environment && environments && !environments.includes(context.environment)) return "absent";
  const own = readShared(context, entry, members);
  const ownOwner = given(context, entry, first("owner"), (value) =>
    named(context, entry, value, "owner", "'owner'"),
  );
  const defaults = parent ? { team: parent.all.team, expires: parent.all.expires } : {};
  const inherited = ownOwner === undefined && parent ? { deputy: parent.all.deputy } : {};
  const all = present(own, present(profile?.shared ?? {}, { ...defaults, ...inherited }));
  // Whatever is missing above was reported there, and a profile in error may have given it.
  const unsure =
    isDamaged(context, entry.declaration) ||
    orphan ||
    parent ||
    (profileGiven !== undefined && profile === undefined);
  const owner = ownOwner ?? parent?.owner;
  if (!unsure) {
    const name = `The agent '${entry.name}'`;
    if (owner === undefined)
      missing(context, entry, entry.at, name, "owner", "add 'owner NAME', a human who answers for it");
    if (all.expires === undefined)
      missing(context, entry, entry.at, name, "expires", "say when it ends: 'expires 2027-03-31'");
  }
  checkLife(context, entry, all);
  checkReviewBase(context, entry, members, all);
  return {
    entry,
    members,
    ...(parent ? { parent } : {}),
    owner,
    ...(profileGiven?.value ? { profile: profileGiven.value } : {}),
    all,
    statements: readStatements(context, tables, entry, members),
    ...(profile ? { given: profile.statements } : {}),
    environments,
  };
}

/** The first of two for each setting that it has. */
function present(first: Shared, second: Shared): Shared {
  return {
    deputy: first.deputy ?? second.deputy,
    team: first.team ?? second.team,
    purpose: first.purpose ?? second.purpose,
    starts: first.starts ?? second.starts,
    expires: first.expires ?? second.expires,
    session: first.session ?? second.session,
    review: first.review ?? second.review,
    auditKeep: first.auditKeep ?? second.auditKeep,
  };
}

function checkLife(context: Context, entry: EntryOf<"agent">, { starts, expires }: Shared): void {
  if (starts?.value === undefined || expires?.value === undefined || starts.value < expires.value) return;
  const later = isLater(starts, expires, entry) ? starts : expires;
  const other = later === starts ? expires : starts;
  report(
    context,
    later.entry,
    later.node,
    "empty-range",
    `The agent '${entry.name}' starts at or after its end.`,
    {
      related: [{ message: "the other edge", span: spanOf(other.entry, other.node) }],
    },
  );
}

/** Whether the first stands later in the file; what the agent itself says comes after what it takes over. */
function isLater(a: Given<number>, b: Given<number>, entry: Entry): boolean {
  if (a.entry !== b.entry) return a.entry === entry;
  return a.node.start > b.node.start;
}

function checkReviewBase(
  context: Context,
  entry: EntryOf<"agent">,
  members: Members,
  { review, starts }: Shared,
): void {
  if (review === undefined || starts || members.has("reviewed")) return;
  if (isDamaged(context, entry.declaration)) return;
  const own = review.entry === entry;
  missing(
    context,
    entry,
    own ? review.node : entry.at,
    own ? "This review" : `The agent '${entry.name}', which is reviewed,`,
    "reviewed",
    "add 'reviewed INSTANT by OWNER' or 'starts …', from which the time is counted",
  );
}
