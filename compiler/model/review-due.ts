/** Which agents are due for certification, and what their reviewer has to know. */

import { contains } from "./intervals.ts";
import { inForce } from "./life.ts";
import type { Agent, Instant, Policy } from "./policy.ts";
import { statementsOf } from "./reason.ts";

export interface ReviewDue {
  readonly agent: Agent;
  /** `overdue` where the last review is too old, or there never was one. `not-required`: the agent asks for none. */
  readonly state: "overdue" | "due" | "later" | "not-required";
  /** When the next review has to be there. */
  readonly due?: Instant;
  /** The access ends with it. */
  readonly suspends: boolean;
  readonly last?: { readonly at: Instant; readonly by: string };
  readonly inForce: boolean;
  /** What it may do, as it is written: one entry a grant. */
  readonly access: readonly {
    readonly grant: string;
    readonly text: string;
    readonly file: string;
    readonly line: number;
  }[];
  readonly nevers: readonly string[];
}

/** One entry an agent, the most urgent first. `within` seconds ahead of `at` a review counts as due. */
export function reviewsDue(policy: Policy, at: Instant, within: number): readonly ReviewDue[] {
  const list = Object.values(policy.agents).map((agent) => reviewOf(policy, agent, at, within));
  const rank = { overdue: 0, due: 1, later: 2, "not-required": 3 };
  return list.sort(
    (a, b) =>
      rank[a.state] - rank[b.state] || (a.due ?? 0) - (b.due ?? 0) || (a.agent.name < b.agent.name ? -1 : 1),
  );
}

function reviewOf(policy: Policy, agent: Agent, at: Instant, within: number): ReviewDue {
  const last = agent.reviewed.filter((review) => review.at <= at).at(-1);
  const base = last?.at ?? agent.starts;
  const due = agent.review === undefined || base === undefined ? undefined : base + agent.review.every;
  const state =
    agent.review === undefined
      ? "not-required"
      : due === undefined || due <= at
        ? "overdue"
        : due <= at + within
          ? "due"
          : "later";
  return {
    agent,
    state,
    ...(due === undefined ? {} : { due }),
    suspends: agent.review?.suspend ?? false,
    ...(last === undefined ? {} : { last: { at: last.at, by: last.by } }),
    inForce: contains(inForce(policy, agent.name), at),
    access: agent.grants.map((grant) => {
      const said = statementsOf(grant);
      const [first] = said;
      return {
        grant: grant.id,
        text: said.map((one) => one.text).join(" → "),
        file: first?.file ?? "",
        line: first?.line ?? 0,
      };
    }),
    nevers: agent.denies.map((deny) => deny.origin.text),
  };
}
