import { matches } from "../../compiler/model/pattern.ts";
import type { ActionPattern, Deny, Grant } from "../../compiler/model/policy.ts";
import { covers, type Region, regionWithin } from "../../compiler/model/region.ts";
import { definePolicyRule } from "../rule.ts";
import { exampleOf, overlap } from "./held.ts";
import { isOver, lifeOf } from "./lifetime.ts";
import { isNeverInForce } from "./never-in-force.ts";
import { type Statement, statementsOf } from "./statements.ts";
import { isSwallowed } from "./swallowed.ts";
import { isWithin } from "./words.ts";

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
      const index = indexOf(all);
      for (const one of all.toReversed()) {
        if (place && !isWithin(one.span, place)) continue;
        if (one.grants.some((grant) => grant.range.until <= at)) continue;
        const near = rivals(one, index, left, agent.denies);
        const givers = near && enough(region, near, one);
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

/** More statements than this are not searched for the few that would do. */
const MOST_SEARCHED = 30;

/** As few of the statements as together give all of this one; `undefined`: they do not. */
function enough(
  region: Region,
  near: readonly Statement[],
  { grants }: Statement,
): readonly Statement[] | undefined {
  const wanted = new Set(grants.flatMap(({ actions }) => actions.map(({ text }) => text)));
  const give = (some: readonly Statement[]): boolean => {
    // Of a long list of actions only those that are asked about matter.
    const theirs = some.flatMap((other) =>
      other.grants.map((grant) => ({
        ...grant,
        actions: grant.actions.filter(({ text, wildcard }) => wildcard || wanted.has(text)),
      })),
    );
    return covers({ ...region, grants: theirs }, { ...region, grants }) === true;
  };
  const alone = near.slice(0, MOST_SEARCHED).find((other) => give([other]));
  if (alone) return [alone];
  if (!give(near)) return undefined;
  if (near.length > MOST_SEARCHED) return near;
  let needed = near;
  for (const other of near) {
    const rest = needed.filter((kept) => kept !== other);
    if (give(rest)) needed = rest;
  }
  return needed;
}

/** Which grants name an action. */
interface Index {
  readonly literal: ReadonlyMap<string, readonly Naming[]>;
  readonly wild: readonly (Naming & { readonly pattern: ActionPattern })[];
}
interface Naming {
  readonly statement: Statement;
  readonly grant: Grant;
}

function indexOf(statements: readonly Statement[]): Index {
  const literal = new Map<string, Naming[]>();
  const wild: (Naming & { readonly pattern: ActionPattern })[] = [];
  for (const statement of statements)
    for (const grant of statement.grants)
      for (const pattern of grant.actions)
        if (pattern.wildcard) wild.push({ statement, grant, pattern });
        else {
          const list = literal.get(pattern.text) ?? [];
          list.push({ statement, grant });
          literal.set(pattern.text, list);
        }
  return { literal, wild };
}

/** The other statements that share actions with this one; `undefined` where they plainly do not give all of it. */
function rivals(
  one: Statement,
  index: Index,
  left: ReadonlySet<Statement>,
  denies: readonly Deny[],
): readonly Statement[] | undefined {
  const found = new Set<Statement>();
  for (const grant of one.grants) {
    const examples = examplesOf(grant, denies);
    for (const action of grant.actions) {
      const named = action.wildcard ? [] : (index.literal.get(action.text) ?? []);
      const sharing = [...named, ...index.wild.filter(({ pattern }) => overlap(action, pattern))].filter(
        ({ statement }) => statement !== one && left.has(statement),
      );
      if (sharing.length === 0) return undefined;
      if (!examples.every((example) => sharing.some((other) => takes(other.grant, example))))
        return undefined;
      for (const { statement } of sharing) found.add(statement);
    }
  }
  return [...found];
}

/** Some resources of the grant that no `never` names; `undefined` is none. What covers the grant covers each of them. */
function examplesOf({ resources }: Grant, denies: readonly Deny[]): readonly (string | undefined)[] {
  const [list, ...more] = resources;
  if (!list) return denies.length > 0 ? [] : [undefined];
  const free = (example: string): boolean =>
    !denies.some((deny) => !deny.resources || deny.resources.some((glob) => matches(glob, example)));
  return more.length > 0 ? [] : list.flatMap((glob) => exampleOf(glob) ?? []).filter(free);
}

const takes = ({ resources }: Grant, example: string | undefined): boolean =>
  resources.every((list) => example !== undefined && list.some((glob) => matches(glob, example)));
