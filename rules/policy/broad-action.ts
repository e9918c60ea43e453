import type { Grant } from "../../compiler/model/policy.ts";
import type { Fix } from "../../compiler/problem.ts";
import { definePolicyRule } from "../rule.ts";
import { counted, written } from "./words.ts";

/** A fix with more actions than this helps nobody. */
const MOST_LISTED = 200;

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
          yield { agent, span: grant.spans.actions, message, fixes: fixOf(grant) };
        }
  },
});

/** The list of actions instead of the patterns: the same access today, and no more by an upgrade. */
function fixOf(grant: Grant): readonly Fix[] {
  if (grant.actions.length > MOST_LISTED || grant.actions.some((action) => action.wildcard)) return [];
  const text = grant.actions.map((action) => written(action.text)).join(", ");
  const title = `List the ${counted(grant.actions.length, "action")}`;
  // Which of them are needed is the author's to say, so `--fix` does not decide it.
  return [{ title, edits: [{ span: grant.spans.actions, text }], safe: false }];
}
