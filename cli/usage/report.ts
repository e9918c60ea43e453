/** The report of `remit usage`, as JSON and for people. */
import type { Policy } from "../../compiler/model/policy.ts";
import { statementsOf } from "../../compiler/model/reason.ts";
import { formatInstant, instantInWords } from "../../compiler/model/time.ts";
import type { Tally } from "../../compiler/usage/tally.ts";
import { plural } from "../report/finding.ts";
import { printable } from "../report/printable.ts";
import type { Style } from "../report/style.ts";
import type { Damage } from "./records.ts";

interface GrantRow {
  readonly grant: string;
  readonly text: string;
  readonly file: string;
  readonly line: number;
  readonly count: number;
  readonly lastUsed: string | null;
  /** Not used in the time asked for. */
  readonly unused: boolean;
}

export interface UsageReport {
  readonly version: 1;
  readonly at: string;
  readonly period: { readonly from: string | null; readonly until: string | null };
  readonly events: number;
  readonly agents: readonly {
    readonly agent: string;
    readonly count: number;
    readonly denied: number;
    readonly lastUsed: string | null;
    readonly grants: readonly GrantRow[];
  }[];
  readonly outside: readonly {
    readonly agent: string;
    readonly action: string;
    readonly count: number;
    readonly last: string;
  }[];
  readonly undeclared: readonly {
    readonly principal: string;
    readonly log: string;
    readonly count: number;
    readonly last: string;
  }[];
  /** Events later than the clock, which are not counted. */
  readonly afterClock: readonly {
    readonly principal: string;
    readonly count: number;
    readonly last: string;
  }[];
  /** Logs in which no event could be read. */
  readonly empty: readonly string[];
  readonly damaged: Damage;
  /** Entries of the three lists above that were counted and not kept. */
  readonly beyond: number;
}

/** Grants without use since the tally's `since` are unused. `empty` names the logs in which no event could be read. */
export function usageReport(
  policy: Policy,
  tally: Tally,
  damage: Damage,
  empty: readonly string[],
): UsageReport {
  const shown = (seconds: number | undefined): string | null =>
    seconds === undefined ? null : formatInstant(seconds);
  return {
    version: 1,
    at: formatInstant(tally.until),
    period: { from: shown(tally.first), until: shown(tally.last) },
    events: tally.events,
    agents: Object.values(policy.agents).map((agent) => {
      const use = tally.agents.get(agent.name);
      return {
        agent: agent.name,
        count: use?.count ?? 0,
        denied: use?.denied ?? 0,
        lastUsed: shown(use?.last),
        grants: agent.grants.map((grant): GrantRow => {
          const mine = use?.grants.get(grant.id);
          const said = statementsOf(grant);
          return {
            grant: grant.id,
            text: said.map((one) => one.text).join(" → "),
            file: said[0]?.file ?? "",
            line: said[0]?.line ?? 0,
            count: mine?.count ?? 0,
            lastUsed: shown(mine?.last),
            unused: mine?.last === undefined || mine.last < tally.since,
          };
        }),
      };
    }),
    outside: [...tally.outside.values()].map(({ principal, action, count, last }) => ({
      agent: principal,
      action,
      count,
      last: formatInstant(last),
    })),
    undeclared: [...tally.strangers.values()].map(({ principal, log, count, last }) => ({
      principal,
      log,
      count,
      last: formatInstant(last),
    })),
    afterClock: [...tally.afterClock.values()].map((one) => ({ ...one, last: formatInstant(one.last) })),
    empty,
    damaged: damage,
    beyond: tally.beyond,
  };
}

export function usageInWords(report: UsageReport, style: Style): string {
  const words = (text: string): string => printable(text, "one-line");
  const when = (text: string | null): string =>
    text === null ? "never" : instantInWords(Math.floor(Date.parse(text) / 1000));
  const lines = [
    `${plural(report.events, "event")}${report.period.from === null ? "" : `, ${when(report.period.from)} to ${when(report.period.until)}`}`,
    "",
  ];
  for (const file of report.empty) lines.push(style.warning(`No event could be read in '${words(file)}'.`));
  // Logs that say nothing do not say that something is unused.
  for (const agent of report.events === 0 ? [] : report.agents) {
    const denied = agent.denied === 0 ? "" : style.warning(`, ${agent.denied} refused`);
    lines.push(`${style.bold(agent.agent)}  ${agent.count} used${denied}, last ${when(agent.lastUsed)}`);
    for (const grant of agent.grants) {
      const mark = grant.unused ? style.warning("unused") : `${grant.count}×`;
      lines.push(
        `  ${mark.padEnd(8)} ${words(grant.text)}  ${style.dim(`${words(grant.file)}:${grant.line}, last ${when(grant.lastUsed)}`)}`,
      );
    }
  }
  if (report.outside.length > 0) lines.push("", style.error("Allowed by a platform, and by no policy:"));
  for (const one of report.outside)
    lines.push(`  ${words(one.agent)} ${words(one.action)}  ${one.count}×, last ${when(one.last)}`);
  if (report.undeclared.length > 0)
    lines.push("", style.error("They look like agents, and no policy declares them:"));
  for (const one of report.undeclared)
    lines.push(`  ${words(one.principal)} (${one.log})  ${one.count}×, last ${when(one.last)}`);
  if (report.afterClock.length > 0) lines.push("", style.warning("Dated after the clock, and not counted:"));
  for (const one of report.afterClock)
    lines.push(`  ${words(one.principal)}  ${one.count}×, last ${when(one.last)}`);
  if (report.damaged.count > 0)
    lines.push(
      "",
      style.warning(
        `${plural(report.damaged.count, "damaged record")} ${report.damaged.count === 1 ? "was" : "were"} passed over: ${report.damaged.where.map(words).join(", ")}${report.damaged.count > report.damaged.where.length ? ", …" : ""}`,
      ),
    );
  return `${lines.join("\n")}\n`;
}

/** Names beside a suggestion; more are counted. */
const MAX_NAMED = 5;

/** What a suggestion says of events that are later than the clock. */
export function afterClockInWords({ afterClock, until }: Tally): readonly string[] {
  if (afterClock.size === 0) return [];
  const names = [...afterClock.values()].map(
    ({ principal, count }) => `${printable(principal, "one-line")} ${count}×`,
  );
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : "";
  return [
    `Events after the clock (${instantInWords(until)}) are not counted: ${names.slice(0, MAX_NAMED).join(", ")}${more}.`,
  ];
}
