import { formatInstantShort } from "../../compiler/literals.ts";
import { MAX_INSTANT } from "../../compiler/model/policy.ts";
import { instantInWords } from "../../compiler/model/time.ts";
import { definePolicyRule } from "../rule.ts";
import { related } from "./words.ts";

/** A grant whose own end comes after its agent's, so that it says more than it means. */
export const outlivesAgent = definePolicyRule({
  code: "outlives-agent",
  *check(view) {
    for (const { agent } of view.agents) {
      const end = Math.min(agent.expires, agent.retired ?? MAX_INSTANT);
      for (const { range, spans, origin, scope } of agent.grants) {
        if (range.until === MAX_INSTANT || range.until <= end) continue;
        // A scope's end is right for some agents and late for others: then the `may` is the place.
        const { until } = spans;
        const own =
          until &&
          !(
            scope &&
            until.file === scope.origin.span.file &&
            until.start >= scope.origin.span.start &&
            until.end <= scope.origin.span.end
          );
        yield {
          agent,
          span: own ? until : origin.span,
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
