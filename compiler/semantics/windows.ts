/** Windows, resolved over pinned zone data, and facts. */

import { readDay } from "../literals.ts";
import { own } from "../model/json.ts";
import type { Fact, Instant, Window } from "../model/policy.ts";
import { MAX_INSTANT, MIN_INSTANT } from "../model/policy.ts";
import { DAY } from "../model/time.ts";
import { type DaySpan, offsetsOf, weekMinutes } from "../model/zones.ts";
import { nearest } from "../nearest.ts";
import type { Value } from "../syntax/ast-values.ts";
import { VALUE_TYPES } from "../syntax/grammar.ts";
import { type Context, isDamaged, report, reportValue } from "./context.ts";
import type { Entry, EntryOf } from "./entry.ts";
import { hints } from "./findings.ts";
import { headOf } from "./head.ts";
import { byKeyword, missing, valueIn, valuesOf, wordOf } from "./members.ts";
import { spanOf } from "./place.ts";
import { hint } from "./resolve.ts";
import { mismatch, readDuration, readString } from "./values.ts";

export function readFacts(context: Context): ReadonlyMap<Entry, Fact> {
  const facts = new Map<Entry, Fact>();
  for (const entry of context.names.entries) {
    if (entry.kind !== "fact") continue;
    const members = byKeyword(context, entry, entry.declaration.members);
    const owner = `The fact '${entry.name}'`;
    if (!isDamaged(context, entry.declaration)) {
      if (!members.has("type")) missing(context, entry, entry.at, owner, "type", "add 'type string', say");
      if (!members.has("fresh")) missing(context, entry, entry.at, owner, "fresh", "add 'fresh 5m', say");
    }
    const type = wordOf(context, entry, valueIn(members.get("type")), "'type'", VALUE_TYPES);
    const fresh = readDuration(context, entry, valueIn(members.get("fresh")), "'fresh'");
    if (type === undefined || fresh === undefined) continue;
    const { origin } = headOf(context, entry, entry.declaration);
    facts.set(entry, { name: entry.name, type, fresh, origin });
  }
  return facts;
}

/** The windows; `end` is the instant after which nothing is allowed, so that no clock change matters. */
export function readWindows(context: Context, end: Instant): ReadonlyMap<Entry, Window> {
  const windows = new Map<Entry, Window>();
  const offsets = new Map<string, Window["offsets"]>();
  for (const entry of context.names.entries) {
    if (entry.kind !== "window") continue;
    const members = byKeyword(context, entry, entry.declaration.members);
    if (!members.has("zone") && !isDamaged(context, entry.declaration))
      missing(
        context,
        entry,
        entry.at,
        `The window '${entry.name}'`,
        "zone",
        `add 'zone "Europe/Berlin"', say`,
      );
    const minutes = readMinutes(
      context,
      entry,
      valuesOf(members.get("days")?.[0]),
      valueIn(members.get("hours")),
    );
    const zone = readZone(context, entry, valueIn(members.get("zone")));
    if (minutes === undefined || zone === undefined) continue;
    const data = context.world.zones.get(zone);
    const changes = offsets.get(zone) ?? (data ? offsetsOf(data, MIN_INSTANT, end) : []);
    offsets.set(zone, changes);
    const { origin } = headOf(context, entry, entry.declaration);
    windows.set(entry, { name: entry.qualified, zone, minutes, offsets: changes, origin });
  }
  return windows;
}

/** The latest instant at which an agent can end, as far as literals and lets say; never past the last one there is. */
export function latestEnd(context: Context): Instant {
  let end = context.world.at;
  const take = (seconds: number | undefined): void => {
    if (seconds !== undefined) end = Math.max(end, seconds);
  };
  for (const typed of context.lets.values()) if (typed.kind === "instant") take(typed.seconds);
  for (const { declaration } of context.names.entries)
    if (declaration.kind === "agent" || declaration.kind === "profile")
      for (const member of declaration.members)
        if (member.kind === "setting" && member.keyword.text === "expires")
          for (const value of member.values) if (value.kind === "instant") take(value.seconds);
  return Math.min(end + DAY, MAX_INSTANT);
}

function readMinutes(
  context: Context,
  entry: EntryOf<"window">,
  days: readonly Value[],
  hours: Value | undefined,
): Window["minutes"] | undefined {
  const spans = days.map((value) => readDays(context, entry, value));
  const known = spans.filter((span) => span !== undefined);
  if (hours !== undefined && hours.kind !== "hours") {
    if (!hours.broken) mismatch(context, entry, hours, "'hours'", "hours such as 08:00..18:00");
    return undefined;
  }
  if (
    known.length < spans.length ||
    hours?.broken ||
    (hours && (hours.from === undefined || hours.to === undefined))
  )
    return undefined;
  const span =
    hours?.from !== undefined && hours.to !== undefined ? { from: hours.from, to: hours.to } : undefined;
  const minutes = weekMinutes(known.length === 0 ? undefined : known, span);
  if (minutes.length > 0 || hours === undefined) return minutes;
  report(context, entry, hours, "empty-range", `'${hours.text}' holds no minute: it ends where it begins.`);
  return undefined;
}

function readDays(context: Context, entry: EntryOf<"window">, value: Value): DaySpan | undefined {
  if (value.kind !== "days") {
    if (!value.broken) mismatch(context, entry, value, "'days'", "days such as mon..fri");
    return undefined;
  }
  // Words that are no days were reported by the parser.
  const from = readDay(value.from.text);
  const to = value.to ? readDay(value.to.text) : from;
  return value.broken || from === undefined || to === undefined ? undefined : { from, to };
}

function readZone(context: Context, entry: EntryOf<"window">, value: Value | undefined): string | undefined {
  const text = readString(context, entry, value, "'zone'");
  if (text === undefined || value === undefined) return undefined;
  const data = context.world.zones.get(text);
  if (data === undefined) {
    const near = hints(context.findings, () => nearest(text, context.world.zoneNames, 1));
    reportValue(context, entry, value, "bad-literal", `There is no time zone '${text}'${hint(near)}`, {
      fixes: near.map((zone) => ({
        title: `Write '${zone}'`,
        edits: [{ span: spanOf(entry, value), text: JSON.stringify(zone) }],
        safe: false,
      })),
    });
    return undefined;
  }
  const locked = context.world.lock && own(context.world.lock.zones, text);
  if (locked !== undefined && locked !== data.digest) {
    const message = `The clock changes of '${text}' are others now than remit.lock froze; 'remit lock --update' takes them over.`;
    reportValue(context, entry, value, "lock-outdated", message);
  }
  return text;
}
