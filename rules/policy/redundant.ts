import type { ActionPattern, Grant } from "../../compiler/model/policy.ts";
import { covers, type Region, regionWithin } from "../../compiler/model/region.ts";
import type { Span } from "../../compiler/source.ts";
import { definePolicyRule } from "../rule.ts";
import { overlap } from "./held.ts";
import { isOver, lifeOf } from "./lifetime.ts";
import { isNeverInForce } from "./never-in-force.ts";
import { type Statement, statementsOf } from "./statements.ts";
import { isSwallowed } from "./swallowed.ts";

/**
 * A `may` all of which the agent's other statements give already, decided by the region algebra. Of two that say the
 * same, the later one; what a profile gives is never the redundant one.
 */
export const redundant = definePolicyRule({
  code: "redundant",
  *check({ policy, agents, at, declaration, removal }) {
    for (const { agent } of agents) {
      if (agent.grants.length < 2 || isOver(agent, at)) continue;
      const all = statementsOf(agent);
      const region = regionWithin(policy, agent.name, lifeOf(agent));
      const place = declaration(agent.origin);
      const left = new Set(all);
      for (const one of all.toReversed()) {
        if (place && !isWithin(one.span, place)) continue;
        const others = [...left].filter((other) => other !== one);
        const near = rivals(one, others);
        if (!near || one.grants.some((grant) => grant.range.until <= at)) continue;
        const givers = enough(region, near, one);
        if (!givers) continue;
        if (
          one.grants.every(
            (grant) => isNeverInForce(policy, agent, grant) || isSwallowed(policy, agent, grant),
          )
        )
          continue;
        left.delete(one);
        yield {
          agent,
          span: one.span,
          message: `${givers.length === 1 ? "Another statement gives" : "Other statements give"} all of this already; remove it.`,
          related: givers.map(({ span }) => ({ message: "gives it", span })),
          fixes: [{ title: "Remove the grant", edits: [{ span: removal(one.span), text: "" }], safe: true }],
        };
      }
    }
  },
});

const isWithin = (inner: Span, outer: Span): boolean =>
  inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;

/** As few of the statements as together give all of this one; `undefined`: they do not. */
function enough(
  region: Region,
  near: readonly Statement[],
  { grants }: Statement,
): readonly Statement[] | undefined {
  const give = (some: readonly Statement[]): boolean =>
    covers({ ...region, grants: some.flatMap((other) => other.grants) }, { ...region, grants }) === true;
  if (!give(near)) return undefined;
  const alone = near.find((other) => give([other]));
  if (alone) return [alone];
  let needed = near;
  for (const other of near) {
    const rest = needed.filter((kept) => kept !== other);
    if (give(rest)) needed = rest;
  }
  return needed;
}

/** The statements that share actions with this one; `undefined` where one of its actions is in no other. */
function rivals(one: Statement, others: readonly Statement[]): readonly Statement[] | undefined {
  const found = new Set<Statement>();
  for (const { actions } of one.grants)
    for (const action of actions) {
      const sharing = others.filter(({ grants }) => grants.some((grant) => names(grant, action)));
      if (sharing.length === 0) return undefined;
      for (const other of sharing) found.add(other);
    }
  return others.filter((other) => found.has(other));
}

const names = (grant: Grant, action: ActionPattern): boolean =>
  grant.actions.some((other) => other.text === action.text || overlap(action, other));
