import { instantInWords } from "../../compiler/model/time.ts";
import { definePolicyRule } from "../rule.ts";
import { endings } from "./endings.ts";

/** Whatever has ended by now. Removing an agent is left to people, since tests and other agents may name it. */
export const expired = definePolicyRule({
  code: "expired",
  *check(view) {
    for (const { agent, what, until, span, remove, related } of endings(view, view.at)) {
      if (until > view.at) continue;
      yield {
        agent,
        span,
        message: `${what} ended ${instantInWords(until)}; remove it, or give it a new end.`,
        related,
        fixes: remove
          ? [
              {
                title: "Remove what has ended",
                edits: [{ span: view.removal(remove), text: "" }],
                safe: !what.startsWith("The agent"),
              },
            ]
          : [],
      };
    }
  },
});
