import { formatDuration } from "../../compiler/literals.ts";
import { durationInWords } from "../../compiler/model/time.ts";
import { definePolicyRule } from "../rule.ts";
import { appearances, covers, sessionLimits, targetLabel } from "./targets.ts";
import { related } from "./words.ts";

/** A session that is shorter than a target can make it, unless a `waive session` in force covers the target. */
export const sessionTooShort = definePolicyRule({
  code: "session-too-short",
  *check(view) {
    for (const [{ agent }, target] of appearances(view)) {
      const limits = sessionLimits[target.kind];
      if (!limits || agent.session >= limits.least) continue;
      if (agent.waives.some((waive) => waive.constraint === "session" && covers(waive, target, view.at)))
        continue;
      const least = durationInWords(limits.least);
      const origin = agent.sessionOrigin ?? agent.origin;
      yield {
        agent,
        span: origin.span,
        message: `A session of ${durationInWords(agent.session)} is under what ${targetLabel(target)} can make: at least ${least}. Lengthen it, or say 'waive session on ${target.kind} because "…" until …'.`,
        related: [related("the target", target.origin)],
        fixes: agent.sessionOrigin
          ? [
              {
                title: `Lengthen it to ${least}`,
                edits: [{ span: origin.span, text: `session ${formatDuration(limits.least)}` }],
                safe: false,
              },
            ]
          : [],
      };
    }
  },
});
