/** The one server of the suite, and the realms of its tests. */
import { expect } from "vitest";
import { type Keycloak, startKeycloak } from "./keycloak-server.ts";
import { applyFolder, type Compiled, importRealm } from "./keycloak-world.ts";

export let server: Keycloak;
let realms = 0;

export async function begin(program: string): Promise<void> {
  server = await startKeycloak(program);
}

/** A realm a test. */
export const nextRealm = (): string => `r${++realms}`;

export const AGENTS = `
agent triage { owner jane  expires 2099-03-31  session 20m
  may invoices:draft
  may invoices:read on behalf of group finance
}`;

/** Both ways into a realm: a new one, and one that others have used already. */
export const ways = [
  {
    way: "a new realm",
    bring: async (_: string, output: Compiled) => {
      await importRealm(server, output);
    },
  },
  {
    way: "a dirty realm",
    bring: async (realm: string, output: Compiled) => {
      await dirtyRealm(realm);
      const applied = await applyFolder(server)(output);
      expect(applied.text).toContain("Done:");
      expect(applied.code).toBe(0);
    },
  },
];

/** Default scopes that add an audience, a default role, and a default group with a role. */
export async function dirtyRealm(realm: string): Promise<void> {
  await server.admin("POST", "", { realm, enabled: true });
  await server.admin("POST", `/${realm}/roles`, { name: "anybody" });
  const { json: role } = await server.admin("GET", `/${realm}/roles/anybody`);
  const { json: defaults } = await server.admin("GET", `/${realm}/roles/default-roles-${realm}`);
  await server.admin("POST", `/${realm}/roles-by-id/${defaults.id}/composites`, [role]);
  await server.admin("POST", `/${realm}/groups`, { name: "finance" });
  await server.admin("POST", `/${realm}/groups`, { name: "everybody" });
  const { json: group } = await server.admin("GET", `/${realm}/group-by-path/everybody`);
  await server.admin("PUT", `/${realm}/default-groups/${group.id}`);
  await server.admin("POST", `/${realm}/client-scopes`, {
    name: "wide",
    protocol: "openid-connect",
    attributes: { "include.in.token.scope": "true" },
    protocolMappers: [
      {
        name: "wide",
        protocol: "openid-connect",
        protocolMapper: "oidc-audience-mapper",
        config: { "included.custom.audience": "everything", "access.token.claim": "true" },
      },
    ],
  });
  const { json: scopes } = await server.admin("GET", `/${realm}/client-scopes`);
  const wide = scopes.find(({ name }: { name: string }) => name === "wide");
  await server.admin("PUT", `/${realm}/default-default-client-scopes/${wide.id}`);
}

/** Everything of a realm that a plan could touch. */
export async function snapshot(realm: string): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const list = async (path: string) => {
    const { json } = await server.admin("GET", `/${realm}/${path}`);
    return (Array.isArray(json) ? [...json] : [json]).sort((one, other) =>
      JSON.stringify(one.id) < JSON.stringify(other.id) ? -1 : 1,
    );
  };
  return {
    clients: await list("clients"),
    scopes: await list("client-scopes"),
    roles: await list("roles?briefRepresentation=false"),
    groups: await list("groups?briefRepresentation=false"),
    providers: await list("identity-provider/instances"),
    profiles: await list("client-policies/profiles"),
    policies: await list("client-policies/policies"),
  };
}
