import { difference, regionWithin } from "../../compiler/model/region.ts";
import type { Request } from "../../compiler/model/request.ts";
import { instantInWords } from "../../compiler/model/time.ts";
import { definePolicyRule } from "../rule.ts";
import { isOver, sharedLife } from "./lifetime.ts";
import { statementsOf } from "./statements.ts";
import { related } from "./words.ts";

/**
 * A sub-agent that may do what its parent may not while both live, decided by the region algebra with a request as
 * witness; or one that is written to end after its parent.
 */
export const widerThanParent = definePolicyRule({
  code: "wider-than-parent",
  *check({ policy, agents, byName, at }) {
    for (const { agent } of agents) {
      const parent = agent.parent === undefined ? undefined : byName.get(agent.parent)?.agent;
      if (!parent || parent.incomplete || isOver(agent, at)) continue;
      if (agent.expires > parent.expires)
        yield {
          agent,
          span: agent.expiresOrigin.span,
          message: `'${agent.name}' ends ${instantInWords(agent.expires)}, after its parent '${parent.name}', which ends ${instantInWords(parent.expires)}.`,
          related: [related("the parent's end", parent.expiresOrigin)],
        };
      const times = sharedLife(agent, parent);
      const mine = regionWithin(policy, agent.name, times);
      const theirs = regionWithin(policy, parent.name, times);
      for (const { span, grants } of statementsOf(agent)) {
        const answer = difference({ ...mine, grants }, theirs);
        if (answer.kind !== "witness") continue;
        yield {
          agent,
          span,
          message: `'${agent.name}' may do what its parent '${parent.name}' may not, for example ${inWords(answer.request)}.`,
          related: [related("the parent", parent.origin)],
        };
      }
    }
  },
});

/** A request as a phrase. */
function inWords({ action, resource, on_behalf_of, inputs, time, approvals }: Request): string {
  const values = Object.entries(inputs ?? {}).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  const parts = [
    action,
    ...(resource === undefined ? [] : [`on '${resource}'`]),
    ...(on_behalf_of ? [`for '${on_behalf_of.user}'${inGroups(on_behalf_of.groups)}`] : []),
    ...(values.length > 0 ? [`with ${values.join(", ")}`] : []),
    ...(approvals ? [`approved by ${approvals.map(({ by }) => by).join(", ")}`] : []),
    ...(time === undefined ? [] : [`at ${time}`]),
  ];
  return parts.join(" ");
}

const inGroups = (groups: readonly string[] | undefined): string =>
  groups === undefined || groups.length === 0 ? "" : ` in ${groups.join(", ")}`;
