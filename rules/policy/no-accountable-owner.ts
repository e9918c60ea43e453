import { accountableUntil } from "../../compiler/model/life.ts";
import { MAX_INSTANT } from "../../compiler/model/policy.ts";
import { instantInWords } from "../../compiler/model/time.ts";
import { definePolicyRule } from "../rule.ts";
import { related } from "./words.ts";

/** From some instant of its life on, nobody answers for the agent; a warning while that lies ahead. */
export const noAccountableOwner = definePolicyRule({
  code: "no-accountable-owner",
  *check({ policy, agents, byName, at }) {
    for (const { agent } of agents) {
      const last = accountableUntil(policy, agent);
      const end = Math.min(agent.expires, agent.retired ?? MAX_INSTANT);
      if (last === undefined || last >= end || end <= at) continue;
      const parent = agent.parent === undefined ? undefined : byName.get(agent.parent)?.agent;
      // Who answers for the parent answers for the child: one mistake.
      if (parent && parent.owner === agent.owner && parent.deputy === agent.deputy) continue;
      const owner = Object.hasOwn(policy.owners, agent.owner) ? policy.owners[agent.owner] : undefined;
      const gone = last <= at;
      yield {
        agent,
        span: agent.origin.span,
        severity: gone ? "error" : "warning",
        message: `From ${instantInWords(last)} on nobody ${gone ? "answers" : "will answer"} for '${agent.name}': its owner '${agent.owner}' ${gone ? "has left" : "leaves"}, and no deputy or manager is left; name another owner.`,
        related: owner ? [related("the owner", owner.origin)] : [],
      };
    }
  },
});
