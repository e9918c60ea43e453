/** The steps of one client: itself, its claims, the scopes that it can ask for, and its service account. */
import type { Step } from "../apply/plan-shape.ts";
import { findClient, mapperLinks, post, put, type Realm, remove, roleLinks, roleReference } from "./calls.ts";
import type { ClientObject } from "./objects.ts";
import { clientFields, clientMappers } from "./representation.ts";

export function clientSteps(realm: Realm, client: ClientObject): readonly Step[] {
  const yielded = `client/${client.id}`;
  const path = realm.path("clients", { $yield: yielded });
  const fields = clientFields(realm.objects, client);
  const mappers = clientMappers(realm.objects, client).map((mapper) => ({ ...mapper }));
  return [
    {
      kind: "ensure",
      id: yielded,
      purpose: `client ${client.id}${client.enabled ? "" : ", off"}`,
      find: findClient(realm, client.id),
      owned: realm.owned(`The client ${client.id}`),
      // With the lists said, the realm's default scopes are not added.
      create: post(realm.path("clients"), {
        ...fields,
        protocolMappers: mappers,
        defaultClientScopes: [],
        optionalClientScopes: client.scopes,
      }),
      update: put(path, fields),
      undo: remove(path),
      yields: { [yielded]: "/id" },
    },
    {
      kind: "links",
      id: `${yielded}/mappers`,
      purpose: `claims of client ${client.id}`,
      ...mapperLinks([...path, "protocol-mappers", "models"]),
      items: mappers,
    },
    scopesStep(realm, client, "default", []),
    scopesStep(realm, client, "optional", client.scopes),
    {
      kind: "links",
      id: `${yielded}/roles`,
      purpose: `roles in the scope of client ${client.id}`,
      ...roleLinks([...path, "scope-mappings", "realm"]),
      items: [],
    },
    ...(client.kind === "self" ? accountSteps(realm, client) : []),
  ];
}

function scopesStep(
  realm: Realm,
  client: ClientObject,
  kind: "default" | "optional",
  scopes: readonly string[],
): Step {
  const yielded = `client/${client.id}`;
  const list = realm.path("clients", { $yield: yielded }, `${kind}-client-scopes`);
  const one = [...list, { $item: "/id" }];
  return {
    kind: "links",
    id: `${yielded}/${kind}-scopes`,
    purpose: `${kind} scopes of client ${client.id}`,
    list: { path: list },
    key: "/id",
    items: scopes.map((name) => ({ id: { $yield: `scope/${name}` }, name })),
    extra: "remove",
    add: { method: "PUT", path: one, expects: [200, 204] },
    remove: remove(one),
  };
}

/** A new user has the realm's default roles and groups; this one has only what the policy gives it. */
function accountSteps(realm: Realm, client: ClientObject): readonly Step[] {
  const yielded = `account/${client.id}`;
  const path = realm.path("users", { $yield: yielded });
  const group = [...path, "groups", { $item: "/id" }];
  return [
    {
      kind: "ensure",
      id: yielded,
      purpose: `service account of client ${client.id}`,
      find: { path: realm.path("clients", { $yield: `client/${client.id}` }, "service-account-user") },
      yields: { [yielded]: "/id" },
    },
    {
      kind: "links",
      id: `${yielded}/roles`,
      purpose: `roles of the service account of client ${client.id}`,
      ...roleLinks([...path, "role-mappings", "realm"]),
      items: client.roles.map(roleReference),
    },
    {
      kind: "links",
      id: `${yielded}/groups`,
      purpose: `groups of the service account of client ${client.id}`,
      list: { path: [...path, "groups"] },
      key: "/id",
      items: [],
      extra: "remove",
      add: { method: "PUT", path: group, expects: [200, 204] },
      remove: remove(group),
    },
  ];
}
