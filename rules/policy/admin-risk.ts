import type { ActionPattern } from "../../compiler/model/policy.ts";
import { definePolicyRule, type PolicyView } from "../rule.ts";
import { escalating } from "./escalation.ts";
import type { Held } from "./held.ts";
import { few, scopeOf } from "./words.ts";

/**
 * An action of risk admin without approval. Those that only a wildcard brings are `broad-action`'s to name, and a
 * grant with a part in an `escalation` is named there.
 */
export const adminRisk = definePolicyRule({
  code: "admin-risk",
  *check(view) {
    for (const agentView of view.agents) {
      const { agent } = agentView;
      const found = agentView.held().filter((one) => isUnapprovedAdmin(view, one));
      const told = found.length > 0 ? escalating(agentView) : undefined;
      for (const one of found) {
        if (told?.has(one.grant)) continue;
        const admin = named(view, one);
        yield {
          agent,
          span: one.grant.origin.span,
          message: `${few(admin.map((action) => action.text))} can change who has access, and needs no approval here; add 'with approval from …'.`,
          related: scopeOf(one.grant),
        };
      }
    }
  },
});

/** Whether the grant has one, so that weaker findings on the same statement stay silent. */
export function isUnapprovedAdmin(view: PolicyView, held: Held): boolean {
  return held.grant.approvals.length === 0 && named(view, held).length > 0;
}

/** The admin actions that the grant names itself, or that a wildcard of admin actions alone takes in. */
function named(view: PolicyView, { grant, actions }: Held): readonly ActionPattern[] {
  const admin = actions.filter((action) => view.actions.of(action, grant.resources).risk === "admin");
  if (admin.length === 0) return admin;
  const broad = view.wildcards(grant);
  return admin.filter((action) => !broad.some(({ members }) => members.has(action)));
}
