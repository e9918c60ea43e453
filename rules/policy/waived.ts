import { instantInWords } from "../../compiler/model/time.ts";
import { definePolicyRule } from "../rule.ts";
import { waiveEffects } from "./waives.ts";

/** A waive that is in force and lets something go: what is not enforced, where, and until when. */
export const waived = definePolicyRule({
  code: "waived",
  *check(view) {
    const effectOf = waiveEffects(view);
    for (const { agent } of view.agents)
      for (const waive of agent.waives) {
        const { constraint, target, because, until, origin } = waive;
        if (view.at < until && effectOf(agent, waive).kind === "needed")
          yield {
            agent,
            span: origin.span,
            message: `Until ${instantInWords(until)} '${target}' does not enforce the ${constraint} for '${agent.name}': ${because}`,
          };
      }
  },
});
