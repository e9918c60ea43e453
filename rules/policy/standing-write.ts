import { MAX_INSTANT } from "../../compiler/model/policy.ts";
import { definePolicyRule } from "../rule.ts";
import { isUnapprovedAdmin } from "./admin-risk.ts";
import { few, scopeOf } from "./words.ts";

/** A write or admin grant with neither an end nor an approval; where `admin-risk` speaks of the grant, it is enough. */
export const standingWrite = definePolicyRule({
  code: "standing-write",
  *check(view) {
    for (const { agent, held } of view.agents)
      for (const one of held()) {
        const { grant, actions } = one;
        if (grant.approvals.length > 0 || grant.range.until !== MAX_INSTANT || isUnapprovedAdmin(view, one))
          continue;
        const changing = actions.filter((action) => view.actions.of(action, grant.resources).risk !== "read");
        const [first] = changing;
        if (first === undefined) continue;
        const names = few(changing.map((action) => action.text));
        yield {
          agent,
          span: grant.origin.span,
          message: `This gives ${names} for as long as the agent lives, with no approval; an 'until' or 'with approval' would bound it.`,
          related: scopeOf(grant),
        };
      }
  },
});
