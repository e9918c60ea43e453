import type { ActionPattern, Grant } from "../../compiler/model/policy.ts";
import type { Fix } from "../../compiler/problem.ts";
import { definePolicyRule, type PolicyView } from "../rule.ts";
import { meets } from "./facts.ts";
import { counted, written } from "./words.ts";

/** A written wildcard that takes in actions of risk write or admin, and which. */
interface Wildcard {
  readonly pattern: string;
  /** Every action that it stands for. */
  readonly members: readonly ActionPattern[];
  readonly writes: number;
  readonly admins: number;
}

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
        for (const { pattern, members, writes, admins } of wildcardsOf(view, grant)) {
          const kinds = [
            ...(writes > 0 ? [`${writes} write`] : []),
            ...(admins > 0 ? [`${admins} admin`] : []),
          ].join(" and ");
          const message = pattern.startsWith("tool:")
            ? `'${pattern}' takes in every tool of such a name, those that change something too; name the tools.`
            : `'${pattern}' takes in ${kinds} ${counted(writes + admins, "action").replace(/^\d+ /, "")} of ${members.length}; list the ones that are needed.`;
          yield { agent, span: grant.spans.actions, message, fixes: fixOf(grant) };
        }
  },
});

/** The wildcards of a grant as written, with what they stand for. */
export function wildcardsOf(view: PolicyView, grant: Grant): readonly Wildcard[] {
  const patterns = grant.written.filter((pattern) => /[*?]/.test(pattern) && !isLiteral(grant, pattern));
  return patterns.flatMap((pattern): readonly Wildcard[] => {
    const members = grant.actions.filter((action) =>
      action.wildcard ? action.text === pattern : meets(action, pattern),
    );
    const risks = members.map((action) => view.actions.of(action, grant.resources).risk);
    const writes = risks.filter((risk) => risk === "write").length;
    const admins = risks.filter((risk) => risk === "admin").length;
    return writes + admins > 0 ? [{ pattern, members, writes, admins }] : [];
  });
}

/** A name in quotes may hold a `*` that is no wildcard. */
function isLiteral(grant: Grant, pattern: string): boolean {
  return grant.actions.some((action) => !action.wildcard && action.text === pattern);
}

/** The list of actions instead of the patterns: the same access today, and no more by an upgrade. */
function fixOf(grant: Grant): readonly Fix[] {
  if (grant.actions.length > MOST_LISTED || grant.actions.some((action) => action.wildcard)) return [];
  const text = grant.actions.map((action) => written(action.text)).join(", ");
  const title = `List the ${counted(grant.actions.length, "action")}`;
  // Which of them are needed is the author's to say, so `--fix` does not decide it.
  return [{ title, edits: [{ span: grant.spans.actions, text }], safe: false }];
}
