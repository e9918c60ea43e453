import { instantInWords } from "../../compiler/model/time.ts";
import { definePolicyRule } from "../rule.ts";

/** A waive that is in force: what is not enforced, where, and until when. */
export const waived = definePolicyRule({
  code: "waived",
  *check({ agents, at }) {
    for (const { agent } of agents)
      for (const { constraint, target, because, until, origin } of agent.waives)
        if (at < until)
          yield {
            agent,
            span: origin.span,
            message: `Until ${instantInWords(until)} '${target}' does not enforce the ${constraint} for '${agent.name}': ${because}`,
          };
  },
});
