/** Owners, teams and groups: the people in a policy. */
import type { Owner, Team } from "../model/policy.ts";
import type { Setting } from "../syntax/ast-values.ts";
import { components, isCycle } from "./components.ts";
import { type Context, isDamaged, report, reportValue } from "./context.ts";
import { cycle } from "./cycle.ts";
import type { Entry, EntryOf } from "./entry.ts";
import { headOf } from "./head.ts";
import { byKeyword, missing, pathOf, valueIn, valuesOf } from "./members.ts";
import { resolve } from "./resolve.ts";
import { readFilled, readInstant, readString } from "./values.ts";

export interface Group {
  readonly name: string;
  readonly claim: string;
}

export interface People {
  /** Those without a mistake; who depends on another one stays silent. */
  readonly owners: ReadonlyMap<Entry, Owner>;
  readonly byName: ReadonlyMap<string, Owner>;
  readonly teams: ReadonlyMap<Entry, Team>;
  readonly groups: ReadonlyMap<Entry, Group>;
}

export function readPeople(context: Context): People {
  const owners = readOwners(context);
  const teams = new Map<Entry, Team>();
  const groups = new Map<Entry, Group>();
  for (const entry of context.names.entries) {
    if (entry.kind === "team") {
      const team = readTeam(context, entry, owners);
      if (team) teams.set(entry, team);
    } else if (entry.kind === "group") {
      const members = byKeyword(context, entry, entry.declaration.members);
      const claim = members.has("claim")
        ? readFilled(context, entry, valueIn(members.get("claim")), "'claim'")
        : entry.name;
      if (claim !== undefined) groups.set(entry, { name: entry.qualified, claim });
    }
  }
  const byName = new Map([...owners.values()].map((owner) => [owner.name, owner]));
  return { owners, byName, teams, groups };
}

function readOwners(context: Context): ReadonlyMap<Entry, Owner> {
  const all = context.names.entries.filter((entry) => entry.kind === "owner");
  const managers = new Map<EntryOf<"owner">, EntryOf<"owner">>();
  const owners = new Map<Entry, Owner>();
  const read: (readonly [EntryOf<"owner">, Omit<Owner, "manager">])[] = [];
  for (const entry of all) {
    const members = byKeyword(context, entry, entry.declaration.members);
    const manager = ownerIn(context, entry, members.get("manager"), "'manager'");
    if (manager) managers.set(entry, manager);
    const owner = readOwner(context, entry, members);
    if (owner) read.push([entry, owner]);
  }
  const next = (entry: EntryOf<"owner">): readonly EntryOf<"owner">[] => {
    const manager = managers.get(entry);
    return manager ? [manager] : [];
  };
  for (const component of components(all, next)) {
    if (!isCycle(component, next)) continue;
    cycle(context, component, "Owners cannot manage each other");
    for (const member of component) managers.delete(member);
  }
  for (const [entry, owner] of read) {
    const manager = managers.get(entry);
    owners.set(entry, manager ? { ...owner, manager: manager.qualified } : owner);
  }
  return owners;
}

function readOwner(
  context: Context,
  entry: EntryOf<"owner">,
  members: ReadonlyMap<string, readonly Setting[]>,
): Omit<Owner, "manager"> | undefined {
  if (!members.has("email") && !isDamaged(context, entry.declaration))
    missing(context, entry, entry.at, `The owner '${entry.name}'`, "email", "add 'email \"…\"'");
  const email = readEmail(context, entry, members.get("email"));
  const text = (keyword: string): string | undefined =>
    readString(context, entry, valueIn(members.get(keyword)), `'${keyword}'`);
  const [okta, github] = [text("okta"), text("github")];
  const left = readInstant(context, entry, valueIn(members.get("left")), "'left'")?.seconds;
  if (email === undefined || (members.has("left") && left === undefined)) return undefined;
  return {
    name: entry.qualified,
    ...headOf(context, entry, entry.declaration),
    email,
    ...(left === undefined ? {} : { left }),
    ...(okta === undefined ? {} : { okta }),
    ...(github === undefined ? {} : { github }),
  };
}

function readEmail(
  context: Context,
  entry: EntryOf<"owner">,
  settings: readonly Setting[] | undefined,
): string | undefined {
  const value = valueIn(settings);
  const text = readString(context, entry, value, "'email'");
  if (value === undefined || text === undefined) return undefined;
  if (isEmail(text)) return text.toLowerCase();
  reportValue(context, entry, value, "bad-literal", `'${text}' is no email address.`);
  return undefined;
}

/** Something before one `@` and something after it, without blanks and control characters; nothing more is promised. */
export function isEmail(text: string): boolean {
  return text.length <= 320 && /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(text);
}

/** The owner that a setting names. */
export function ownerIn(
  context: Context,
  entry: Entry,
  settings: readonly Setting[] | undefined,
  taker: string,
): EntryOf<"owner"> | undefined {
  const path = pathOf(context, entry, valueIn(settings), taker, "the name of an owner");
  return path && resolve(context, entry, path, ["owner"]);
}

function readTeam(
  context: Context,
  entry: EntryOf<"team">,
  owners: ReadonlyMap<Entry, Owner>,
): Team | undefined {
  const members = byKeyword(context, entry, entry.declaration.members);
  if (!members.has("lead") && !isDamaged(context, entry.declaration))
    missing(context, entry, entry.at, `The team '${entry.name}'`, "lead", "add 'lead OWNER'");
  const lead = ownerIn(context, entry, members.get("lead"), "'lead'");
  const people = new Map<Entry, string>();
  let whole = lead !== undefined && owners.has(lead);
  if (lead) people.set(lead, lead.qualified);
  for (const value of valuesOf(members.get("members")?.[0])) {
    const path = pathOf(context, entry, value, "'members'", "names of owners");
    const owner = path && resolve(context, entry, path, ["owner"]);
    if (owner === undefined || !owners.has(owner)) whole = false;
    else if (people.has(owner) && owner !== lead)
      report(context, entry, value, "duplicate-member", `'${owner.name}' is in the team already.`);
    else people.set(owner, owner.qualified);
  }
  if (lead === undefined || !whole) return undefined;
  return {
    name: entry.qualified,
    ...headOf(context, entry, entry.declaration),
    lead: lead.qualified,
    people: [...people.values()],
  };
}
