/** The steps of one client: itself, its claims, the scopes that it can ask for, and its service account. */
import type { Step } from "../apply/plan-shape.ts";
import { findClient, mapperLinks, post, put, type Realm, remove, roleLinks, roleReference } from "./calls.ts";
import type { ClientObject } from "./objects.ts";
import { clientFields, clientMappers } from "./representation.ts";

export function clientSteps(realm: Realm, client: ClientObject): readonly Step[] {
  const yielded = `client/${client.id}`;
  const path = realm.path("clients", { $yield: yielded });
  const fields = clientFields(realm.objects, client);
  const mappers = clientMappers(realm.objects, client);
  return [
    {
      // With the lists said, the realm's default scopes are not added.
      create: post(
        realm.path("clients"),
        clientFields(realm.objects, client, {
          defaultClientScopes: [],
          optionalClientScopes: client.scopes,
          protocolMappers: mappers,
        }),
      ),
      find: findClient(realm, client.id),
      id: yielded,
      kind: "ensure",
      owned: realm.owned(`The client ${client.id}`),
      purpose: `client ${client.id}${client.enabled ? "" : ", off"}`,
      undo: remove(path),
      update: put(path, fields),
      yields: { [yielded]: "/id" },
    },
    {
      id: `${yielded}/mappers`,
      kind: "links",
      purpose: `claims of client ${client.id}`,
      ...mapperLinks([...path, "protocol-mappers", "models"]),
      items: mappers,
    },
    scopesStep(realm, client, "default", []),
    scopesStep(realm, client, "optional", client.scopes),
    {
      id: `${yielded}/roles`,
      kind: "links",
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
    add: { expects: [200, 204], method: "PUT", path: one },
    extra: "remove",
    id: `${yielded}/${kind}-scopes`,
    items: scopes.map((name) => ({ id: { $yield: `scope/${name}` }, name })),
    key: "/id",
    kind: "links",
    list: { path: list },
    purpose: `${kind} scopes of client ${client.id}`,
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
      find: { path: realm.path("clients", { $yield: `client/${client.id}` }, "service-account-user") },
      id: yielded,
      kind: "ensure",
      purpose: `service account of client ${client.id}`,
      yields: { [yielded]: "/id" },
    },
    {
      id: `${yielded}/roles`,
      kind: "links",
      purpose: `roles of the service account of client ${client.id}`,
      ...roleLinks([...path, "role-mappings", "realm"]),
      items: client.roles.map(roleReference),
    },
    {
      add: { expects: [200, 204], method: "PUT", path: group },
      extra: "remove",
      id: `${yielded}/groups`,
      items: [],
      key: "/id",
      kind: "links",
      list: { path: [...path, "groups"] },
      purpose: `groups of the service account of client ${client.id}`,
      remove: remove(group),
    },
  ];
}
