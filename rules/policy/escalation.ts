import { escalations } from "../../compiler/catalog/escalation.ts";
import { intersect, union } from "../../compiler/model/intervals.ts";
import type { Grant, IntervalSet } from "../../compiler/model/policy.ts";
import { type AgentView, definePolicyRule } from "../rule.ts";
import { openTimes } from "./held.ts";
import { counted, few, related } from "./words.ts";

type Escalation = (typeof escalations)[number];

/** One of the needed actions as the agent holds it. */
interface Means {
  readonly action: string;
  readonly grant: Grant;
  readonly times: IntervalSet;
}

const wanted: ReadonlySet<string> = new Set(escalations.flatMap(({ needs }) => needs.flat()));

/**
 * Actions of one agent that together let it raise its own access, held at some common instant. Combinations that the
 * same statements give are one finding.
 */
export const escalation = definePolicyRule({
  code: "escalation",
  *check(view) {
    for (const agentView of view.agents) {
      const { agent } = agentView;
      const found = new Map<
        string,
        { grants: readonly Grant[]; means: readonly Means[]; all: Escalation[] }
      >();
      for (const [one, means] of combinations(agentView)) {
        const grants = [...new Set(means.map(({ grant }) => grant))].sort(byPlace);
        const key = grants.map((grant) => grant.id).join(" ");
        const known = found.get(key);
        if (known) known.all.push(one);
        else found.set(key, { grants, means, all: [one] });
      }
      for (const { grants, means, all } of found.values()) {
        const [first] = all;
        const last = grants.at(-1);
        if (!first || !last) continue;
        const more = all.length > 1 ? ` (and ${counted(all.length - 1, "more way")})` : "";
        const names = few([...new Set(means.map(({ action }) => action))], 4);
        yield {
          agent,
          span: last.origin.span,
          message: `With ${names} '${agent.name}' can raise its own access: ${first.title}${more}. ${first.explanation}`,
          related: grants.slice(0, -1).map((grant) => related("together with this", grant.origin)),
        };
      }
    }
  },
});

/** The grants that have a part in some combination of the agent. */
export function escalating(agentView: AgentView): ReadonlySet<Grant> {
  return new Set([...combinations(agentView)].flatMap(([, means]) => means.map(({ grant }) => grant)));
}

const byPlace = (a: Grant, b: Grant): number =>
  a.origin.span.file === b.origin.span.file
    ? a.origin.span.start - b.origin.span.start
    : a.origin.span.file < b.origin.span.file
      ? -1
      : 1;

function* combinations(view: AgentView): Iterable<readonly [Escalation, readonly Means[]]> {
  const held = new Map<string, Means[]>();
  for (const one of view.held())
    for (const { text, wildcard } of one.actions)
      if (!wildcard && wanted.has(text)) {
        const list = held.get(text) ?? [];
        list.push({ action: text, grant: one.grant, times: openTimes(one) });
        held.set(text, list);
      }
  if (held.size === 0) return;
  for (const one of escalations) {
    const choices = one.needs.map((any) => any.flatMap((action) => held.get(action) ?? []));
    if (choices.some((choice) => choice.length === 0)) continue;
    const common = choices
      .map((choice) => union(...choice.map(({ times }) => times)))
      .reduce((all, times) => intersect(all, times));
    if (common.length === 0) continue;
    yield [
      one,
      choices.flatMap((choice) => choice.find(({ times }) => intersect(times, common).length > 0) ?? []),
    ];
  }
}
