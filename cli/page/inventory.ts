/** What the report shows, as data. */

import type { Compiled } from "../../compiler/emit/emission.ts";
import { targetName } from "../../compiler/emit/enforcement.ts";
import { intersect, interval } from "../../compiler/model/intervals.ts";
import { accountableAt, inForce } from "../../compiler/model/life.ts";
import {
  type Agent,
  type Grant,
  type Instant,
  MAX_INSTANT,
  type Policy,
} from "../../compiler/model/policy.ts";
import { statementsOf } from "../../compiler/model/reason.ts";
import { reviewsDue } from "../../compiler/model/review-due.ts";
import type { Comparison } from "../diffing.ts";
import type { Finding } from "../report/finding.ts";

export interface AgentRow {
  readonly agent: Agent;
  /** Present where environments are declared. */
  readonly environment?: string;
  readonly state: "in force" | "suspended" | "not yet" | "ended" | "not in force";
  readonly ownerName: string;
  readonly ownerMail: string;
  /** Who answers now, where it is not the owner. */
  readonly answering?: string;
  /** From the clock on; absent: never again. */
  readonly ends?: Instant;
  readonly starts?: Instant;
  readonly reviewDue?: Instant;
  readonly reviewState: "overdue" | "due" | "later" | "not-required";
  readonly grants: readonly GrantRow[];
}

export interface GrantRow {
  readonly text: string;
  readonly place: string;
  /** By target: what becomes of it there. */
  readonly targets: readonly { readonly target: string; readonly kind: string; readonly why: string }[];
}

export interface PageData {
  readonly workspace: string;
  readonly at: Instant;
  readonly agents: readonly AgentRow[];
  readonly targets: readonly string[];
  readonly findings: readonly Finding[];
  /** Against a revision, where one was named. */
  readonly changes?: { readonly since: string; readonly comparison: Comparison };
  readonly graph: Graph;
}

export interface Graph {
  readonly count: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly agents: Readonly<Record<string, { readonly owner: string }>>;
  readonly edges: readonly (readonly [string, string])[];
}

const month = 30 * 86_400;

/** One row an agent and environment, in name order. */
export function agentRows(
  policies: readonly Policy[],
  compiled: readonly Compiled[],
  at: Instant,
): readonly AgentRow[] {
  return policies
    .flatMap((policy) => {
      const due = new Map(reviewsDue(policy, at, month).map((entry) => [entry.agent.name, entry]));
      const enforced = enforcementOf(policy, compiled);
      return Object.values(policy.agents).map((agent): AgentRow => {
        const owner = policy.owners[agent.owner];
        const rest = intersect(inForce(policy, agent.name), interval(at, MAX_INSTANT));
        const answering = accountableAt(policy, agent, at);
        const review = due.get(agent.name);
        const last = rest.at(-1)?.until;
        return {
          agent,
          ...(policy.environment === undefined ? {} : { environment: policy.environment }),
          state: stateOf(agent, rest, at),
          ownerName: owner?.title ?? agent.owner,
          ownerMail: owner?.email ?? "",
          ...(answering === agent.owner
            ? {}
            : {
                answering:
                  answering === undefined ? "nobody" : (policy.owners[answering]?.email ?? answering),
              }),
          ...(last === undefined ? {} : { ends: last }),
          ...(agent.starts === undefined ? {} : { starts: agent.starts }),
          ...(review?.due === undefined ? {} : { reviewDue: review.due }),
          reviewState: review?.state ?? "not-required",
          grants: agent.grants.map((grant) => grantRow(agent, grant, enforced)),
        };
      });
    })
    .sort((a, b) => (a.agent.name < b.agent.name ? -1 : a.agent.name > b.agent.name ? 1 : 0));
}

function stateOf(agent: Agent, rest: ReturnType<typeof inForce>, at: Instant): AgentRow["state"] {
  const [first] = rest;
  if (first !== undefined && first.from <= at) return "in force";
  if (agent.suspended !== undefined && agent.suspended.since <= at) return "suspended";
  if (first !== undefined) return "not yet";
  return agent.expires <= at || (agent.retired !== undefined && agent.retired <= at)
    ? "ended"
    : "not in force";
}

type Enforcements = ReadonlyMap<string, GrantRow["targets"]>;

function enforcementOf(policy: Policy, compiled: readonly Compiled[]): Enforcements {
  const found = new Map<string, { target: string; kind: string; why: string }[]>();
  for (const one of compiled) {
    if (one.policy !== policy) continue;
    for (const { agent, grant, enforcement } of one.emission.enforcement) {
      const list = found.get(`${agent} ${grant}`) ?? [];
      const why =
        enforcement.kind === "waived"
          ? enforcement.constraints.join(", ")
          : enforcement.kind === "left-out"
            ? enforcement.lacks.map((lack) => lack.why).join("; ")
            : "why" in enforcement
              ? enforcement.why
              : "";
      list.push({ target: targetName(one.target), kind: enforcement.kind, why });
      found.set(`${agent} ${grant}`, list);
    }
  }
  return found;
}

function grantRow(agent: Agent, grant: Grant, enforced: Enforcements): GrantRow {
  const said = statementsOf(grant);
  return {
    text: said.map((one) => one.text).join(" → "),
    place: `${said[0]?.file ?? ""}:${said[0]?.line ?? 0}`,
    targets: enforced.get(`${agent.name} ${grant.id}`) ?? [],
  };
}

/** Owners to agents, agents to scopes, and both to the systems that their actions belong to. */
export function graphOf(policies: readonly Policy[]): Graph {
  const labels: Record<string, string> = {};
  const agents: Record<string, { owner: string }> = {};
  const edges = new Map<string, readonly [string, string]>();
  const join = (from: string, to: string): void => {
    edges.set(`${from}\n${to}`, [from, to]);
  };
  for (const policy of policies)
    for (const agent of Object.values(policy.agents)) {
      const [owner, id] = [`owner:${agent.owner}`, `agent:${agent.name}`];
      labels[owner] = policy.owners[agent.owner]?.title ?? agent.owner;
      labels[id] = agent.name;
      agents[id] = { owner };
      join(owner, id);
      for (const grant of agent.grants) {
        const scope = grant.scope === undefined ? undefined : `scope:${grant.scope.name}`;
        if (scope !== undefined) {
          labels[scope] = grant.scope?.name ?? "";
          join(id, scope);
        }
        for (const action of grant.actions) {
          const system = `system:${systemOf(action.text)}`;
          labels[system] = system.slice("system:".length);
          join(scope ?? id, system);
        }
      }
    }
  return { count: Object.keys(agents).length, labels, agents, edges: [...edges.values()] };
}

/** `aws:s3:GetObject` belongs to `aws:s3`, all else to its service. */
function systemOf(action: string): string {
  const parts = action.split(":");
  return parts[0] === "aws" && parts.length > 2 ? `aws:${parts[1]}` : (parts[0] ?? action);
}
