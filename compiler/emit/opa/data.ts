/**
 * From the checked policy to the document that the static module reads. Keys stand as in the text, which then needs no
 * sorting.
 */

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
    for (const { windows } of agent.grants)
      for (const { zone, offsets } of windows)
        zones.set(zone, {
          offsets: offsets.map(({ offset }) => offset),
          starts: offsets.map(({ at }) => at),
        });
  }
  return {
    agents: Object.fromEntries(documents),
    ...(policy.environment === undefined ? {} : { environment: policy.environment }),
    format: 1,
    services: Object.fromEntries(
      [...Object.keys(policy.services), "tool"].sort().map((name) => [name, true]),
    ),
    stale_at: staleAt ?? MAX_INSTANT,
    workspace: policy.workspace,
    zones: Object.fromEntries([...zones].sort(byKey)),
  };
}

const byKey = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

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
    actions: Object.fromEntries([...actions].sort(byKey)),
    force: inForce(policy, agent.name).map(({ from, until }) => [from, until]),
    grants: Object.fromEntries(
      agent.grants
        .map((grant): [string, GrantDocument] => [grant.id, grantDocument(policy, grant)])
        .sort(byKey),
    ),
    line: lineage(policy, agent.name).map(({ name }) => name),
    nevers: agent.denies.map((deny) => neverDocument(policy, deny)),
    owner: own(policy.owners, agent.owner)?.email ?? agent.owner,
    patterns,
    source: place(agent.origin),
  };
}

function neverDocument(policy: Policy, deny: Deny): NeverDocument {
  return {
    actions: deny.actions.map(actionMatcher),
    ...(deny.resources === undefined ? {} : { resources: deny.resources.map(globMatcher) }),
    says: said(deny.origin),
    ...(deny.unless === undefined ? {} : { unless: conditionDocument(policy, deny.unless) }),
  };
}

function grantDocument(policy: Policy, grant: Grant): GrantDocument {
  return {
    approvals: grant.approvals.map(({ approvers, within }) => {
      const by = new Map<string, number>();
      for (const { email, left } of approvers)
        by.set(email, Math.max(left ?? MAX_INSTANT, by.get(email) ?? left ?? 0));
      return { by: Object.fromEntries([...by].sort(byKey)), within };
    }),
    from: grant.range.from,
    resources: grant.resources.map((any) => any.map(globMatcher)),
    says: said(grant.origin),
    subjects: grant.subjects.map((any) => any.map(subjectDocument)),
    until: grant.range.until,
    when: conditionDocument(policy, grant.condition ?? [[]]),
    windows: grant.windows.map(({ zone, minutes }) => ({
      minutes: minutes.map(({ from, until }) => [from, until]),
      zone,
    })),
  };
}

function subjectDocument(subject: Subject): SubjectDocument {
  switch (subject.kind) {
    case "group":
      return { group: subject.claim };
    case "user":
      return { until: MAX_INSTANT, user: subject.email };
    case "owner":
      return { until: subject.left ?? MAX_INSTANT, user: subject.email };
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
  const { op, value } = comparison(atom);
  return { ...fresh, from: SOURCES[variable.kind], name: variable.name, op, type, value };
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
