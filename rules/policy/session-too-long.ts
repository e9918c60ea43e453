import { formatDuration } from "../../compiler/literals.ts";
import { durationInWords } from "../../compiler/model/time.ts";
import { definePolicyRule } from "../rule.ts";
import { appearances, sessionLimits, targetLabel } from "./targets.ts";
import { related } from "./words.ts";

/** A session that is longer than a target can make it. */
export const sessionTooLong = definePolicyRule({
  code: "session-too-long",
  *check(view) {
    for (const [{ agent }, target] of appearances(view)) {
      const limits = sessionLimits[target.kind];
      if (!limits || agent.session <= limits.most) continue;
      const most = durationInWords(limits.most);
      const origin = agent.sessionOrigin ?? agent.origin;
      yield {
        agent,
        span: origin.span,
        message: `A session of ${durationInWords(agent.session)} is over what ${targetLabel(target)} allows: at most ${most}.`,
        related: [related("the target", target.origin)],
        fixes: agent.sessionOrigin
          ? [
              {
                title: `Shorten it to ${most}`,
                edits: [{ span: origin.span, text: `session ${formatDuration(limits.most)}` }],
                safe: true,
              },
            ]
          : [],
      };
    }
  },
});
