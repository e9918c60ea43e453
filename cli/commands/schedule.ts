/** `remit schedule`: the instants at which access changes, and what must be compiled and applied again then. */

import { compileTargets } from "../../compiler/emit/compile.ts";
import type { Compiled } from "../../compiler/emit/emission.ts";
import { nextOf, targetName } from "../../compiler/emit/enforcement.ts";
import { reapplies } from "../../compiler/emit/reapply.ts";
import type { Policy } from "../../compiler/model/policy.ts";
import { type AccessChange, accessChanges } from "../../compiler/model/schedule.ts";
import { formatInstant, instantInWords } from "../../compiler/model/time.ts";
import { frontEnd } from "../checking.ts";
import { defineCommand } from "../command.ts";
import * as common from "../common.ts";
import { assertSound } from "../deciding.ts";
import { sha256 } from "../digest.ts";
import { printable } from "../report/printable.ts";
import { type Style, styleOf } from "../report/style.ts";
import { version } from "../version.ts";
import { openWorkspace } from "../workspace.ts";

const format = common.format(["pretty", "json", "ical"]);

interface Entry extends AccessChange {
  readonly environment?: string;
  /** Targets whose output changes then, so that it must be compiled and applied again. */
  readonly apply: readonly string[];
}

export default defineCommand({
  arguments: [common.paths],
  options: [],
  common: [format, common.out, common.at, common.environment, common.config, common.color],
  examples: [
    { line: "remit schedule", does: "what begins and ends, and when" },
    { line: "remit schedule --format ical --out access.ics", does: "as a calendar" },
  ],
  notes:
    "Recurring windows and the rounds of an Okta certification are not listed. An engine that knows the time needs nothing\nat these instants; the targets named under 'apply' do: compile and apply their output again then. One export names all\nof them, also those of what begins later: where tokens live on, handing them out ends before the access does.",
  run: async (call) => {
    const workspace = await openWorkspace(call);
    const checked = await frontEnd(workspace, { environment: call.get(common.environment) });
    assertSound(checked);
    const output = await compileTargets(checked, { version }, workspace.host.data);
    const changes = checked.policies.flatMap((policy) =>
      accessChanges(policy, checked.at).map((change): Entry => {
        const apply = output.targets.filter(
          (one) =>
            one.policy === policy &&
            one.emission.enforcement.some(
              ({ agent, grant, enforcement }) =>
                agent === change.agent &&
                (change.grant === undefined || grant === change.grant) &&
                nextOf(enforcement) !== undefined,
            ),
        );
        return {
          ...change,
          ...environmentOf(policy),
          apply: apply.map((one) => targetName(one.target)),
        };
      }),
    );
    const needs = await reapplied(output.targets, checked.at);
    const entries = [...once([...joined(changes, needs), ...waiveEnds(output.targets, checked.at)])];
    entries.sort((a, b) => a.at - b.at || (a.agent < b.agent ? -1 : a.agent > b.agent ? 1 : 0));
    const wish = call.get(format);
    await call.write(
      wish === "json"
        ? `${JSON.stringify({ version: 1, at: formatInstant(checked.at), changes: entries.map(entryJson) }, null, 2)}\n`
        : wish === "ical"
          ? calendar(entries, checked.at)
          : inWords(entries, styleOf(call)),
    );
    return 0;
  },
});

/** What the platforms without dates need, each change once a target. */
async function reapplied(compiled: readonly Compiled[], now: number): Promise<readonly Entry[]> {
  const all: Entry[] = [];
  for (const { policy, target } of compiled)
    for (const change of await reapplies(policy, target, now))
      all.push({ ...change, ...environmentOf(policy), apply: [targetName(target)] });
  return all;
}

/**
 * The changes of access with what platforms need for reasons of their own, such as that issuing stops before access
 * ends. Where that falls on a change of the same agent which does not name the target, the change says both.
 */
function joined(changes: readonly Entry[], needs: readonly Entry[]): readonly Entry[] {
  const named = new Map<string, Set<string>>();
  for (const entry of changes) {
    const targets = named.get(momentOf(entry)) ?? new Set();
    named.set(momentOf(entry), new Set([...targets, ...entry.apply]));
  }
  const alone: Entry[] = [];
  const falling = new Map<string, Entry[]>();
  for (const need of needs) {
    const moment = momentOf(need);
    const targets = named.get(moment);
    if (targets === undefined) alone.push(need);
    else if (need.apply.some((target) => !targets.has(target)))
      falling.set(moment, [...(falling.get(moment) ?? []), need]);
  }
  const both = changes.map((entry): Entry => {
    const more = falling.get(momentOf(entry)) ?? [];
    const why = [...new Set([entry.why, ...more.map((need) => need.why)])].join("; ");
    return { ...entry, why, apply: sorted([...entry.apply, ...more.flatMap(({ apply }) => apply)]) };
  });
  return [...both, ...alone];
}

/** Entries that say the same of the same line, such as those of a scope with several arguments, are one. */
function once(entries: readonly Entry[]): readonly Entry[] {
  const found = new Map<string, Entry>();
  for (const entry of entries) {
    const { what, why, origin } = entry;
    const key = JSON.stringify([momentOf(entry), what, why, origin.span.file, origin.line]);
    const before = found.get(key);
    found.set(key, before ? { ...before, apply: sorted([...before.apply, ...entry.apply]) } : entry);
  }
  return [...found.values()];
}

const momentOf = ({ at, agent, environment }: Entry): string => JSON.stringify([at, agent, environment]);

const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

const environmentOf = ({ environment }: Policy): Pick<Entry, "environment"> =>
  environment === undefined ? {} : { environment };

/** The ends of waives that let something pass where the platform knows the time: from then on the output is another. */
function waiveEnds(compiled: readonly Compiled[], now: number): readonly Entry[] {
  const found = new Map<string, Entry>();
  for (const { policy, target, emission } of compiled)
    for (const { agent: name, enforcement } of emission.enforcement) {
      const agent = policy.agents[name];
      // A platform without dates has its instant already.
      if (agent === undefined || enforcement.kind !== "waived" || enforcement.next !== undefined) continue;
      for (const { constraint, until, origin, target: where } of agent.waives) {
        const covers = where === target.kind || where === targetName(target);
        if (!covers || until <= now || until >= agent.expires) continue;
        if (!enforcement.constraints.includes(constraint)) continue;
        const key = JSON.stringify([policy.environment, name, constraint, where, until]);
        found.set(key, {
          at: until,
          agent: name,
          what: "loses",
          why: `waive ${constraint} on ${where} ends`,
          origin,
          ...environmentOf(policy),
          apply: [...new Set([...(found.get(key)?.apply ?? []), targetName(target)])].sort(),
        });
      }
    }
  return [...found.values()];
}

const entryJson = ({ at, agent, what, why, environment, apply, origin }: Entry): unknown => ({
  at: formatInstant(at),
  agent,
  environment: environment ?? null,
  what,
  why,
  file: origin.span.file,
  line: origin.line,
  apply,
});

const title = ({ agent, what, why, environment }: Entry): string =>
  printable(`${agent}${environment === undefined ? "" : ` (${environment})`} ${what}: ${why}`, "one-line");

function inWords(entries: readonly Entry[], style: Style): string {
  if (entries.length === 0) return "no access changes from now on\n";
  const lines = entries.map((entry) => {
    const apply = entry.apply.length === 0 ? "" : style.warning(`  apply ${entry.apply.join(", ")}`);
    return `${style.bold(instantInWords(entry.at).padEnd(20))}  ${title(entry)}${apply}`;
  });
  // The same words may stand in two lines of the policy.
  return `${[...new Set(lines)].join("\n")}\n`;
}

/** iCalendar (RFC 5545): one event an entry, with an id that stays the same as long as the entry does. */
function calendar(entries: readonly Entry[], stamp: number): string {
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", `PRODID:-//Remit//${version}//EN`];
  const seen = new Map<string, number>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.at, entry.agent, entry.environment, entry.what, entry.why]);
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    const id = sha256(`${key}${before}`).slice(0, 32);
    const apply =
      entry.apply.length === 0
        ? "Nothing has to be done."
        : `Compile and apply again: ${entry.apply.join(", ")}.`;
    lines.push(
      "BEGIN:VEVENT",
      `UID:${id}@remit`,
      `DTSTAMP:${compact(stamp)}`,
      `DTSTART:${compact(entry.at)}`,
      `SUMMARY:${escaped(title(entry))}`,
      `DESCRIPTION:${escaped(`${apply} ${entry.origin.span.file}:${entry.origin.line}`)}`,
      "END:VEVENT",
    );
  }
  lines.push("END:VCALENDAR", "");
  return lines.map(folded).join("\r\n");
}

const compact = (at: number): string => formatInstant(at).replace(/[-:]/g, "");

const escaped = (text: string): string =>
  printable(text, "one-line").replace(/[\\;,]/g, (character) => `\\${character}`);

/** Lines of at most 75 octets, continued by a blank; no character is cut. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > 75) {
      parts.push(part);
      part = " ";
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join("\r\n");
}
