/** What stands around a scope, and what it says of the scope: its provider, its holder, its part. */
import { entriesOf, nearestKey, str, type Trail } from "../value.ts";
import type { OauthScope, ScopeProvider } from "./fact.ts";

/** Words by which the surroundings say whose scopes they are. */
export const providers: readonly (readonly [ScopeProvider, RegExp])[] = [
  ["slack", /slack/i],
  ["github", /github|octokit|getWebFlowAuthorizationUrl/i],
  ["gitlab", /gitlab/i],
  [
    "microsoft",
    /microsoft|msal|\bgraph\b|azure|entra|office365|o365|outlook|msgraph|sharepoint|onedrive|teams/i,
  ],
  ["google", /google|gmail|gdrive|gcal/i],
  ["okta", /okta/i],
  ["auth0", /auth0/i],
  ["atlassian", /atlassian|jira|confluence|bitbucket/i],
  ["salesforce", /salesforce|sfdc/i],
  ["linear", /linear/i],
  ["hubspot", /hubspot/i],
  ["zoom", /zoom/i],
  ["discord", /discord/i],
  ["notion", /notion/i],
  ["asana", /asana/i],
  ["box", /(?:^|[^a-z])box(?![a-z])|boxsdk/i],
  ["dropbox", /dropbox/i],
];

/** Scopes that only one provider has. */
export function byValue(value: string): ScopeProvider | undefined {
  if (
    /^https:\/\/(?:www\.googleapis\.com\/auth\/|mail\.google\.com\/$|(?:www\.google\.com|docs\.google\.com|spreadsheets\.google\.com)\/(?:feeds|m8))/.test(
      value,
    )
  )
    return "google";
  if (
    /^(?:https:\/\/graph\.microsoft\.com\/)?[A-Z][A-Za-z-]+\.(?:Read|ReadWrite|Send|Create|Manage|FullControl|AccessAsUser|ReadBasic|Selected|Initiate|Join)[A-Za-z]*(?:\.[A-Za-z.]+)?$/.test(
      value,
    )
  )
    return "microsoft";
  if (/^okta\.[\w.]+\.(?:read|manage)(?:\.self)?$/.test(value)) return "okta";
  return /^(?:im|mpim|groups|channels):history$|^chat:write(?:\.\w+)?$|^search:read(?:\.\w+)?$|^admin\.\w+(?:\.\w+)*:(?:read|write)$/.test(
    value,
  )
    ? "slack"
    : undefined;
}

/** The provider that words name. */
export function byWords(words: string): ScopeProvider | undefined {
  return providers.find(([, pattern]) => pattern.test(words))?.[0];
}

/** What stands around a scope: keys, the texts and names of the nearest call or dict. */
export function surroundings(trail: Trail | undefined): string {
  const words: string[] = [];
  let near = 0;
  for (let step = trail; step && near < 4; step = step.up) {
    if (step.key !== "") words.push(step.key);
    const value = step.value;
    if (value.kind !== "call" && value.kind !== "dict") continue;
    near++;
    if (value.kind === "call")
      words.push(
        value.callee,
        ...value.args.map((argument) => str(argument) ?? "").map((word) => word.slice(0, 80)),
      );
    for (const entry of value.entries) {
      const word = str(entry.value);
      if (word && word.length < 120) words.push(word);
    }
  }
  return words.join(" ");
}

/** Keys by which levels are told apart; under them stands a menu, not a request. */
const level =
  /^(?:read|readonly|read_only|read_write|readwrite|write|full|full_access|admin|minimal|basic|level\d?|options?|choices|enum|available|supported|all)$/i;

/** Whether somebody chooses the scope among levels or options. */
export function isOption(trail: Trail | undefined): boolean {
  for (let step = trail; step; step = step.up) {
    const value = step.value;
    if (/^(?:options|choices|enum|description|examples?|placeholder|tooltip|help)$/i.test(step.key))
      return true;
    if (
      value.kind === "dict" &&
      level.test(step.key) &&
      value.entries.length > 1 &&
      value.entries.every((entry) => entry.value.kind === "text" || entry.value.kind === "list")
    )
      return true;
    if (value.kind === "call" || value.kind === "scope") return false;
  }
  return false;
}

/** Whose token it is, by the key it stands under and the words around it. */
export function holderOf(trail: Trail | undefined, words: string): OauthScope["holder"] {
  const key = nearestKey(trail);
  if (/^user$|user_?scope/i.test(key)) return "user";
  if (/^bot$|bot_?scope/i.test(key)) return "bot";
  if (/user[ _-]?token|v2_user|xoxp/i.test(words)) return "user";
  return /bot[ _-]?token|xoxb/i.test(words) ? "bot" : "unknown";
}

/** Whether a client or a server of OAuth is what the scope belongs to. */
export function isNear(trail: Trail | undefined): boolean {
  for (let step = trail; step; step = step.up) {
    if (/oauth/i.test(step.key)) return true;
    const value = step.value;
    if (value.kind === "scope") return false;
    if (value.kind === "call" && /OAuth/i.test(value.callee)) return true;
    if (value.kind !== "list" && entriesOf(value).some(({ key }) => clientKey.test(key))) return true;
  }
  return false;
}
const clientKey =
  /^(?:client_?id|grant_?types?|grant_type_whitelist|redirect_?uris?|authorization_servers|token_?(?:url|endpoint)|client_?secret)$/i;
