/** `explain AGENT`: what an agent may do, for whom, until when, and who answers for it. */
import { intersect, interval } from "../compiler/model/intervals.ts";
import { accountableAt, boundsOf, inForce, lineage } from "../compiler/model/life.ts";
import {
  type Agent,
  type Grant,
  type Instant,
  type IntervalSet,
  MAX_INSTANT,
  type Origin,
  type Policy,
} from "../compiler/model/policy.ts";
import { statementsOf } from "../compiler/model/reason.ts";
import { durationInWords, formatInstant, instantInWords } from "../compiler/model/time.ts";
import { printable } from "./report/printable.ts";
import type { Style } from "./report/style.ts";

interface GrantLine {
  readonly statements: readonly { readonly file: string; readonly line: number; readonly text: string }[];
  /** When it is in force from the clock on, without windows; empty: never again. */
  readonly times: IntervalSet;
}

/** From `at` on. */
function grantLine(policy: Policy, agent: Agent, grant: Grant, at: Instant): GrantLine {
  const life = intersect(inForce(policy, agent.name), interval(at, MAX_INSTANT));
  return {
    statements: statementsOf(grant),
    times: intersect(life, interval(grant.range.from, grant.range.until)),
  };
}

/** The document of `explain AGENT --format json` (docs/schemas/explain.schema.json). */
export function agentJson(policy: Policy, agent: Agent, at: Instant): unknown {
  const person = (name: string | undefined): unknown => {
    const owner = name === undefined ? undefined : policy.owners[name];
    return owner === undefined ? null : { name: owner.name, title: owner.title ?? null, email: owner.email };
  };
  return {
    version: 1,
    at: formatInstant(at),
    agent: agent.name,
    title: agent.title ?? null,
    purpose: agent.purpose ?? null,
    parent: agent.parent ?? null,
    owner: person(agent.owner),
    answering: person(accountableAt(policy, agent, at)),
    deputy: person(agent.deputy),
    team: agent.team ?? null,
    session: durationInWords(agent.session),
    ...span(intersect(inForce(policy, agent.name), interval(at, MAX_INSTANT)), at),
    grants: agent.grants.map((grant) => {
      const { statements, times } = grantLine(policy, agent, grant, at);
      return { statements, ...span(times, at) };
    }),
    nevers: agent.denies.map(({ origin }) => statement(origin)),
  };
}

const statement = (origin: Origin): GrantLine["statements"][number] => ({
  file: origin.span.file,
  line: origin.line,
  text: origin.text,
});

/** `from` and `until` of what is left of a set; both null where nothing is. */
function span(
  times: IntervalSet,
  at: Instant,
): { inForce: boolean; from: string | null; until: string | null } {
  const [first] = times;
  const last = times.at(-1);
  return {
    inForce: first !== undefined && first.from <= at,
    from: first === undefined ? null : formatInstant(first.from),
    until: last === undefined || last.until === MAX_INSTANT ? null : formatInstant(last.until),
  };
}

/** The same for people. */
export function agentInWords(
  policy: Policy,
  agent: Agent,
  at: Instant,
  shown: (file: string) => string,
  style: Style,
): string {
  const place = ({ file, line }: { readonly file: string; readonly line: number }): string =>
    style.dim(`${printable(shown(file), "one-line")}:${line}`);
  const title = agent.title === undefined ? "" : `  ${printable(agent.title, "one-line")}`;
  const lines = [`${style.bold(agent.name)}${title}`];
  if (agent.purpose !== undefined) lines.push(`  ${printable(agent.purpose, "one-line")}`);
  lines.push("", ...rows(facts(policy, agent, at)), "", "May:");
  for (const grant of agent.grants) {
    const { statements, times } = grantLine(policy, agent, grant, at);
    for (const said of statements) lines.push(`  ${printable(said.text, "one-line")}`);
    lines.push(`    ${when(times, at, style)}  ${statements.map(place).join(", ")}`);
  }
  if (agent.grants.length === 0) lines.push("  nothing");
  if (agent.denies.length > 0) lines.push("", "Never:");
  for (const { origin } of agent.denies)
    lines.push(`  ${printable(origin.text, "one-line")}`, `    ${place(statement(origin))}`);
  return `${lines.join("\n")}\n`;
}

function facts(policy: Policy, agent: Agent, at: Instant): readonly (readonly [string, string])[] {
  const person = (name: string | undefined): string => {
    const owner = name === undefined ? undefined : policy.owners[name];
    if (owner === undefined) return "nobody";
    return owner.title === undefined ? owner.email : `${owner.title} <${owner.email}>`;
  };
  const answering = accountableAt(policy, agent, at);
  const rest = intersect(inForce(policy, agent.name), interval(at, MAX_INSTANT));
  const stands = (rest[0]?.from ?? MAX_INSTANT) <= at;
  return [
    ["owner", person(agent.owner)],
    ...(answering === agent.owner ? [] : [["answers now", person(answering)] as const]),
    ...(agent.deputy === undefined ? [] : [["deputy", person(agent.deputy)] as const]),
    ...(agent.team === undefined ? [] : [["team", agent.team] as const]),
    ...(agent.parent === undefined ? [] : [["under", agent.parent] as const]),
    [
      "in force",
      stands ? `until ${instantInWords(rest[0]?.until ?? at)}` : `no: ${whyNot(policy, agent, at)}`,
    ],
    ["sessions", `of at most ${durationInWords(agent.session)}`],
  ];
}

/** What keeps an agent from being in force at an instant. */
function whyNot(policy: Policy, agent: Agent, at: Instant): string {
  const names = {
    environment: "of another environment",
    suspended: "suspended",
    retired: "retired",
    life: "outside of its life",
    review: "its review is overdue",
    owner: "nobody answers for it",
  };
  for (const { agent: holder } of lineage(policy, agent.name)) {
    if (holder === undefined) return "an agent above it does not exist";
    const bound = boundsOf(policy, holder).find(
      ({ times }) => !times.some((range) => range.from <= at && at < range.until),
    );
    if (bound === undefined) continue;
    const because = bound.kind === "suspended" && holder.suspended ? `, ${holder.suspended.because}` : "";
    return printable(
      `${holder === agent ? "" : `${holder.name} is `}${names[bound.kind]}${because}`,
      "one-line",
    );
  }
  return "it has ended";
}

function when(times: IntervalSet, at: Instant, style: Style): string {
  const [first] = times;
  if (first === undefined) return style.warning("never again");
  const from = first.from > at ? `from ${instantInWords(first.from)} ` : "";
  return style.dim(`${from}until ${instantInWords(times.at(-1)?.until ?? first.until)}`);
}

function rows(items: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...items.map(([name]) => name.length));
  return items.map(([name, value]) => `  ${name.padEnd(width)}  ${printable(value, "one-line")}`);
}
