/** A whole realm that holds only what the policy grants: for a realm that is not there yet. */
import type { Template } from "../apply/plan-shape.ts";
import { stableJson } from "../escape.ts";
import { clientPolicies } from "./client-policies.ts";
import type { RealmObjects } from "./objects.ts";
import {
  clientFields,
  clientMappers,
  groupFields,
  ownerOf,
  providerFields,
  roleFields,
  scopeFields,
  scopeMappers,
} from "./representation.ts";

export interface RealmRepresentation {
  readonly [key: string]: Template;
}

/** A variable in the representation: a string that begins with NUL, which no checked text of a policy holds. */
const marked = (variable: string): string => `\0${variable}`;

/** Keycloak's `RealmRepresentation`. */
export function realmRepresentation(objects: RealmObjects): RealmRepresentation {
  const { provider } = objects;
  const policies = clientPolicies(objects);
  const self = objects.clients.filter((client) => client.kind === "self");
  return {
    realm: objects.realm,
    enabled: true,
    registrationAllowed: false,
    attributes: ownerOf(objects),
    defaultDefaultClientScopes: [],
    defaultOptionalClientScopes: [],
    clientScopes: objects.scopes.map((scope) => ({
      ...scopeFields(objects, scope),
      protocolMappers: scopeMappers(scope),
    })),
    scopeMappings: objects.scopes.flatMap((scope) =>
      scope.role === undefined ? [] : [{ clientScope: scope.name, roles: [scope.role] }],
    ),
    roles: { realm: objects.roles.map((role) => roleFields(objects, role)) },
    groups: objects.groups.map((name) => ({
      ...groupFields(objects, name),
      realmRoles: objects.roles.filter((role) => role.groups.includes(name)).map((role) => role.name),
    })),
    clients: objects.clients.map((client) =>
      clientFields(
        objects,
        client,
        {
          defaultClientScopes: [],
          optionalClientScopes: client.scopes,
          protocolMappers: clientMappers(objects, client),
        },
        marked,
      ),
    ),
    users: self.map((client) => ({
      enabled: true,
      realmRoles: client.roles,
      serviceAccountClientId: client.id,
      username: `service-account-${client.id}`.toLowerCase(),
    })),
    ...(provider === undefined
      ? {}
      : {
          identityProviders: [providerFields(objects, provider, marked)],
          clientProfiles: { profiles: policies.map(({ profile }) => profile) },
          clientPolicies: { policies: policies.map(({ policy }) => policy) },
        }),
  };
}

/**
 * The representation as text. Keycloak's own import fills in `${…}` wherever it stands in the file, so a policy's
 * `${` is written with an escape, and only the variables of ours are left for it.
 */
export function realmText(representation: RealmRepresentation): string {
  return stableJson(representation)
    .replaceAll("${", "\\u0024{")
    .replace(/"\\u0000([A-Z0-9_]+)"/g, '"${$1}"');
}
