/**
 * The objects as Keycloak's Admin API has them (representations of 26.7). Holes are for whoever applies them. Keys stand
 * as in the text, which then needs no sorting.
 */
import type { Hole, Template } from "../apply/plan-shape.ts";
import type { ClientObject, ProviderObject, RealmObjects, RoleObject, ScopeObject } from "./objects.ts";

export type Fields = { readonly [key: string]: Template };
export type Text = Readonly<Record<string, string | Hole>>;

/** How a variable that the operator gives stands in what is made: by default as a hole of a plan. */
export type InPlace = (variable: string) => Template;
const asHole: InPlace = (variable) => ({ $env: variable });

/** What else of a client stands in a representation of it that is written whole. */
export interface ClientLists {
  readonly defaultClientScopes: readonly string[];
  readonly optionalClientScopes: readonly string[];
  readonly protocolMappers: readonly Mapper[];
}

/** Seconds between the issue and the end of an identity assertion that is still taken. */
export const longestAssertion = 300;

/** The attributes by which an object is known to be this workspace's and this target's. */
export const ownerOf = ({ workspace, target }: RealmObjects): Readonly<Record<string, string>> => ({
  "remit.target": target,
  "remit.workspace": workspace,
});

/** Name, protocol, protocolMapper and config. */
export type Mapper = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

export function scopeFields(
  objects: RealmObjects,
  scope: ScopeObject,
): Fields & { readonly attributes: Text } {
  return {
    attributes: {
      "display.on.consent.screen": "false",
      "include.in.token.scope": "true",
      "remit.source": scope.source,
      ...ownerOf(objects),
    },
    description: "Made by Remit.",
    name: scope.name,
    protocol: "openid-connect",
  };
}

/** 26.7 answers introspection with `active: false` unless the asking client is in the audience. */
export const scopeMappers = (scope: ScopeObject): readonly Mapper[] => [
  {
    config: {
      "access.token.claim": "true",
      "id.token.claim": "false",
      "included.custom.audience": scope.audience,
      "introspection.token.claim": "true",
    },
    name: "audience",
    protocol: "openid-connect",
    protocolMapper: "oidc-audience-mapper",
  },
];

export function roleFields(objects: RealmObjects, role: RoleObject): Fields {
  const attributes = Object.entries(ownerOf(objects)).map(([key, value]): [string, readonly string[]] => [
    key,
    [value],
  ]);
  return { attributes: Object.fromEntries(attributes), description: "Made by Remit.", name: role.name };
}

export function groupFields(objects: RealmObjects, name: string): Fields {
  const attributes = Object.entries(ownerOf(objects)).map(([key, value]): [string, readonly string[]] => [
    key,
    [value],
  ]);
  return { attributes: Object.fromEntries(attributes), name };
}

/** A client, with its lists where they are given: a change of it leaves them alone. */
export function clientFields(
  objects: RealmObjects,
  client: ClientObject,
  lists?: ClientLists,
  inPlace: InPlace = asHole,
): Fields {
  const assertions = client.kind === "behalf" && objects.provider !== undefined;
  return {
    attributes: {
      "access.token.lifespan": String(client.session),
      "client_credentials.use_refresh_token": "false",
      ...(client.jwks === undefined ? {} : { "jwks.url": inPlace(client.jwks) }),
      "oauth2.device.authorization.grant.enabled": "false",
      "oauth2.jwt.authorization.grant.enabled": String(assertions),
      ...(assertions ? { "oauth2.jwt.authorization.grant.idp": objects.provider?.alias ?? "" } : {}),
      "oidc.ciba.grant.enabled": "false",
      "remit.agent": client.agent,
      "remit.owner": client.owner,
      "remit.source": client.source,
      "remit.target": objects.target,
      "remit.workspace": objects.workspace,
      "standard.token.exchange.enableRefreshRequestedTokenType": "NO",
      "standard.token.exchange.enabled": String(client.kind === "behalf"),
      ...(client.jwks === undefined ? {} : { "use.jwks.string": "false", "use.jwks.url": "true" }),
      "use.refresh.tokens": "false",
    },
    bearerOnly: false,
    clientAuthenticatorType: client.jwks === undefined ? "client-secret" : "client-jwt",
    clientId: client.id,
    consentRequired: false,
    ...(lists === undefined ? {} : { defaultClientScopes: lists.defaultClientScopes }),
    description: client.kind === "self" ? "Made by Remit." : "Made by Remit: the agent on behalf of users.",
    directAccessGrantsEnabled: false,
    enabled: client.enabled,
    frontchannelLogout: false,
    fullScopeAllowed: false,
    implicitFlowEnabled: false,
    name: client.agent.length > 255 ? client.agent.slice(0, 255) : client.agent,
    ...(lists === undefined ? {} : { optionalClientScopes: lists.optionalClientScopes }),
    protocol: "openid-connect",
    ...(lists === undefined ? {} : { protocolMappers: lists.protocolMappers }),
    publicClient: false,
    redirectUris: [],
    serviceAccountsEnabled: client.kind === "self",
    standardFlowEnabled: false,
    webOrigins: [],
  };
}

/** Who answers for the agent, in every token of it. */
export const clientMappers = (objects: RealmObjects, client: ClientObject): readonly Mapper[] =>
  Object.entries({
    agent: client.agent,
    owner: client.owner,
    source: client.source,
    workspace: objects.workspace,
  }).map(([claim, value]) => ({
    config: {
      "access.token.claim": "true",
      "access.tokenResponse.claim": "false",
      "claim.name": `remit.${claim}`,
      "claim.value": value,
      "id.token.claim": "false",
      "introspection.token.claim": "true",
      "jsonType.label": "String",
      "userinfo.token.claim": "false",
    },
    name: `remit ${claim}`,
    protocol: "openid-connect",
    protocolMapper: "oidc-hardcoded-claim-mapper",
  }));

export function providerFields(
  objects: RealmObjects,
  provider: ProviderObject,
  inPlace: InPlace = asHole,
): Fields {
  return {
    addReadTokenRoleOnCreate: false,
    alias: provider.alias,
    config: {
      issuer: provider.issuer,
      jwksUrl: inPlace(provider.jwks),
      jwtAuthorizationGrantAssertionReuseAllowed: "false",
      jwtAuthorizationGrantEnabled: "true",
      jwtAuthorizationGrantMaxAllowedAssertionExpiration: String(longestAssertion),
      ...ownerOf(objects),
      useJwksUrl: "true",
    },
    displayName: "Remit: identity assertions",
    enabled: true,
    hideOnLogin: true,
    linkOnly: true,
    providerId: "jwt-authorization-grant",
    storeToken: false,
  };
}
