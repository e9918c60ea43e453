/** The objects as a request plan for a realm that is there already. */
import type { PlanInMaking, Step } from "../apply/plan-shape.ts";
import type { EmittedObject } from "../emission.ts";
import {
  entryStep,
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
export function requestPlan(objects: RealmObjects, previous: readonly EmittedObject[]): PlanInMaking {
  const realm = realmOf(objects);
  const steps = { [Symbol.iterator]: () => wholePlan(realm, previous) };
  return planOf(objects, steps, variablesOf(objects));
}

function* wholePlan(realm: Realm, previous: readonly EmittedObject[]): Generator<Step> {
  const { objects } = realm;
  const { provider } = objects;
  yield {
    id: "realm",
    kind: "require",
    message: `There is no realm ${objects.realm}: make it, or import realm.json.`,
    purpose: `the realm ${objects.realm} is there`,
    read: { path: realm.path() },
    some: [{ at: "/realm", is: objects.realm }],
  };
  for (const role of objects.roles) yield roleStep(realm, role);
  for (const name of objects.groups) yield groupStep(realm, name);
  for (const role of objects.roles) yield roleGroups(realm, role);
  for (const scope of objects.scopes) yield* scopeSteps(realm, scope);
  if (provider !== undefined) yield* providerSteps(realm, provider);
  for (const client of objects.clients) yield* clientSteps(realm, client);
  yield* removalSteps(realm, previous);
}

/** The plan with these steps. */
export function planOf(
  objects: RealmObjects,
  steps: Iterable<Step>,
  environment: PlanInMaking["environment"],
): PlanInMaking {
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
function variablesOf({ clients, provider }: RealmObjects): PlanInMaking["environment"] {
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
    create: post(realm.path("roles"), fields),
    find: { path },
    id: `role/${role.name}`,
    kind: "ensure",
    owned: realm.owned(`The role ${role.name}`),
    purpose: `role ${role.name} for ${role.scope}`,
    undo: remove(path),
    update: put(path, fields),
    yields: { [`role/${role.name}`]: "/id" },
  };
}

/** A group that is there is used as it is: its people are not Remit's. */
function groupStep(realm: Realm, name: string): Step {
  return {
    create: post(realm.path("groups"), groupFields(realm.objects, name)),
    find: { path: realm.path("group-by-path", name) },
    id: `group/${name}`,
    kind: "ensure",
    purpose: `group ${name}`,
    undo: remove(realm.path("groups", { $yield: `group/${name}` })),
    yields: { [`group/${name}`]: "/id" },
  };
}

function roleGroups(realm: Realm, role: RoleObject): Step {
  const path = realm.path("groups", { $item: "/id" }, "role-mappings", "realm");
  return {
    add: post(path, [roleReference(role.name)]),
    extra: "remove",
    id: `role/${role.name}/groups`,
    items: role.groups.map((name) => ({ id: { $yield: `group/${name}` } })),
    key: "/id",
    kind: "links",
    list: { path: realm.path("roles", role.name, "groups"), query: { max: "100000" } },
    purpose: `groups with role ${role.name}`,
    remove: remove(path, [roleReference(role.name)]),
  };
}

function scopeSteps(realm: Realm, scope: ScopeObject): readonly Step[] {
  const yielded = `scope/${scope.name}`;
  const path = realm.path("client-scopes", { $yield: yielded });
  const fields = scopeFields(realm.objects, scope);
  return [
    {
      create: post(realm.path("client-scopes"), fields),
      find: { in: "", path: realm.path("client-scopes"), where: [{ at: "/name", is: scope.name }] },
      id: yielded,
      kind: "ensure",
      owned: realm.owned(`The client scope ${scope.name}`),
      purpose: `client scope ${scope.name}`,
      undo: remove(path),
      update: put(path, fields),
      yields: { [yielded]: "/id" },
    },
    {
      kind: "links",
      id: `${yielded}/mappers`,
      purpose: `audience of client scope ${scope.name}`,
      ...mapperLinks([...path, "protocol-mappers", "models"]),
      items: scopeMappers(scope),
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
