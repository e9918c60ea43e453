import type { Grant } from "../../compiler/model/policy.ts";
import { definePolicyRule } from "../rule.ts";
import { few, scopeOf } from "./words.ts";

/**
 * Approvals that nobody but the one who asks could ever give: each person for whom the agent may act is the only
 * approver. A group has members that no policy lists, so a grant for a group is never such a one.
 */
export const selfApproval = definePolicyRule({
  code: "self-approval",
  *check(view) {
    for (const { agent } of view.agents)
      for (const grant of agent.grants) {
        if (!isSelfApproved(grant)) continue;
        const from = [...new Set(grant.approvals.map((approval) => approval.from))];
        yield {
          agent,
          span: grant.origin.span,
          message: `Nobody but the one who asks could approve: ${few(peopleOf(grant))} cannot ask ${few(from)} for somebody else's approval; name another approver.`,
          related: scopeOf(grant),
        };
      }
  },
});

/** Whether each person who could ask is the only one who could approve. */
export function isSelfApproved(grant: Grant): boolean {
  if (grant.approvals.length === 0) return false;
  const asking = peopleOf(grant);
  const alone = (email: string): boolean =>
    grant.approvals.some(({ approvers }) => approvers.every((approver) => approver.email === email));
  return asking.length > 0 && asking.every(alone);
}

/** The people for whom the agent may act; none where they cannot be listed. */
function peopleOf({ subjects }: Grant): readonly string[] {
  const lists = subjects.flatMap((any) => {
    const emails = any.flatMap((subject) => (subject.kind === "group" ? [] : [subject.email]));
    return emails.length === any.length ? [new Set(emails)] : [];
  });
  const [first = new Set<string>(), ...rest] = lists;
  return [...first].filter((email) => rest.every((list) => list.has(email)));
}
