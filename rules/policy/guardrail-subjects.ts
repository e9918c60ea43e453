/** What guardrails speak of, as one shape. */
import type { Guardrail } from "../../compiler/model/guardrail.ts";
import type { Grant, Origin, Owner, Service } from "../../compiler/model/policy.ts";
import type { AgentView, PolicyView } from "../rule.ts";
import { isOver } from "./lifetime.ts";

interface Named {
  /** Qualified; of a grant, its agent's. Exceptions and `in NAMESPACE` go by it. */
  readonly name: string;
  /** "The agent 'x'". */
  readonly label: string;
  readonly origin: Origin;
}

export type Offender = Named &
  (
    | { readonly kind: "agent"; readonly view: AgentView }
    | { readonly kind: "grant"; readonly view: AgentView; readonly grant: Grant }
    /** With the agents that it answers for. */
    | { readonly kind: "owner"; readonly owner: Owner; readonly agents: readonly AgentView[] }
    | { readonly kind: "team"; readonly agents: readonly AgentView[] }
    | { readonly kind: "service"; readonly service: Service }
  );

/**
 * All of that kind in the policy. What is in error is missing in an incomplete agent, so that one is no subject, and
 * what has ended is `expired` and may do nothing.
 */
export function subjectsOf(view: PolicyView, kind: Guardrail["subject"]): readonly Offender[] {
  const { policy, at } = view;
  const agents = view.agents.filter(({ agent }) => !agent.incomplete && !isOver(agent, at));
  switch (kind) {
    case "agent":
      return agents.map((one) => {
        const { name, origin } = one.agent;
        return { kind, name, label: `The agent '${name}'`, origin, view: one };
      });
    case "grant":
      return agents.flatMap((one) => {
        const { name, grants } = one.agent;
        const label = `A grant of '${name}'`;
        const current = grants.filter(({ range }) => at < range.until);
        return current.map((grant) => ({ kind, name, label, origin: grant.origin, view: one, grant }));
      });
    case "owner":
      return Object.values(policy.owners).map((owner) => {
        const { name, origin } = owner;
        const own = agents.filter(({ agent }) => agent.owner === name);
        return { kind, name, label: `The owner '${name}'`, origin, owner, agents: own };
      });
    case "team":
      return Object.values(policy.teams).map(({ name, origin }) => {
        const own = agents.filter(({ agent }) => agent.team === name);
        return { kind, name, label: `The team '${name}'`, origin, agents: own };
      });
    case "service":
      return Object.values(policy.services).map((service) => {
        const { name, origin } = service;
        return { kind, name, label: `The service '${name}'`, origin, service };
      });
  }
}
