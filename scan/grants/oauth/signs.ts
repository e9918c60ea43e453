/** What the text of a whole file says of OAuth. */
import type { OauthScope } from "./fact.ts";
import { providers } from "./surroundings.ts";

const consents =
  /InstalledAppFlow|from_client_secrets|from_client_config|generateAuthUrl|authorization_url|authorizationUrl|getAuthorizationUrl|requires_access_token|OAuthHelper|oauth2\/v2\/auth|oauth\/authorize|OAuth2Client|authorizationCode|AuthorizationCode|run_local_server|GoogleProvider|passport|NextAuth|signIn\(|getToken\(|token\.json/;
const services =
  /service_account|ServiceAccount|GoogleAuth\b|google\.auth\.default|auth\.default\(|\bJWT\(|ADC\b|application_default|getClient\(|with_scopes|with_subject/;

/** Whether a file can hold scopes of a provider that anything is known of, or of a flow that is one of OAuth. */
export function speaksOfOauth(path: string, source: string): boolean {
  if (discordInvite.test(source)) return true;
  if (!keyed.test(source)) return false;
  return (
    clientWords.test(source) ||
    anyProvider.test(source) ||
    anyProvider.test(path) ||
    consents.test(source) ||
    services.test(source)
  );
}

/** Keys of an OAuth client, of a server's description, and of a policy of one. */
const clientWords =
  /client_?id\b|grant_?types?\b|redirect_?uris?\b|authorization_servers|token_?(?:url|endpoint)\b|\boauth2?\b|OAuth2/i;
/** Where a server lets a bot in, with its permissions as a number. */
export const discordInvite = /discord(?:app)?\.com\/(?:api\/)?oauth2\/authorize\?/;

/** A key, an assignment or a call that is about scopes. */
const keyed =
  /name["']?\s{0,5}:\s{0,5}["']scopes?["']|-Scopes?\s|(?:[sS]copes?|SCOPES?)(?:_?(?:default|list|required|set|whitelist|allowlist|supported|DEFAULT|LIST))?["'\]]?\s{0,10}[:=(]|from_(?:client|authorized|service)_|create_scoped|from_stream|acquire_token/;
/** Plain words of which one stands in every file that `keyed` finds something in. */
export const scopeWords: readonly string[] = [
  "scope",
  "Scope",
  "SCOPE",
  "from_client_",
  "from_authorized_",
  "from_service_",
  "create_scoped",
  "from_stream",
  "acquire_token",
];
/** Every word that names a provider, and scopes that name theirs. */
const anyProvider = new RegExp(
  [
    ...providers.map(([, pattern]) => pattern.source),
    "googleapis",
    "ReadWrite",
    ":history",
    "chat:write",
    "search:read",
  ].join("|"),
  "i",
);

/** How tokens are got, as far as the file's own text says; `both` says nothing. */
function flowOf(source: string): OauthScope["flow"] {
  const consent = consents.test(source);
  const service = services.test(source);
  if (consent === service) return "unknown";
  return consent ? "consent" : "service";
}

/** What the text of a whole file says of OAuth. */
export interface OauthSigns {
  readonly isSpokenOf: boolean;
  readonly flow: OauthScope["flow"];
}

export function oauthSigns(path: string, source: string): OauthSigns {
  const isSpokenOf = speaksOfOauth(path, source);
  return { isSpokenOf, flow: isSpokenOf ? flowOf(source) : "unknown" };
}
