/** What has to stand in an Okta organisation for a target, as plain data. The steps and the Terraform file come from it. */
import { accountableAt } from "../../model/life.ts";
import type { Agent, Instant, Policy } from "../../model/policy.ts";
import type { Target } from "../../model/test-and-target.ts";
import { oneLine } from "../escape.ts";
import { nameRules, platformName } from "../names.ts";
import type { Plan, PlannedAgent } from "../plan.ts";
import { tokenLife } from "./capabilities.ts";
import { type ScopeName, scopeNames } from "./scope-names.ts";

/** One rule of an agent's access policy. */
export interface Rule {
  /** Unique in the policy. */
  readonly name: string;
  /** Groups of the people on whose behalf; none: the agent as itself. Sorted. */
  readonly groups: readonly string[];
  /** Sorted, at least one. */
  readonly scopes: readonly string[];
}

export interface Person {
  readonly email: string;
  /** The user's id in Okta, where the policy says it. */
  readonly id?: string;
}

/** A certification of the groups on whose behalf an agent acts. */
export interface Review {
  readonly name: string;
  readonly start: Instant;
  readonly days: number;
  readonly groups: readonly string[];
}

export interface TenantAgent {
  readonly agent: Agent;
  /** The AI agent's name, and in small letters what names of its objects are made of. */
  readonly name: string;
  readonly policyName: string;
  readonly description: string;
  /** False: it must not act now, and holds nothing. */
  readonly live: boolean;
  /** One to five, the accountable human first. */
  readonly owners: readonly Person[];
  readonly rules: readonly Rule[];
  /** Scopes that it may ask for on somebody's behalf: those of the connection. Sorted. */
  readonly delegated: readonly string[];
  readonly lifetimeMinutes: number;
  readonly review?: Review;
}

export interface Tenant {
  /** Without a slash at the end. */
  readonly org: string;
  readonly server: string;
  /** What every description of ours begins with; no other workspace's begins so. */
  readonly mark: string;
  readonly agents: readonly TenantAgent[];
  /** With the service's or action's title and place. Sorted by name. */
  readonly scopes: readonly { readonly name: string; readonly description: string }[];
  /** Sorted. */
  readonly groups: readonly string[];
}

/** The mark ends with a blank, which no workspace's name has there. */
export const markOf = (workspace: string): string => `remit:${platformName(workspace, nameRules.okta)} `;

/** What the planned grants need, at the instant `at`. */
export function tenantOf(policy: Policy, target: Target, { agents }: Plan, at: Instant): Tenant {
  const mark = markOf(policy.workspace);
  const scopes = scopeNames(policy);
  const made = agents.map((planned) => tenantAgent(policy, target, planned, { mark, at, scopes }));
  const rules = made.flatMap((agent) => agent.rules);
  const used = new Set(rules.flatMap((rule) => rule.scopes));
  return {
    org: String(target.settings.org ?? "").replace(/\/+$/, ""),
    server: String(target.settings.server ?? ""),
    mark,
    agents: [...made].sort((one, other) => compare(one.agent.name, other.agent.name)),
    scopes: scopesOf(policy, scopes, mark).filter(({ name }) => used.has(name)),
    groups: sorted(rules.flatMap((rule) => rule.groups)),
  };
}

/** What is the same for all agents. */
interface Shared {
  readonly mark: string;
  readonly at: Instant;
  readonly scopes: ReadonlyMap<string, ScopeName>;
}

function tenantAgent(
  policy: Policy,
  target: Target,
  planned: PlannedAgent,
  { mark, at, scopes }: Shared,
): TenantAgent {
  const { agent } = planned;
  const rules = planned.active ? rulesOf(scopes, planned) : [];
  const name = oktaName(agent);
  const owner = accountableAt(policy, agent, at) ?? agent.owner;
  const title = agent.purpose === undefined ? "" : `; ${agent.purpose}`;
  return {
    agent,
    name,
    policyName: `remit ${platformName(agent.name, nameRules.okta)}`,
    description: described(
      mark,
      `agent ${agent.name}; owner ${policy.owners[owner]?.email ?? owner}`,
      agent,
      title,
    ),
    live: rules.length > 0,
    owners: peopleOf(policy, [owner, ...(agent.deputy === undefined ? [] : [agent.deputy])], at),
    rules,
    delegated: sorted(rules.filter((rule) => rule.groups.length > 0).flatMap((rule) => rule.scopes)),
    lifetimeMinutes: tokenLife(agent.session) / 60,
    ...reviewOf(target, agent, rules, at),
  };
}

/** The name that the policy gives the agent in Okta, else one made of the qualified name. */
export function oktaName(agent: Agent): string {
  const identity = agent.identities.find((one) => one.kind === "okta");
  return identity?.kind === "okta" ? identity.agent : platformName(agent.name, nameRules.okta);
}

/** One rule for each set of groups, with all scopes that are granted for it. */
function rulesOf(names: ReadonlyMap<string, ScopeName>, planned: PlannedAgent): readonly Rule[] {
  const byGroups = new Map<string, { groups: readonly string[]; scopes: Set<string> }>();
  for (const { grant, active } of planned.grants) {
    if (!active) continue;
    const groups = sorted(grant.subjects.flat().flatMap((one) => (one.kind === "group" ? [one.claim] : [])));
    const key = JSON.stringify(groups);
    const rule = byGroups.get(key) ?? { groups, scopes: new Set() };
    for (const { text } of grant.actions) {
      const scope = names.get(text);
      if (scope !== undefined) rule.scopes.add(scope.name);
    }
    if (rule.scopes.size > 0) byGroups.set(key, rule);
  }
  return [...byGroups]
    .sort(([one], [other]) => compare(one, other))
    .map(([key, { groups, scopes }]) => ({
      name: groups.length === 0 ? "as itself" : `for ${platformName(key, nameRules.okta)}`,
      groups,
      scopes: sorted([...scopes]),
    }));
}

function scopesOf(policy: Policy, names: ReadonlyMap<string, ScopeName>, mark: string): Tenant["scopes"] {
  const list = Object.values(policy.services).flatMap((service) =>
    Object.values(service.actions).flatMap((action) => {
      const scope = names.get(`${service.name}:${action.name}`);
      if (scope === undefined) return [];
      const title = action.title === undefined ? "" : `; ${action.title}`;
      return [
        { name: scope.name, description: described(mark, `${service.name}:${action.name}`, action, title) },
      ];
    }),
  );
  return list.sort((one, other) => compare(one.name, other.name));
}

/** Mark, what it is, where it is written; 250 code units at most. The mark is never cut. */
function described(
  mark: string,
  what: string,
  { origin }: { readonly origin: Agent["origin"] },
  more: string,
): string {
  const text = oneLine(`${what}; ${origin.span.file}:${origin.line}${more}`);
  let out = mark;
  for (const character of text) {
    if (out.length + character.length > 250) break;
    out += character;
  }
  return out;
}

/** Those who have not left by then, at most five, each once. */
function peopleOf(policy: Policy, names: readonly string[], at: Instant): readonly Person[] {
  return [...new Set(names)].slice(0, 5).flatMap((name) => {
    const person = policy.owners[name];
    if (person === undefined || (person.left !== undefined && person.left <= at)) return [];
    return [{ email: person.email, ...(person.okta === undefined ? {} : { id: person.okta }) }];
  });
}

const DAY = 86_400;

/** Campaigns recur every 182 days at most, and begin at `review-start` or a whole number of rounds later. */
function reviewOf(
  target: Target,
  agent: Agent,
  rules: readonly Rule[],
  at: Instant,
): { readonly review?: Review } {
  const first = target.settings["review-start"];
  const groups = sorted(rules.flatMap((rule) => rule.groups));
  if (typeof first !== "number" || agent.review === undefined || groups.length === 0) return {};
  const days = Math.min(Math.max(Math.floor(agent.review.every / DAY), 1), 182);
  const rounds = Math.max(Math.ceil((at + DAY - first) / (days * DAY)), 0);
  const key = JSON.stringify([agent.name, days, groups]);
  return {
    review: {
      name: `remit review ${platformName(key, nameRules.okta)}`,
      start: first + rounds * days * DAY,
      days,
      groups,
    },
  };
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const sorted = (list: readonly string[]): readonly string[] => [...new Set(list)].sort(compare);
