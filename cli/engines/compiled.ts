/**
 * Engines that run a target's compiled output. What they say is held against the language's promise (language
 * reference, Soundness): equal where the target enforces a permission natively, never wider anywhere. So a deny of
 * what the target leaves out, and an allow that a waive opens, are no answers to hold against the reference.
 */

import type { Emission } from "../../compiler/emit/emission.ts";
import { targetName } from "../../compiler/emit/enforcement.ts";
import type { Host } from "../../compiler/host.ts";
import { evaluate } from "../../compiler/model/evaluate.ts";
import type { Agent, Constraint, Grant, Instant, Policy } from "../../compiler/model/policy.ts";
import { MIN_INSTANT } from "../../compiler/model/policy.ts";
import { readRequest } from "../../compiler/model/read-request.ts";
import type { Target } from "../../compiler/model/test-and-target.ts";
import type { EngineDecision, OpenedEngine } from "./engine.ts";

/** Asks one output; `undefined` where the platform never sees such a request. */
export type Ask = (request: unknown, at: Instant) => EngineDecision | undefined;

export interface Runner {
  readonly kind: Target["kind"];
  /** Settings of the target that stands in where the policy declares none of the kind. */
  readonly settings: Target["settings"];
  readonly compile: (policy: Policy, target: Target, at: Instant, data: Host["data"]) => Promise<Emission>;
  readonly open: (policy: Policy, emission: Emission, data: Host["data"]) => Promise<Ask>;
}

/** One engine for each target of the kind, by its name; without one, a target over all agents stands in. */
export function openTargets(runner: Runner, policy: Policy, data: Host["data"]): readonly OpenedEngine[] {
  const declared = policy.targets.filter(({ kind }) => kind === runner.kind);
  const targets = declared.length > 0 ? declared : standIn(runner, policy);
  return targets.map((target) => ({
    name: targetName(target),
    decide: decider(runner, policy, target, data),
  }));
}

function standIn({ kind, settings }: Runner, policy: Policy): readonly Target[] {
  const agents = Object.keys(policy.agents).sort();
  const [first] = Object.values(policy.agents);
  return first === undefined ? [] : [{ kind, settings, agents, origin: first.origin }];
}

/** An output that is in force at some instant, with what may be said of its answers. */
interface Current {
  readonly ask: Ask;
  /** The policy with only those permissions that the target enforces natively. */
  readonly exact: Policy;
  /** The policy without the modifiers that waives let go; absent where none does. */
  readonly waived?: Policy;
}

function decider(runner: Runner, policy: Policy, target: Target, data: Host["data"]): OpenedEngine["decide"] {
  const agents = new Set(target.agents);
  const edges = edgesOf(policy, target);
  const opened = new Map<Instant, Promise<Current>>();
  /** A request is asked of the output that a compile at its own instant gives. */
  const inForceAt = (at: Instant): Promise<Current> => {
    const edge = edges.findLast((one) => one <= at) ?? MIN_INSTANT;
    const found = opened.get(edge) ?? open(runner, policy, target, edge, data);
    opened.set(edge, found);
    return found;
  };
  return async (request, at) => {
    const read = readRequest(policy, request, at);
    if (!("malformed" in read) && ![read.agent, ...read.via].every((name) => agents.has(name)))
      return undefined;
    const { ask, exact, waived } = await inForceAt("malformed" in read ? at : read.at);
    const answer = ask(request, at);
    const allows = (one: Policy) => evaluate(one, request, at).decision === "allow";
    if (answer?.decision === "deny" && allows(policy) && !allows(exact)) return undefined;
    if (answer?.decision === "allow" && waived !== undefined && !allows(policy) && allows(waived))
      return undefined;
    return answer;
  };
}

/** The instants at which a compile gives another output: a suspension begins, or a waive ends. */
function edgesOf(policy: Policy, target: Target): readonly Instant[] {
  const edges = target.agents.flatMap((name) => {
    const agent = policy.agents[name];
    if (agent === undefined) return [];
    const since = agent.suspended === undefined ? [] : [agent.suspended.since];
    return [...since, ...agent.waives.map((waive) => waive.until)];
  });
  return [...new Set(edges)].sort((one, other) => one - other);
}

async function open(
  runner: Runner,
  policy: Policy,
  target: Target,
  at: Instant,
  data: Host["data"],
): Promise<Current> {
  const emission = await runner.compile(policy, target, at, data);
  const kinds = new Map(
    emission.enforcement.map(({ agent, grant, enforcement }) => [`${agent}\0${grant}`, enforcement]),
  );
  const of = (agent: Agent, grant: Grant) => kinds.get(`${agent.name}\0${grant.id}`);
  const waives = emission.enforcement.some(({ enforcement }) => enforcement.kind === "waived");
  const constraints = (agent: Agent, grant: Grant): readonly Constraint[] => {
    const enforcement = of(agent, grant);
    return enforcement?.kind === "waived" ? enforcement.constraints : [];
  };
  return {
    ask: await runner.open(policy, emission, data),
    exact: mapAgents(policy, (agent) => ({
      ...agent,
      grants: agent.grants.filter((grant) => of(agent, grant)?.kind === "native"),
    })),
    waived: waives
      ? mapAgents(policy, (agent) => ({
          ...agent,
          grants: agent.grants.map((grant) => released(grant, constraints(agent, grant))),
          denies: agent.grants.some((grant) => constraints(agent, grant).includes("deny"))
            ? []
            : agent.denies,
        }))
      : undefined,
  };
}

function mapAgents(policy: Policy, change: (agent: Agent) => Agent): Policy {
  const agents = Object.entries(policy.agents).map(([name, agent]) => [name, change(agent)]);
  return { ...policy, agents: Object.fromEntries(agents) };
}

const released = (grant: Grant, constraints: readonly Constraint[]): Grant => ({
  ...grant,
  approvals: constraints.includes("approval") ? [] : grant.approvals,
  subjects: constraints.includes("subject") ? [] : grant.subjects,
  windows: constraints.includes("window") ? [] : grant.windows,
  condition: constraints.includes("condition") ? undefined : grant.condition,
});
