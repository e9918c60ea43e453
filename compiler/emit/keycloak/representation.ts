/** The objects as Keycloak's Admin API has them (representations of 26.7). Holes are for whoever applies them. */
import type { Hole, Template } from "../apply/plan-shape.ts";
import type { ClientObject, ProviderObject, RealmObjects, RoleObject, ScopeObject } from "./objects.ts";

export type Fields = { readonly [key: string]: Template };
export type Text = Readonly<Record<string, string | Hole>>;

/** Seconds between the issue and the end of an identity assertion that is still taken. */
export const longestAssertion = 300;

/** The attributes by which an object is known to be this workspace's and this target's. */
export const ownerOf = ({ workspace, target }: RealmObjects): Readonly<Record<string, string>> => ({
  "remit.workspace": workspace,
  "remit.target": target,
});

export interface Mapper {
  readonly name: string;
  readonly protocol: "openid-connect";
  readonly protocolMapper: string;
  readonly config: Readonly<Record<string, string>>;
}

export function scopeFields(
  objects: RealmObjects,
  scope: ScopeObject,
): Fields & { readonly attributes: Text } {
  return {
    name: scope.name,
    description: "Made by Remit.",
    protocol: "openid-connect",
    attributes: {
      ...ownerOf(objects),
      "remit.source": scope.source,
      "include.in.token.scope": "true",
      "display.on.consent.screen": "false",
    },
  };
}

/** 26.7 answers introspection with `active: false` unless the asking client is in the audience. */
export const scopeMappers = (scope: ScopeObject): readonly Mapper[] => [
  {
    name: "audience",
    protocol: "openid-connect",
    protocolMapper: "oidc-audience-mapper",
    config: {
      "included.custom.audience": scope.audience,
      "access.token.claim": "true",
      "id.token.claim": "false",
      "introspection.token.claim": "true",
    },
  },
];

export function roleFields(objects: RealmObjects, role: RoleObject): Fields {
  const attributes = Object.entries(ownerOf(objects)).map(([key, value]): [string, readonly string[]] => [
    key,
    [value],
  ]);
  return { name: role.name, description: "Made by Remit.", attributes: Object.fromEntries(attributes) };
}

export function groupFields(objects: RealmObjects, name: string): Fields {
  const attributes = Object.entries(ownerOf(objects)).map(([key, value]): [string, readonly string[]] => [
    key,
    [value],
  ]);
  return { name, attributes: Object.fromEntries(attributes) };
}

export function clientFields(objects: RealmObjects, client: ClientObject): Fields {
  const assertions = client.kind === "behalf" && objects.provider !== undefined;
  return {
    clientId: client.id,
    name: client.agent.length > 255 ? client.agent.slice(0, 255) : client.agent,
    description: client.kind === "self" ? "Made by Remit." : "Made by Remit: the agent on behalf of users.",
    protocol: "openid-connect",
    enabled: client.enabled,
    clientAuthenticatorType: client.jwks === undefined ? "client-secret" : "client-jwt",
    publicClient: false,
    bearerOnly: false,
    consentRequired: false,
    fullScopeAllowed: false,
    standardFlowEnabled: false,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: false,
    serviceAccountsEnabled: client.kind === "self",
    frontchannelLogout: false,
    redirectUris: [],
    webOrigins: [],
    attributes: {
      ...ownerOf(objects),
      "remit.agent": client.agent,
      "remit.owner": client.owner,
      "remit.source": client.source,
      "access.token.lifespan": String(client.session),
      "use.refresh.tokens": "false",
      "client_credentials.use_refresh_token": "false",
      "oauth2.device.authorization.grant.enabled": "false",
      "oidc.ciba.grant.enabled": "false",
      "standard.token.exchange.enabled": String(client.kind === "behalf"),
      "standard.token.exchange.enableRefreshRequestedTokenType": "NO",
      "oauth2.jwt.authorization.grant.enabled": String(assertions),
      ...(assertions ? { "oauth2.jwt.authorization.grant.idp": objects.provider?.alias ?? "" } : {}),
      ...(client.jwks === undefined
        ? {}
        : { "use.jwks.url": "true", "use.jwks.string": "false", "jwks.url": { $env: client.jwks } }),
    },
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
    name: `remit ${claim}`,
    protocol: "openid-connect",
    protocolMapper: "oidc-hardcoded-claim-mapper",
    config: {
      "claim.name": `remit.${claim}`,
      "claim.value": value,
      "jsonType.label": "String",
      "access.token.claim": "true",
      "id.token.claim": "false",
      "userinfo.token.claim": "false",
      "access.tokenResponse.claim": "false",
      "introspection.token.claim": "true",
    },
  }));

export function providerFields(objects: RealmObjects, provider: ProviderObject): Fields {
  return {
    alias: provider.alias,
    displayName: "Remit: identity assertions",
    providerId: "jwt-authorization-grant",
    enabled: true,
    hideOnLogin: true,
    linkOnly: true,
    storeToken: false,
    addReadTokenRoleOnCreate: false,
    config: {
      ...ownerOf(objects),
      issuer: provider.issuer,
      useJwksUrl: "true",
      jwksUrl: { $env: provider.jwks },
      jwtAuthorizationGrantEnabled: "true",
      jwtAuthorizationGrantAssertionReuseAllowed: "false",
      jwtAuthorizationGrantMaxAllowedAssertionExpiration: String(longestAssertion),
    },
  };
}
