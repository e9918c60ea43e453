import { formatDuration } from "../../compiler/literals.ts";
import { MIN_INSTANT } from "../../compiler/model/policy.ts";
import { durationInWords, instantInWords } from "../../compiler/model/time.ts";
import { definePolicyRule } from "../rule.ts";
import { appearances, covers, sessionLimits, targetLabel } from "./targets.ts";
import { related } from "./words.ts";

/**
 * A session that is shorter than a target can make it, unless a `waive session` in force covers the target. Where such
 * a waive has ended it is a warning: what it let pass is left out from then on, and everything else still compiles.
 */
export const sessionTooShort = definePolicyRule({
  code: "session-too-short",
  *check(view) {
    for (const [{ agent }, target] of appearances(view)) {
      const limits = sessionLimits[target.kind];
      if (!limits || agent.session >= limits.least) continue;
      if (agent.waives.some((waive) => waive.constraint === "session" && covers(waive, target, view.at)))
        continue;
      const ended = agent.waives.find(
        (waive) => waive.constraint === "session" && covers(waive, target, MIN_INSTANT),
      );
      const least = durationInWords(limits.least);
      const origin = agent.sessionOrigin ?? agent.origin;
      yield {
        agent,
        span: origin.span,
        ...(ended === undefined ? {} : { severity: "warning" as const }),
        message: ended
          ? `The waive of the session on ${targetLabel(target)} ended ${instantInWords(ended.until)}: what it let pass is left out there, as a session of ${durationInWords(agent.session)} is under the least, ${least}. Lengthen it, or waive it anew.`
          : `A session of ${durationInWords(agent.session)} is under what ${targetLabel(target)} can make: at least ${least}. Lengthen it, or say 'waive session on ${target.kind} because "…" until …'.`,
        related: [
          related("the target", target.origin),
          ...(ended === undefined ? [] : [related("the waive", ended.origin)]),
        ],
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
