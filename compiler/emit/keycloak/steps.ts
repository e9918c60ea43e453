/** The objects as a request plan for a realm that is there already. */
import type { RequestPlan, Step } from "../apply/plan-shape.ts";
import type { EmittedObject } from "../emission.ts";
import {
  entryStep,
  findClient,
  mapperLinks,
  post,
  put,
  type Realm,
  realmOf,
  remove,
  roleLinks,
  roleReference,
} from "./calls.ts";
import { clientPolicies } from "./client-policies.ts";
import { clientSteps } from "./client-steps.ts";
import type { ProviderObject, RealmObjects, RoleObject, ScopeObject } from "./objects.ts";
import { removalSteps } from "./removal-steps.ts";
import { groupFields, providerFields, roleFields, scopeFields, scopeMappers } from "./representation.ts";

/** The whole plan; `previous` are the objects of the last one, of which those that are gone are removed. */
export function requestPlan(objects: RealmObjects, previous: readonly EmittedObject[]): RequestPlan {
  const realm = realmOf(objects);
  const { provider } = objects;
  const steps: readonly Step[] = [
    {
      kind: "require",
      id: "realm",
      purpose: `the realm ${objects.realm} is there`,
      read: { path: realm.path() },
      some: [{ at: "/realm", is: objects.realm }],
      message: `There is no realm ${objects.realm}: make it, or import realm.json.`,
    },
    ...objects.roles.map((role) => roleStep(realm, role)),
    ...objects.groups.map((name) => groupStep(realm, name)),
    ...objects.roles.map((role) => roleGroups(realm, role)),
    ...objects.scopes.flatMap((scope) => scopeSteps(realm, scope)),
    ...(provider === undefined ? [] : providerSteps(realm, provider)),
    ...objects.clients.flatMap((client) => clientSteps(realm, client)),
    ...removalSteps(realm, previous),
  ];
  return planOf(objects, steps, variablesOf(objects));
}

/** Only the switching off of clients. */
export function stopPlan(objects: RealmObjects, stopped: readonly string[]): RequestPlan {
  const realm = realmOf(objects);
  return planOf(
    objects,
    objects.clients
      .filter((client) => stopped.includes(client.agent))
      .map((client) => {
        const yielded = `client/${client.id}`;
        const path = realm.path("clients", { $yield: yielded });
        return {
          kind: "ensure",
          id: yielded,
          purpose: `client ${client.id} is off`,
          find: findClient(realm, client.id),
          owned: realm.owned(`The client ${client.id}`),
          update: put(path, { clientId: client.id, enabled: false }),
          yields: { [yielded]: "/id" },
        };
      }),
    [],
  );
}

function planOf(
  objects: RealmObjects,
  steps: readonly Step[],
  environment: RequestPlan["environment"],
): RequestPlan {
  return {
    version: 1,
    workspace: objects.workspace,
    target: objects.target,
    base: "REMIT_KEYCLOAK_URL",
    authorization: { scheme: "Bearer", variable: "REMIT_KEYCLOAK_TOKEN" },
    environment,
    steps,
  };
}

/** The addresses of key sets, which the operator gives: each client's and the provider's. */
function variablesOf({ clients, provider }: RealmObjects): RequestPlan["environment"] {
  const used = new Map<string, string>();
  for (const { jwks, agent } of clients)
    if (jwks !== undefined)
      used.set(jwks, `the address of the key set (JWKS) that ${agent} signs its client assertions with`);
  if (provider !== undefined)
    used.set(provider.jwks, `the address of the key set (JWKS) of ${provider.issuer}`);
  return [...used]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, purpose]) => ({ name, purpose }));
}

function roleStep(realm: Realm, role: RoleObject): Step {
  const path = realm.path("roles", role.name);
  const fields = roleFields(realm.objects, role);
  return {
    kind: "ensure",
    id: `role/${role.name}`,
    purpose: `role ${role.name} for ${role.scope}`,
    find: { path },
    owned: realm.owned(`The role ${role.name}`),
    create: post(realm.path("roles"), fields),
    update: put(path, fields),
    undo: remove(path),
    yields: { [`role/${role.name}`]: "/id" },
  };
}

/** A group that is there is used as it is: its people are not Remit's. */
function groupStep(realm: Realm, name: string): Step {
  return {
    kind: "ensure",
    id: `group/${name}`,
    purpose: `group ${name}`,
    find: { path: realm.path("group-by-path", name) },
    create: post(realm.path("groups"), groupFields(realm.objects, name)),
    undo: remove(realm.path("groups", { $yield: `group/${name}` })),
    yields: { [`group/${name}`]: "/id" },
  };
}

function roleGroups(realm: Realm, role: RoleObject): Step {
  const path = realm.path("groups", { $item: "/id" }, "role-mappings", "realm");
  return {
    kind: "links",
    id: `role/${role.name}/groups`,
    purpose: `groups with role ${role.name}`,
    list: { path: realm.path("roles", role.name, "groups"), query: { max: "100000" } },
    key: "/id",
    items: role.groups.map((name) => ({ id: { $yield: `group/${name}` } })),
    extra: "remove",
    add: post(path, [roleReference(role.name)]),
    remove: remove(path, [roleReference(role.name)]),
  };
}

function scopeSteps(realm: Realm, scope: ScopeObject): readonly Step[] {
  const yielded = `scope/${scope.name}`;
  const path = realm.path("client-scopes", { $yield: yielded });
  const fields = scopeFields(realm.objects, scope);
  return [
    {
      kind: "ensure",
      id: yielded,
      purpose: `client scope ${scope.name}`,
      find: { path: realm.path("client-scopes"), in: "", where: [{ at: "/name", is: scope.name }] },
      owned: realm.owned(`The client scope ${scope.name}`),
      create: post(realm.path("client-scopes"), fields),
      update: put(path, fields),
      undo: remove(path),
      yields: { [yielded]: "/id" },
    },
    {
      kind: "links",
      id: `${yielded}/mappers`,
      purpose: `audience of client scope ${scope.name}`,
      ...mapperLinks([...path, "protocol-mappers", "models"]),
      items: scopeMappers(scope).map((mapper) => ({ ...mapper })),
    },
    {
      kind: "links",
      id: `${yielded}/roles`,
      purpose: `role that client scope ${scope.name} asks for`,
      ...roleLinks([...path, "scope-mappings", "realm"]),
      items: scope.role === undefined ? [] : [roleReference(scope.role)],
    },
  ];
}

function providerSteps(realm: Realm, provider: ProviderObject): readonly Step[] {
  const path = realm.path("identity-provider", "instances", provider.alias);
  const fields = providerFields(realm.objects, provider);
  return [
    {
      kind: "ensure",
      id: `identity-provider/${provider.alias}`,
      purpose: `identity provider ${provider.alias}`,
      find: { path },
      owned: realm.owned(`The identity provider ${provider.alias}`, "/config"),
      create: post(realm.path("identity-provider", "instances"), fields),
      update: put(path, fields),
      undo: remove(path),
    },
    ...clientPolicies(realm.objects).flatMap(({ name, profile, policy }) => [
      entryStep(realm, "profiles", name, profile),
      entryStep(realm, "policies", name, policy),
    ]),
  ];
}
