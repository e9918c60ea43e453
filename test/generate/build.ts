/** Policies as data, written by hand: what is not said is the plainest there is. */
import type { Agent, Grant, Origin, Owner, Policy } from "../../compiler/model/policy.ts";
import { MAX_INSTANT, MIN_INSTANT } from "../../compiler/model/policy.ts";

export const origin: Origin = { span: { file: "policy.remit", start: 0, end: 1 }, line: 1, text: "…" };

export const owner: Owner = { name: "jane", email: "jane@acme.example", origin };

/** One permission for all instants, resources and conditions. */
export function grant(actions: readonly string[], more: Partial<Grant> = {}): Grant {
  return {
    id: actions.join(" "),
    actions: actions.map((text) => ({ text, wildcard: false })),
    resources: [],
    subjects: [],
    approvals: [],
    windows: [],
    range: { from: MIN_INSTANT, until: MAX_INSTANT },
    origin,
    spans: { actions: origin.span },
    written: actions,
    ...more,
  };
}

export function agent(name: string, grants: readonly Grant[], more: Partial<Agent> = {}): Agent {
  return {
    name,
    owner: "jane",
    source: [],
    expires: MAX_INSTANT,
    session: 3600,
    reviewed: [],
    identities: [],
    grants,
    denies: [],
    waives: [],
    accepts: [],
    expiresOrigin: origin,
    origin,
    ...more,
  };
}

export function policy(agents: readonly Agent[], more: Partial<Policy> = {}): Policy {
  return {
    workspace: "acme",
    owners: { jane: owner },
    teams: {},
    services: {},
    facts: {},
    agents: Object.fromEntries(agents.map((one) => [one.name, one])),
    classifications: [],
    guardrails: [],
    tests: [],
    targets: [],
    ...more,
  };
}
