import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Emission } from "../../../../compiler/emit/emission.ts";
import { emitKeycloak } from "../../../../compiler/emit/keycloak/emit.ts";
import { scopeOf } from "../../../../compiler/emit/keycloak/scopes.ts";
import { formatInstant } from "../../../../compiler/literals.ts";
import { evaluate } from "../../../../compiler/model/evaluate.ts";
import type { Agent, Policy } from "../../../../compiler/model/policy.ts";
import type { Target } from "../../../../compiler/model/test-and-target.ts";
import { memoryHost } from "../../memory-host.ts";
import { origin } from "../../model/policies.ts";
import { agentNames, edges, policies } from "../okta/arbitrary.ts";

const host = memoryHost({});
const day = 86_400;
const target: Target = {
  kind: "keycloak",
  settings: { realm: "acme", authentication: "secret" },
  agents: agentNames,
  origin: origin(1),
};

/** A token that the realm hands out. */
interface Token {
  readonly agent: string;
  readonly scope: string;
  /** The groups of the user on whose behalf; absent: the agent itself. */
  readonly groups?: readonly string[];
  readonly seconds: number;
}

interface Realm {
  readonly clients: readonly {
    readonly clientId: string;
    readonly enabled: boolean;
    readonly serviceAccountsEnabled: boolean;
    readonly optionalClientScopes: readonly string[];
    readonly attributes: Readonly<Record<string, string>>;
  }[];
  readonly scopeMappings: readonly { readonly clientScope: string; readonly roles: readonly string[] }[];
  readonly groups: readonly { readonly name: string; readonly realmRoles: readonly string[] }[];
  readonly users: readonly {
    readonly serviceAccountClientId: string;
    readonly realmRoles: readonly string[];
  }[];
}

/** What the imported realm answers: a scope with a role is for those who have one of its roles (tried on 26.7.3). */
function tokens(emission: Emission): readonly Token[] {
  const realm: Realm = JSON.parse(String(emission.files.find(({ path }) => path === "realm.json")?.content));
  return realm.clients.flatMap((client) => {
    if (!client.enabled) return [];
    const agent = client.attributes["remit.agent"] ?? "";
    const seconds = Number(client.attributes["access.token.lifespan"]);
    return client.optionalClientScopes.flatMap((scope): readonly Token[] => {
      const needed = realm.scopeMappings
        .filter(({ clientScope }) => clientScope === scope)
        .flatMap(({ roles }) => roles);
      const has = (roles: readonly string[]) =>
        needed.length === 0 || needed.some((role) => roles.includes(role));
      if (client.serviceAccountsEnabled) {
        const account = realm.users.find((user) => user.serviceAccountClientId === client.clientId);
        return has(account?.realmRoles ?? []) ? [{ agent, scope, seconds }] : [];
      }
      if (client.attributes["standard.token.exchange.enabled"] !== "true") return [];
      const somebody = has([]) ? [{ agent, scope, seconds, groups: [] }] : [];
      return [
        ...somebody,
        ...realm.groups
          .filter(({ realmRoles }) => has(realmRoles))
          .map(({ name }) => ({ agent, scope, seconds, groups: [name] })),
      ];
    });
  });
}

const behalf = (groups: readonly string[] | undefined) =>
  groups === undefined ? {} : { on_behalf_of: { user: "kim@acme.example", groups } };

const emit = (policy: Policy, at: number): Promise<Emission> =>
  emitKeycloak({ policy, target, at }, (name) => host.data(name));

describe("Keycloak hands out", () => {
  it("no token for what the reference denies, at its issue and in the second of an exp that is one over its life", async () => {
    let compared = 0;
    let exact = 0;
    await fc.assert(
      fc.asyncProperty(
        policies,
        fc.constantFrom(...edges.flatMap((at) => [at, at + day, at - 1, at - 3600])),
        async (policy, at) => {
          const emission = await emit(policy, at);
          expect(emission.problems).toEqual([]);
          const next = Math.min(
            ...emission.enforcement.flatMap(({ enforcement }) =>
              enforcement.kind === "scheduled" ? [enforcement.next] : [],
            ),
          );
          const had = tokens(emission);
          for (const token of had) {
            const actions = actionsOf(policy, token.scope);
            expect(actions.length).toBeGreaterThan(0);
            for (const action of actions)
              for (const issued of [at, Math.min(next, at + 400 * day) - 1])
                for (const used of [issued, issued + token.seconds + 1])
                  for (const resource of [undefined, "invoice/1", "x"]) {
                    const request = {
                      agent: token.agent,
                      action,
                      time: formatInstant(used),
                      ...(resource === undefined ? {} : { resource }),
                      ...behalf(token.groups),
                    };
                    if (evaluate(policy, request, used).decision !== "allow")
                      expect.fail(`wider: ${JSON.stringify({ ...request, at: formatInstant(at) })}`);
                    compared++;
                  }
          }
          exact += granted(policy, emission, had, at);
        },
      ),
      { numRuns: 2500, seed: 20_261_124, endOnFailure: true },
    );
    expect(compared).toBeGreaterThanOrEqual(20_000);
    expect(exact).toBeGreaterThan(500);
  }, 240_000);
});

/** Every action that a resource server could take the scope for. */
const actionsOf = (policy: Policy, scope: string): readonly string[] =>
  Object.values(policy.services).flatMap((service) =>
    Object.values(service.actions)
      .filter(({ name, oauth }) => (oauth ?? `${service.name}:${name}`) === scope)
      .map(({ name }) => `${service.name}:${name}`),
  );

/** Every permission that is said to be enforced and holds for a token's life can be had; gives how many these are. */
function granted(policy: Policy, emission: Emission, had: readonly Token[], at: number): number {
  let count = 0;
  for (const { agent: name, grant: id, enforcement } of emission.enforcement) {
    const agent = policy.agents[name];
    const grant = agent?.grants.find((one) => one.id === id);
    if (enforcement.kind !== "scheduled" || agent === undefined || grant === undefined) continue;
    const alone: Agent = { ...agent, grants: [grant] };
    const groups = grant.subjects.flat().flatMap((one) => (one.kind === "group" ? [[one.claim]] : []));
    // Actions of a service without an audience, and without an own scope, mean nothing to Keycloak.
    const known = grant.actions.filter(({ text }) => scopeOf(policy, text) !== undefined);
    for (const { text } of known)
      for (const group of groups.length === 0 ? [undefined] : groups) {
        const holds = [
          at,
          ...edges.filter((edge) => at < edge && edge < at + agent.session + 1),
          at + agent.session + 1,
        ].every(
          (time) =>
            evaluate(
              { ...policy, agents: { ...policy.agents, [name]: alone } },
              { agent: name, action: text, time: formatInstant(time), ...behalf(group) },
              time,
            ).decision === "allow",
        );
        if (!holds) continue;
        const scope = scopeOf(policy, text)?.name;
        const found = had.some(
          (token) => token.agent === name && token.scope === scope && token.groups?.join() === group?.join(),
        );
        if (!found) expect.fail(`missing: ${name} ${text} ${JSON.stringify(group)} at ${formatInstant(at)}`);
        count++;
      }
  }
  return count;
}
