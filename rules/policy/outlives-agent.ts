import { formatInstantShort } from "../../compiler/literals.ts";
import { MAX_INSTANT } from "../../compiler/model/policy.ts";
import { instantInWords } from "../../compiler/model/time.ts";
import type { Span } from "../../compiler/source.ts";
import { definePolicyRule } from "../rule.ts";
import { isWithin, related } from "./words.ts";

/** A grant whose own end comes after its agent's, so that it says more than it means. */
export const outlivesAgent = definePolicyRule({
  code: "outlives-agent",
  *check({ agents, declaration }) {
    for (const { agent } of agents) {
      const end = Math.min(agent.expires, agent.retired ?? MAX_INSTANT);
      for (const { range, spans, origin, scope } of agent.grants) {
        if (range.until === MAX_INSTANT || range.until <= end) continue;
        // The end of a scope or profile is right for some agents and late for others: then what takes it is the place.
        const place = declaration(agent.origin);
        const inside = (span: Span): boolean => place === undefined || isWithin(span, place);
        const { until } = spans;
        const own = until !== undefined && !(scope && isWithin(until, scope.origin.span)) && inside(until);
        yield {
          agent,
          span: own ? until : inside(origin.span) ? origin.span : agent.origin.span,
          message: `This grant runs until ${instantInWords(range.until)}, but its agent ends ${instantInWords(end)}.`,
          related: [related(`the end of '${agent.name}'`, agent.expiresOrigin)],
          fixes: own
            ? [
                {
                  title: `End it with the agent`,
                  edits: [{ span: until, text: `until ${formatInstantShort(end)}` }],
                  safe: true,
                },
              ]
            : [],
        };
      }
    }
  },
});
