/** A whole realm that holds only what the policy grants: for a realm that is not there yet. */
import { isObject } from "../../model/json.ts";
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
      protocolMappers: scopeMappers(scope).map((mapper) => ({ ...mapper })),
    })),
    scopeMappings: objects.scopes.flatMap((scope) =>
      scope.role === undefined ? [] : [{ clientScope: scope.name, roles: [scope.role] }],
    ),
    roles: { realm: objects.roles.map((role) => roleFields(objects, role)) },
    groups: objects.groups.map((name) => ({
      ...groupFields(objects, name),
      realmRoles: objects.roles.filter((role) => role.groups.includes(name)).map((role) => role.name),
    })),
    clients: objects.clients.map((client) => ({
      ...clientFields(objects, client),
      protocolMappers: clientMappers(objects, client).map((mapper) => ({ ...mapper })),
      defaultClientScopes: [],
      optionalClientScopes: client.scopes,
    })),
    users: self.map((client) => ({
      username: `service-account-${client.id}`.toLowerCase(),
      enabled: true,
      serviceAccountClientId: client.id,
      realmRoles: client.roles,
    })),
    ...(provider === undefined
      ? {}
      : {
          identityProviders: [providerFields(objects, provider)],
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
  return stableJson(marked(representation))
    .replaceAll("${", "\\u0024{")
    .replace(/"\\u0000([A-Z0-9_]+)"/g, '"${$1}"');
}

/** A hole becomes a string that begins with NUL, which no checked text of a policy holds; what has none stays itself. */
function marked(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value.map(marked);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isObject(value)) return value;
  if (typeof value.$env === "string") return `\0${value.$env}`;
  const changed = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    const after = typeof item === "object" ? marked(item) : item;
    return after === item ? [] : [[key, after]];
  });
  return changed.length === 0 ? value : { ...value, ...Object.fromEntries(changed) };
}
