/** From the checked policy to the document that the static module reads. */

import { own } from "../../model/json.ts";
import { inForce, lineage } from "../../model/life.ts";
import {
  type Agent,
  type Atom,
  type Deny,
  type Dnf,
  type Grant,
  MAX_INSTANT,
  type Origin,
  type Policy,
  type Subject,
} from "../../model/policy.ts";
import { formatNetwork } from "./address.ts";
import type {
  AgentDocument,
  AtomDocument,
  ConditionDocument,
  GrantDocument,
  NeverDocument,
  PolicyDocument,
  SubjectDocument,
} from "./document.ts";
import { actionMatcher, globMatcher } from "./matcher.ts";

/**
 * The document for those agents, by qualified name. `staleAt` is in epoch seconds: from then on the served decisions
 * are all deny; absent: never.
 */
export function policyDocument(policy: Policy, agents: readonly string[], staleAt?: number): PolicyDocument {
  const zones = new Map<string, PolicyDocument["zones"][string]>();
  const documents: [string, AgentDocument][] = [];
  for (const name of [...new Set(agents)].sort()) {
    const agent = own(policy.agents, name);
    if (agent === undefined) continue;
    documents.push([name, agentDocument(policy, agent)]);
    for (const { zone, offsets } of agent.grants.flatMap((grant) => grant.windows))
      zones.set(zone, { starts: offsets.map(({ at }) => at), offsets: offsets.map(({ offset }) => offset) });
  }
  return {
    format: 1,
    workspace: policy.workspace,
    ...(policy.environment === undefined ? {} : { environment: policy.environment }),
    stale_at: staleAt ?? MAX_INSTANT,
    services: Object.fromEntries(
      [...Object.keys(policy.services), "tool"].sort().map((name) => [name, true]),
    ),
    zones: Object.fromEntries([...zones].sort(([one], [other]) => (one < other ? -1 : 1))),
    agents: Object.fromEntries(documents),
  };
}

function agentDocument(policy: Policy, agent: Agent): AgentDocument {
  const actions = new Map<string, string[]>();
  const patterns: { action: ReturnType<typeof actionMatcher>; grants: readonly string[] }[] = [];
  for (const grant of agent.grants) {
    for (const action of grant.actions) {
      if (action.wildcard) patterns.push({ action: actionMatcher(action), grants: [grant.id] });
      else actions.set(action.text, [...(actions.get(action.text) ?? []), grant.id]);
    }
  }
  return {
    owner: own(policy.owners, agent.owner)?.email ?? agent.owner,
    source: place(agent.origin),
    line: lineage(policy, agent.name).map(({ name }) => name),
    force: inForce(policy, agent.name).map(({ from, until }) => [from, until]),
    nevers: agent.denies.map((deny) => neverDocument(policy, deny)),
    actions: Object.fromEntries([...actions].sort(([one], [other]) => (one < other ? -1 : 1))),
    patterns,
    grants: Object.fromEntries(agent.grants.map((grant) => [grant.id, grantDocument(policy, grant)])),
  };
}

function neverDocument(policy: Policy, deny: Deny): NeverDocument {
  return {
    says: said(deny.origin),
    actions: deny.actions.map(actionMatcher),
    ...(deny.resources === undefined ? {} : { resources: deny.resources.map(globMatcher) }),
    ...(deny.unless === undefined ? {} : { unless: conditionDocument(policy, deny.unless) }),
  };
}

function grantDocument(policy: Policy, grant: Grant): GrantDocument {
  return {
    says: said(grant.origin),
    from: grant.range.from,
    until: grant.range.until,
    resources: grant.resources.map((any) => any.map(globMatcher)),
    subjects: grant.subjects.map((any) => any.map(subjectDocument)),
    windows: grant.windows.map(({ zone, minutes }) => ({
      zone,
      minutes: minutes.map(({ from, until }) => [from, until]),
    })),
    when: conditionDocument(policy, grant.condition ?? [[]]),
    approvals: grant.approvals.map(({ approvers, within }) => {
      const by = new Map<string, number>();
      for (const { email, left } of approvers)
        by.set(email, Math.max(left ?? MAX_INSTANT, by.get(email) ?? left ?? 0));
      return { by: Object.fromEntries([...by].sort(([one], [other]) => (one < other ? -1 : 1))), within };
    }),
  };
}

function subjectDocument(subject: Subject): SubjectDocument {
  switch (subject.kind) {
    case "group":
      return { group: subject.claim };
    case "user":
      return { user: subject.email, until: MAX_INSTANT };
    case "owner":
      return { user: subject.email, until: subject.left ?? MAX_INSTANT };
  }
}

function conditionDocument(policy: Policy, dnf: Dnf): ConditionDocument {
  return dnf.map((atoms) => atoms.map((atom) => atomDocument(policy, atom)));
}

const SOURCES = { input: "inputs", context: "context", fact: "facts" } as const;

/** A fact that is not declared is never known, which no age below zero can be. */
function atomDocument(policy: Policy, atom: Atom): AtomDocument {
  const { variable, type } = atom;
  const fresh = variable.kind === "fact" ? { fresh: own(policy.facts, variable.name)?.fresh ?? -1 } : {};
  return { from: SOURCES[variable.kind], name: variable.name, type, ...comparison(atom), ...fresh };
}

/** Numbers travel as text, so their comparisons have names of their own. */
const NUMERIC: Readonly<Record<string, string>> = {
  "==": "=",
  "!=": "<>",
  "one-of": "=one-of",
  "none-of": "=none-of",
};

function comparison(atom: Atom): { readonly op: string; readonly value: unknown } {
  const value = "values" in atom ? atom.values : atom.value;
  switch (atom.type) {
    case "int":
    case "decimal":
      return { op: own(NUMERIC, atom.op) ?? atom.op, value };
    case "ip": {
      const networks = "values" in atom ? atom.values : [atom.value];
      const outside = atom.op === "!=" || atom.op === "not-in" || atom.op === "none-of";
      return {
        op: outside ? "not-in" : "in",
        value: networks.map(formatNetwork).filter((ends) => ends !== undefined),
      };
    }
    case "string":
      return atom.op === "like" || atom.op === "not-like"
        ? { op: atom.op, value: globMatcher(atom.value) }
        : { op: atom.op, value };
    case "bool":
      return { op: atom.op, value };
  }
}

function said(origin: Origin): string {
  return `${origin.text} (${place(origin)})`;
}

function place({ span, line }: Origin): string {
  return `${span.file}:${line}`;
}
