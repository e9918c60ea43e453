/** Identity assertions (ID-JAG) of an issuer of the tests, and their redemption. */
import type { Signer } from "./keycloak-keys.ts";
import type { Answer, Keycloak } from "./keycloak-server.ts";

export const ISSUER = "https://idp.acme.example";

/** The identity provider that `cross-app-access` makes in the workspace `acme` for its target `keycloak`. */
const PROVIDER = "remit-acme.keycloak";

/** Links a user of the realm to the one whom the issuer calls `NAME-there`; throws where it cannot. */
export async function linkUser(server: Keycloak, realm: string, id: string, name: string): Promise<void> {
  const link = { identityProvider: PROVIDER, userId: `${name}-there`, userName: name };
  const path = `/${realm}/users/${id}/federated-identity/${PROVIDER}`;
  const { status, json } = await server.admin("POST", path, link);
  if (status !== 204) throw new Error(`${name} cannot be linked: ${JSON.stringify(json)}`);
}

/** A good assertion on `ida-there` for a client, but for the claims and headers that are given. */
export function assertionFor(
  server: Keycloak,
  realm: string,
  client: string,
  by: Signer,
  claims: object = {},
  header: object = {},
): string {
  const now = Math.floor(Date.now() / 1000);
  return by.sign(
    { typ: "oauth-id-jag+jwt", ...header },
    {
      iss: ISSUER,
      sub: "ida-there",
      aud: `${server.url}/realms/${realm}`,
      client_id: client,
      jti: crypto.randomUUID(),
      iat: now,
      exp: now + 120,
      scope: "invoices:read",
      ...claims,
    },
  );
}

export const redeem = (
  server: Keycloak,
  realm: string,
  client: Readonly<Record<string, string>>,
  assertion: string,
  scope: string,
): Promise<Answer> =>
  server.ask(realm, "token", {
    ...client,
    grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    assertion,
    scope,
  });
