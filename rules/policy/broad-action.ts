import { definePolicyRule } from "../rule.ts";
import { counted } from "./words.ts";

/**
 * A wildcard that takes in write or admin actions. Reported where the actions are written, once for all the agents
 * that use the statement.
 */
export const broadAction = definePolicyRule({
  code: "broad-action",
  *check(view) {
    for (const { agent, held } of view.agents)
      for (const { grant } of held())
        for (const { pattern, members, writes, admins } of view.wildcards(grant)) {
          const kinds = [
            ...(writes > 0 ? [`${writes} write`] : []),
            ...(admins > 0 ? [`${admins} admin`] : []),
          ].join(" and ");
          const message = pattern.startsWith("tool:")
            ? `'${pattern}' takes in every tool of such a name, those that change something too; name the tools.`
            : `'${pattern}' takes in ${kinds} ${counted(writes + admins, "action").replace(/^\d+ /, "")} of ${members.size}; list the ones that are needed.`;
          yield { agent, span: grant.spans.actions, message };
        }
  },
});
