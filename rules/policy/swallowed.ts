import type { Agent, Grant, Policy } from "../../compiler/model/policy.ts";
import { regionWithin } from "../../compiler/model/region.ts";
import { definePolicyRule } from "../rule.ts";
import { isLeft, overlap } from "./held.ts";
import { isOver, lifeOf } from "./lifetime.ts";
import { isNeverInForce } from "./never-in-force.ts";
import { statementsOf } from "./statements.ts";
import { isWithin, related, scopeOf } from "./words.ts";

/** A `may` of which the agent's `never`s leave nothing, decided by the region algebra. */
export const swallowed = definePolicyRule({
  code: "swallowed",
  *check({ policy, agents, at, declaration, removal }) {
    for (const { agent } of agents) {
      if (agent.denies.length === 0 || isOver(agent, at)) continue;
      for (const { span, grants } of statementsOf(agent)) {
        const gone = grants.filter((grant) => grant.range.until > at && isSwallowed(policy, agent, grant));
        const [first] = gone;
        if (!first) continue;
        const whole = gone.length === grants.length;
        const place = declaration(agent.origin);
        // Others may need what a profile gives.
        const removable = whole && place !== undefined && isWithin(span, place);
        const denies = agent.denies.filter((deny) =>
          gone.some((grant) =>
            grant.actions.some((one) => deny.actions.some((other) => overlap(one, other))),
          ),
        );
        yield {
          agent,
          span,
          message: whole
            ? "A 'never' takes away everything that this gives; remove one of the two."
            : "A 'never' takes away everything that a part of this scope gives.",
          related: [
            ...denies.map((deny) => related("takes it away", deny.origin)),
            ...(whole ? [] : gone.flatMap(scopeOf)),
          ],
          fixes: removable
            ? [{ title: "Remove the grant", edits: [{ span: removal(span), text: "" }], safe: true }]
            : [],
        };
      }
    }
  },
});

/** Whether `never`s take away all of a grant that gives something without them. */
export function isSwallowed(policy: Policy, agent: Agent, grant: Grant): boolean {
  const region = regionWithin(policy, agent.name, lifeOf(agent));
  if (grant.actions.some((action) => isLeft(region, grant, action))) return false;
  return !isNeverInForce(policy, agent, grant);
}
