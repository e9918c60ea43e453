/** What guardrails speak of, as one shape. */
import type { Guardrail } from "../../compiler/model/guardrail.ts";
import type { Grant, Origin, Owner, Service, Team } from "../../compiler/model/policy.ts";
import type { AgentView, PolicyView } from "../rule.ts";

export interface Offender {
  readonly kind: Guardrail["subject"];
  /** Qualified; of a grant, its agent's. Exceptions and `in NAMESPACE` go by it. */
  readonly name: string;
  /** "The agent 'x'". */
  readonly label: string;
  readonly origin: Origin;
  /** The agent itself, the grant's, or those that the owner or team answers for. */
  readonly agents: readonly AgentView[];
  readonly grant?: Grant;
  readonly owner?: Owner;
  readonly team?: Team;
  readonly service?: Service;
}

/** All of that kind in the policy. */
export function subjectsOf(view: PolicyView, kind: Guardrail["subject"]): readonly Offender[] {
  const { policy, agents } = view;
  switch (kind) {
    case "agent":
      return agents.map((one) => ({
        kind,
        name: one.agent.name,
        label: `The agent '${one.agent.name}'`,
        origin: one.agent.origin,
        agents: [one],
      }));
    case "grant":
      return agents.flatMap((one) =>
        one.agent.grants.map((grant) => ({
          kind,
          name: one.agent.name,
          label: `A grant of '${one.agent.name}'`,
          origin: grant.origin,
          agents: [one],
          grant,
        })),
      );
    case "owner":
      return Object.values(policy.owners).map((owner) => ({
        kind,
        name: owner.name,
        label: `The owner '${owner.name}'`,
        origin: owner.origin,
        agents: agents.filter(({ agent }) => agent.owner === owner.name),
        owner,
      }));
    case "team":
      return Object.values(policy.teams).map((team) => ({
        kind,
        name: team.name,
        label: `The team '${team.name}'`,
        origin: team.origin,
        agents: agents.filter(({ agent }) => agent.team === team.name),
        team,
      }));
    case "service":
      return Object.values(policy.services).map((service) => ({
        kind,
        name: service.name,
        label: `The service '${service.name}'`,
        origin: service.origin,
        agents: [],
        service,
      }));
  }
}
