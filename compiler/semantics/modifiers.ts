/** Modifiers of `may`, `allow` and `never`. */
import type { Approval, Subject } from "../model/policy.ts";
import { DAY } from "../model/time.ts";
import type { BehalfModifier, InstantModifier, Modifier, SubjectRef } from "../syntax/ast-grants.ts";
import { readCondition } from "./conditions.ts";
import { type Context, report, reportValue } from "./context.ts";
import type { Entry } from "./entry.ts";
import { duplicate, pathOf } from "./members.ts";
import { isEmail } from "./people.ts";
import { type Limits, noLimits } from "./piece.ts";
import { type Place, spanOf } from "./place.ts";
import { resolve } from "./resolve.ts";
import { checkResources, checkTaken, type NamedActions, readResources } from "./resources.ts";
import type { Tables } from "./tables.ts";
import { mismatch, readDuration, readInstant, readString } from "./values.ts";

/** What the modifiers say; `undefined` when one of them is in error, which was reported. */
export function readModifiers(
  context: Context,
  tables: Tables,
  place: Place,
  modifiers: readonly Modifier[],
  actions: readonly NamedActions[],
): Limits | undefined {
  if (modifiers.length === 0) return noLimits;
  const given = once(context, place, modifiers);
  let whole = true;
  let limits = noLimits;
  for (const modifier of given.values()) {
    const part = readModifier(context, tables, place, modifier, actions);
    if (part === undefined) whole = false;
    else limits = { ...limits, ...part };
  }
  return whole && !isEmptyRange(context, place, given, limits) ? limits : undefined;
}

/** Each modifier once; `until` and `through` both say the end, `on` and `on behalf of` different things. */
function once(context: Context, place: Place, modifiers: readonly Modifier[]): ReadonlyMap<string, Modifier> {
  const given = new Map<string, Modifier>();
  for (const modifier of modifiers) {
    const key = modifier.kind === "through" ? "until" : modifier.kind;
    const before = given.get(key);
    if (before) duplicate(context, place, modifier, before);
    else given.set(key, modifier);
  }
  return given;
}

function readModifier(
  context: Context,
  tables: Tables,
  place: Place,
  modifier: Modifier,
  actions: readonly NamedActions[],
): Partial<Limits> | undefined {
  if (modifier.broken) return undefined;
  switch (modifier.kind) {
    case "on": {
      const resources = readResources(context, place, modifier);
      if (resources === undefined) return undefined;
      checkResources(context, place, modifier, resources, actions);
      checkTaken(context, resources, actions);
      return { resources: [resources] };
    }
    case "behalf": {
      const subjects = readSubjects(context, tables, place, modifier);
      return subjects && { subjects: [subjects] };
    }
    case "where": {
      const vocabulary = { actions, facts: tables.facts };
      const condition = readCondition(context, place, modifier.condition, vocabulary);
      return condition && { conditions: [{ condition, node: modifier, place }] };
    }
    case "approval": {
      const from = resolve(context, place, modifier.from, ["owner", "team"]);
      const within = readDuration(context, place, modifier.within, "'for'");
      const approvers = from && approversOf(tables, from);
      if (from === undefined || approvers === undefined || within === undefined) return undefined;
      return { approvals: [{ from: from.qualified, approvers, within }] };
    }
    case "during": {
      const entry = resolve(context, place, modifier.window, ["window"]);
      const window = entry && tables.windows.get(entry);
      return window && { windows: [window] };
    }
    case "from":
    case "until":
    case "through":
      return readEdge(context, place, modifier);
    case "environment": {
      const entries = modifier.environments.map((path) => resolve(context, place, path, ["environment"]));
      const known = entries.filter((entry) => entry !== undefined);
      return known.length < entries.length ? undefined : { environments: new Set<Entry>(known) };
    }
    case "because": {
      const because = readString(context, place, modifier.reason, "'because'");
      return because === undefined ? undefined : { because };
    }
  }
}

function readEdge(context: Context, place: Place, modifier: InstantModifier): Partial<Limits> | undefined {
  const { kind, instant: value } = modifier;
  const instant = readInstant(context, place, value, `'${kind}'`);
  if (instant === undefined || value === undefined) return undefined;
  if (kind === "from") return { from: instant.seconds };
  if (kind === "until") return { until: instant.seconds, untilSpan: spanOf(place, modifier) };
  if (instant.dateOnly) return { until: instant.seconds + DAY, untilSpan: spanOf(place, modifier) };
  return mismatch(context, place, value, "'through'", "a date alone, which it includes");
}

function isEmptyRange(
  context: Context,
  place: Place,
  given: ReadonlyMap<string, Modifier>,
  { from, until }: Limits,
): boolean {
  const [start, end] = [given.get("from"), given.get("until")];
  if (from < until || start === undefined || end === undefined) return false;
  const [earlier, later] = start.start < end.start ? [start, end] : [end, start];
  report(context, place, later, "empty-range", "This range holds no instant: 'from' is not before its end.", {
    related: [{ message: "the other edge", span: spanOf(place, earlier) }],
  });
  return true;
}

/** Who may approve; `undefined` where the owner or team itself is in error. */
function approversOf(tables: Tables, from: Entry): Approval["approvers"] | undefined {
  const owner = tables.people.owners.get(from);
  const team = tables.people.teams.get(from);
  const names = owner ? [owner.name] : team?.people;
  if (names === undefined) return undefined;
  const owners = names.flatMap((name) => tables.people.byName.get(name) ?? []);
  return owners.map(({ name, email, left }) => ({
    owner: name,
    email,
    ...(left === undefined ? {} : { left }),
  }));
}

function readSubjects(
  context: Context,
  tables: Tables,
  place: Place,
  { subjects }: BehalfModifier,
): readonly Subject[] | undefined {
  const read = subjects.map((subject) => readSubject(context, tables, place, subject));
  const known = read.filter((subject) => subject !== undefined);
  return known.length < read.length || known.length === 0 ? undefined : known;
}

function readSubject(
  context: Context,
  tables: Tables,
  place: Place,
  { keyword, value, broken }: SubjectRef,
): Subject | undefined {
  if (broken || value === undefined) return undefined;
  if (keyword.text === "user") {
    const email = readString(context, place, value, "'user'");
    if (email === undefined) return undefined;
    if (isEmail(email)) return { kind: "user", email: email.toLowerCase() };
    reportValue(context, place, value, "bad-literal", `'${email}' is no email address.`);
    return undefined;
  }
  if (keyword.text === "group") {
    const path = pathOf(context, place, value, "'group'", "the name of a group");
    const entry = path && resolve(context, place, path, ["group"]);
    const group = entry && tables.people.groups.get(entry);
    return group && { kind: "group", ...group };
  }
  const path = pathOf(context, place, value, "'owner'", "the name of an owner");
  const entry = path && resolve(context, place, path, ["owner"]);
  const owner = entry && tables.people.owners.get(entry);
  if (owner === undefined) return undefined;
  const { name, email, left } = owner;
  return { kind: "owner", owner: name, email, ...(left === undefined ? {} : { left }) };
}
