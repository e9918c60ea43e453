/** Small policies as plain data. */
import type {
  ActionPattern,
  Agent,
  Approval,
  Deny,
  Grant,
  Origin,
  Owner,
  Policy,
} from "../../../compiler/model/policy.ts";
import { MAX_INSTANT, MIN_INSTANT } from "../../../compiler/model/policy.ts";
import { readInstant } from "../../../compiler/model/time.ts";

export function origin(line: number, text = ""): Origin {
  return { span: { file: "p.remit", start: 0, end: 0 }, line, text };
}

/** `2027-03-31` or a whole RFC 3339 instant. */
export function instant(text: string): number {
  const at = readInstant(text.includes("T") ? text : `${text}T00:00:00Z`);
  if (at === undefined) throw new Error(`no instant: ${text}`);
  return at;
}

/** An action as written: with `*` or `?` it is a wildcard. */
export function action(text: string): ActionPattern {
  return { text, wildcard: /[*?]/.test(text) };
}

export function grant(actions: string | readonly string[], parts: Partial<Grant> = {}): Grant {
  const list = typeof actions === "string" ? [actions] : actions;
  return {
    id: list.join(","),
    actions: list.map(action),
    resources: [],
    subjects: [],
    approvals: [],
    windows: [],
    range: { from: MIN_INSTANT, until: MAX_INSTANT },
    origin: origin(10, `may ${list.join(", ")}`),
    spans: { actions: origin(10).span },
    written: list,
    ...parts,
  };
}

export function deny(actions: string | readonly string[], parts: Partial<Deny> = {}): Deny {
  const list = typeof actions === "string" ? [actions] : actions;
  return {
    id: list.join(","),
    actions: list.map(action),
    origin: origin(20, `never ${list.join(", ")}`),
    ...parts,
  };
}

export function agent(name: string, parts: Partial<Agent> = {}): Agent {
  return {
    name,
    owner: "jane",
    source: [],
    expires: instant("2027-03-31"),
    session: 3600,
    reviewed: [],
    identities: [],
    grants: [],
    denies: [],
    waives: [],
    accepts: [],
    expiresOrigin: origin(3, "expires 2027-03-31"),
    origin: origin(1, `agent ${name}`),
    ...parts,
  };
}

export function owner(name: string, parts: Partial<Owner> = {}): Owner {
  return { name, email: `${name}@acme.example`, origin: origin(90, `owner ${name}`), ...parts };
}

export function policy(agents: readonly Agent[], parts: Partial<Policy> = {}): Policy {
  return {
    workspace: "w",
    owners: byName([owner("jane"), owner("omar")]),
    teams: {},
    services: {},
    facts: {},
    agents: byName(agents),
    classifications: [],
    guardrails: [],
    tests: [],
    targets: [],
    ...parts,
  };
}

export function byName<T extends { readonly name: string }>(
  items: readonly T[],
): Readonly<Record<string, T>> {
  return Object.fromEntries(items.map((item) => [item.name, item]));
}

export function approval(names: readonly string[], within: number): Approval {
  return {
    from: names.join("+"),
    approvers: names.map((name) => ({ owner: name, email: `${name}@acme.example` })),
    within,
  };
}
