/** What has to be in the realm, before it becomes a realm's JSON or a request plan. */
import type { Origin, Policy } from "../../model/policy.ts";
import type { Target } from "../../model/test-and-target.ts";
import { variableName } from "../apply/variables.ts";
import { targetName } from "../enforcement.ts";
import { nameRules, platformName } from "../names.ts";
import type { Plan, PlannedAgent, PlannedGrant } from "../plan.ts";
import { scopeOf } from "./scopes.ts";

export interface ScopeObject {
  readonly name: string;
  readonly audience: string;
  readonly actions: readonly string[];
  /** Only who has this role gets the scope: it is granted on behalf of groups. */
  readonly role?: string;
  readonly source: string;
}

export interface RoleObject {
  readonly name: string;
  readonly scope: string;
  /** Sorted names of the groups whose members have it now. */
  readonly groups: readonly string[];
}

export interface ClientObject {
  readonly id: string;
  readonly agent: string;
  readonly origin: Origin;
  /** `self` gets tokens by client credentials, `behalf` by exchange of a user's token or assertion. */
  readonly kind: "self" | "behalf";
  readonly enabled: boolean;
  /** Sorted names of the scopes that it can ask for now. */
  readonly scopes: readonly string[];
  /** Sorted roles of its service account. */
  readonly roles: readonly string[];
  /** Seconds. */
  readonly session: number;
  readonly owner: string;
  readonly source: string;
  /** The environment variable with the address of its keys; absent where it has a secret. */
  readonly jwks?: string;
}

export interface ProviderObject {
  readonly alias: string;
  readonly issuer: string;
  readonly jwks: string;
  /** What the names of the client profiles and policies begin with. */
  readonly policy: string;
}

export interface RealmObjects {
  readonly realm: string;
  readonly workspace: string;
  readonly target: string;
  readonly scopes: readonly ScopeObject[];
  readonly roles: readonly RoleObject[];
  readonly groups: readonly string[];
  readonly clients: readonly ClientObject[];
  readonly provider?: ProviderObject;
}

/** The suffix of the client that acts on behalf of users; no mapped name holds its `~`. */
export const behalfSuffix = "~on-behalf";

/** The client id of an agent: what its identity says, else its name. */
export function clientIdOf({ agent }: PlannedAgent): string {
  const identity = agent.identities.find((one) => one.kind === "keycloak");
  return identity?.client ?? platformName(agent.name, nameRules.keycloakClient);
}

/** The objects of a plan's permissions, each list sorted by name. */
export function objectsOf(policy: Policy, target: Target, planned: Plan): RealmObjects {
  const agents = planned.agents.filter((agent) => agent.grants.some(isEmitted));
  const restricted = new Map<string, Set<string>>();
  const scopes = new Map<string, ScopeObject>();
  for (const agent of agents)
    for (const grant of agent.grants.filter(isEmitted))
      for (const name of scopeNames(policy, grant)) {
        if (grant.grant.subjects.length === 0) continue;
        const groups = restricted.get(name) ?? new Set();
        if (grant.active)
          for (const subject of grant.grant.subjects.flat())
            if (subject.kind === "group") groups.add(subject.claim);
        restricted.set(name, groups);
      }
  const roleOf = (scope: string): string | undefined =>
    restricted.has(scope) ? `remit:${platformName(scope, nameRules.keycloakObject)}` : undefined;
  for (const agent of agents)
    for (const grant of agent.grants.filter(isEmitted))
      for (const { text } of grant.grant.actions) addScope(policy, text, roleOf, scopes);
  const issuer = target.settings["cross-app-access issuer"];
  const clients = agents.flatMap((agent) => clientsOf(policy, target, agent, roleOf));
  const roles = [...restricted].flatMap(([scope, groups]): RoleObject[] => {
    const name = roleOf(scope);
    return name === undefined ? [] : [{ name, scope, groups: [...groups].sort() }];
  });
  return {
    realm: String(target.settings.realm),
    workspace: policy.workspace,
    target: targetName(target),
    scopes: [...scopes.values()].sort(byKey((one) => one.name)),
    roles: roles.sort(byKey((one) => one.name)),
    groups: [...new Set([...restricted.values()].flatMap((groups) => [...groups]))].sort(),
    clients: clients.sort(byKey((one) => one.id)),
    ...(typeof issuer === "string" ? { provider: providerOf(policy, target, issuer) } : {}),
  };
}

const byKey =
  <T>(key: (item: T) => string) =>
  (one: T, other: T): number =>
    key(one) < key(other) ? -1 : 1;

const isEmitted = (grant: PlannedGrant): boolean => grant.grant.actions.length > 0;

const isOnBehalf = (grant: PlannedGrant): boolean => grant.source.subjects.length > 0;

function scopeNames(policy: Policy, grant: PlannedGrant): readonly string[] {
  return grant.grant.actions.flatMap(({ text }) => scopeOf(policy, text)?.name ?? []);
}

function addScope(
  policy: Policy,
  action: string,
  roleOf: (scope: string) => string | undefined,
  scopes: Map<string, ScopeObject>,
): void {
  const scope = scopeOf(policy, action);
  if (scope?.service.audience === undefined) return;
  const { name, declared, service } = scope;
  const known = scopes.get(name);
  const role = roleOf(name);
  scopes.set(name, {
    name,
    audience: service.audience ?? "",
    actions: [...new Set([...(known?.actions ?? []), action])].sort(),
    ...(role === undefined ? {} : { role }),
    source: known?.source ?? place(declared.origin),
  });
}

function clientsOf(
  policy: Policy,
  target: Target,
  planned: PlannedAgent,
  roleOf: (scope: string) => string | undefined,
): readonly ClientObject[] {
  const { agent } = planned;
  const id = clientIdOf(planned);
  const emitted = planned.grants.filter(isEmitted);
  const make = (kind: ClientObject["kind"], grants: readonly PlannedGrant[]): ClientObject => {
    const active = grants.filter((grant) => planned.active && grant.active);
    const scopes = [...new Set(active.flatMap((grant) => scopeNames(policy, grant)))].sort();
    return {
      id: kind === "self" ? id : `${id}${behalfSuffix}`,
      agent: agent.name,
      origin: agent.origin,
      kind,
      enabled: planned.active,
      scopes,
      roles: kind === "self" ? scopes.flatMap((scope) => roleOf(scope) ?? []).sort() : [],
      session: agent.session,
      owner: policy.owners[agent.owner]?.email ?? agent.owner,
      source: place(agent.origin),
      ...(target.settings.authentication === "secret"
        ? {}
        : { jwks: variableName("REMIT_JWKS_URL", agent.name) }),
    };
  };
  const behalf = emitted.filter(isOnBehalf);
  return [
    make(
      "self",
      emitted.filter((grant) => !isOnBehalf(grant)),
    ),
    ...(behalf.length > 0 ? [make("behalf", behalf)] : []),
  ];
}

function providerOf(policy: Policy, target: Target, issuer: string): ProviderObject {
  const name = platformName(`${policy.workspace}.${targetName(target)}`, nameRules.keycloakObject);
  return { alias: `remit-${name}`, issuer, jwks: "REMIT_CROSS_APP_ACCESS_JWKS_URL", policy: `remit:${name}` };
}

const place = ({ span, line }: Origin): string => `${span.file}:${line}`;
