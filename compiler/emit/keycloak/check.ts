/**
 * Keycloak takes nonsense in silence (scopes, mappers and roles that are not there), so every reference of the
 * representation is resolved here, and every text that it could not carry is refused, before anything is written.
 */
import { isObject, own } from "../../model/json.ts";
import type { Agent, Origin, Policy } from "../../model/policy.ts";
import type { Target } from "../../model/test-and-target.ts";
import type { Template } from "../apply/plan-shape.ts";
import { type Problem, problemAt } from "../emit-problem.ts";
import { oneLine } from "../escape.ts";
import { behalfSuffix, type RealmObjects } from "./objects.ts";
import type { RealmRepresentation } from "./realm.ts";
import type { Fields } from "./representation.ts";

/** What of the objects cannot be in a realm: names that meet, and text that Keycloak cannot hold. */
export function objectProblems(policy: Policy, target: Target, objects: RealmObjects): readonly Problem[] {
  const problems: Problem[] = [];
  const refuse = (origin: Origin, message: string) =>
    problems.push(problemAt("bad-literal", origin, message));
  if (!/^[A-Za-z0-9_-]{1,200}$/.test(objects.realm))
    refuse(
      target.origin,
      `"${oneLine(objects.realm)}" cannot be a realm: its name is letters, digits, '_' and '-'.`,
    );
  const issuer = objects.provider?.issuer;
  if (issuer !== undefined && !(URL.canParse(issuer) && /^https?:\/\/[\x21-\x7e]+$/.test(issuer)))
    refuse(target.origin, `"${oneLine(issuer)}" is no issuer: an https URL is needed.`);
  const seen = new Map<string, string>();
  const named = new Set<string>();
  const audiences = new Set(objects.scopes.map((scope) => scope.audience));
  for (const client of objects.clients) {
    const id = client.id.toLowerCase();
    const base = client.kind === "self" ? client.id : client.id.slice(0, -behalfSuffix.length);
    const other = seen.get(id);
    if (other !== undefined && client.kind === "self")
      problems.push(
        problemAt(
          "shared-identity",
          client.origin,
          `The agents '${other}' and '${client.agent}' would have the same client '${oneLine(client.id)}' in Keycloak, which does not tell its letters' case apart; each needs one of its own.`,
          "error",
        ),
      );
    seen.set(id, client.agent);
    if (builtIn.has(id))
      refuse(
        client.origin,
        `'${oneLine(client.id)}' is a client that every realm of Keycloak has; agent '${client.agent}' needs one of its own: identity { keycloak client "…" }.`,
      );
    // Both clients of an agent are named alike, so the name is judged once.
    if (!named.has(client.agent) && !/^[A-Za-z0-9_.:/@-]{1,180}$/.test(base))
      refuse(
        client.origin,
        `'${oneLine(client.id)}' cannot be the client of '${client.agent}': its name is up to 180 letters, digits and _.:/@-.`,
      );
    named.add(client.agent);
    if (audiences.has(client.id))
      refuse(
        client.origin,
        `'${oneLine(client.id)}' is the audience of a service too; a token for it could be exchanged by the agent.`,
      );
  }
  for (const [what, text, origin] of texts(policy, objects, target))
    if (/\p{Cc}|\p{Surrogate}/u.test(text))
      refuse(origin, `${what} '${oneLine(text)}' holds a control character, which Keycloak cannot keep.`);
    else if (text.length > 255)
      refuse(origin, `${what} '${oneLine(text)}' is over 255 characters, which is Keycloak's limit.`);
  return problems;
}

/** Clients that Keycloak makes in every realm; it tells letters' case apart, and people do not. */
const builtIn: ReadonlySet<string> = new Set([
  "account",
  "account-console",
  "admin-cli",
  "broker",
  "realm-management",
  "security-admin-console",
]);

function texts(
  policy: Policy,
  objects: RealmObjects,
  target: Target,
): readonly (readonly [string, string, Origin])[] {
  const agent = (name: string): Agent | undefined => policy.agents[name];
  return [
    ["The workspace", objects.workspace, target.origin],
    ...objects.scopes.flatMap((scope) => [
      ["The audience", scope.audience, target.origin] as const,
      ["The file", scope.source, target.origin] as const,
    ]),
    ...objects.groups.map((name) => ["The group", name, target.origin] as const),
    ...objects.clients.flatMap((client) => [
      ["The owner", client.owner, client.origin] as const,
      ["The file", client.source, client.origin] as const,
      ["The agent", agent(client.agent)?.name ?? client.agent, client.origin] as const,
    ]),
  ];
}

/** The ids of what Keycloak 26.7 has and the representation may name. */
const known: ReadonlySet<string> = new Set([
  "oidc-audience-mapper",
  "oidc-hardcoded-claim-mapper",
  "downscope-assertion-grant-enforcer",
  "jwt-claim-enforcer",
  "client-attributes",
  "grant-type",
  "jwt-authorization-grant",
  "client-jwt",
  "client-secret",
]);

/** Every name in the representation that nothing in it answers to, as sentences. */
export function danglingReferences(realm: RealmRepresentation): readonly string[] {
  const names = (list: Template | undefined, key: string) =>
    new Set(items(list).map((item) => text(item, key)));
  const scopes = names(realm.clientScopes, "name");
  const roles = names(part(realm.roles, "realm"), "name");
  const clients = names(realm.clients, "clientId");
  const providers = names(realm.identityProviders, "alias");
  const profiles = names(part(realm.clientProfiles, "profiles"), "name");
  const found: string[] = [];
  const need = (set: ReadonlySet<string>, name: string, what: string, where: string) => {
    if (!set.has(name)) found.push(`${where} names the ${what} '${name}', which is not there`);
  };
  for (const client of items(realm.clients)) {
    const where = `client '${text(client, "clientId")}'`;
    for (const key of ["defaultClientScopes", "optionalClientScopes"])
      for (const name of strings(part(client, key))) need(scopes, name, "client scope", where);
    const provider = part(part(client, "attributes"), "oauth2.jwt.authorization.grant.idp");
    if (typeof provider === "string") need(providers, provider, "identity provider", where);
    need(known, text(client, "clientAuthenticatorType"), "authenticator", where);
  }
  for (const owner of [...items(realm.clients), ...items(realm.clientScopes)])
    for (const mapper of items(part(owner, "protocolMappers")))
      need(known, text(mapper, "protocolMapper"), "mapper", `'${text(mapper, "name")}'`);
  for (const mapping of items(realm.scopeMappings)) {
    need(scopes, text(mapping, "clientScope"), "client scope", "a scope mapping");
    for (const name of strings(part(mapping, "roles"))) need(roles, name, "role", "a scope mapping");
  }
  for (const holder of [...items(realm.groups), ...items(realm.users)])
    for (const name of strings(part(holder, "realmRoles")))
      need(roles, name, "role", `'${text(holder, "name") || text(holder, "username")}'`);
  for (const user of items(realm.users))
    need(clients, text(user, "serviceAccountClientId"), "client", "a service account");
  for (const provider of items(realm.identityProviders))
    need(known, text(provider, "providerId"), "provider", "an identity provider");
  for (const profile of items(part(realm.clientProfiles, "profiles")))
    for (const executor of items(part(profile, "executors")))
      need(known, text(executor, "executor"), "executor", "a profile");
  for (const policy of items(part(realm.clientPolicies, "policies"))) {
    for (const name of strings(part(policy, "profiles")))
      need(profiles, name, "client profile", "a client policy");
    for (const condition of items(part(policy, "conditions")))
      need(known, text(condition, "condition"), "condition", "a client policy");
  }
  return found;
}

const isFields = (value: Template | undefined): value is Fields => isObject(value);

const part = (value: Template | undefined, key: string): Template | undefined =>
  isFields(value) ? own(value, key) : undefined;

const items = (value: Template | undefined): readonly Template[] => (Array.isArray(value) ? value : []);

const strings = (value: Template | undefined): readonly string[] =>
  items(value).flatMap((item) => (typeof item === "string" ? [item] : []));

function text(value: Template | undefined, key: string): string {
  const found = part(value, key);
  return typeof found === "string" ? found : "";
}
