import { DAY, instantInWords } from "../../compiler/model/time.ts";
import { definePolicyRule } from "../rule.ts";
import { endings } from "./endings.ts";

const SOON = 14 * DAY;

/** Whatever ends within 14 days; what ends with its agent is told with the agent. */
export const expiresSoon = definePolicyRule({
  code: "expires-soon",
  *check(view) {
    const horizon = view.at + SOON;
    for (const { agent, what, until, span, related } of endings(view, horizon)) {
      if (until <= view.at || until > horizon) continue;
      yield { agent, span, message: `${what} ends ${instantInWords(until)}.`, related };
    }
  },
});
