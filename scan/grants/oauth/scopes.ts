/**
 * OAuth scopes where a client asks for them: lists and strings under a key that speaks of scopes, arguments of
 * credential constructors, manifests, authorization URLs. A scope in a comment, a message or a web address is none.
 */
import type { Format } from "../documents.ts";
import { items, nearestKey, str, type Text, type Trail, type Value, walk } from "../value.ts";
import type { OauthScope, ScopeProvider } from "./fact.ts";

const scopeKey =
  /^(?:.*[_.-])?(?:scopes?|user_?scopes?|bot_?scopes?|SCOPES?)(?:[_-]?(?:default|list|required|set|list))?$|[a-z]Scopes?$/;
/** Keys of the same shape that mean something else. */
const otherScopes =
  /^(?:(?:root|sub|thread|memory|event|cache|search|test|session|variable|lexical|css|style|var|di|provider|service|runtime|agent|model|main|data|shared|target|project|workspace|config|install|resource|assignable|log|file|state|store|isolation|execution|tool|policy|capability|dynamic|global|local|npm|package|default_tracer)_?Scopes?)$/i;

/** Words by which the surroundings say whose scopes they are. */
const providers: readonly (readonly [ScopeProvider, RegExp])[] = [
  ["slack", /slack/i],
  ["github", /github/i],
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
  ["box", /\bbox\b|boxsdk/i],
  ["dropbox", /dropbox/i],
];

/** Scopes that only one provider has. */
function byValue(value: string): ScopeProvider | undefined {
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

function byWords(words: string): ScopeProvider | undefined {
  return providers.find(([, pattern]) => pattern.test(words))?.[0];
}

/** What stands around a scope: keys, the texts and names of the nearest call or dict. */
function surroundings(trail: Trail | undefined): string {
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

function isOption(trail: Trail | undefined): boolean {
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

function holderOf(trail: Trail | undefined, words: string): OauthScope["holder"] {
  const key = nearestKey(trail);
  if (/^user$|user_?scope/i.test(key)) return "user";
  if (/^bot$|bot_?scope/i.test(key)) return "bot";
  if (/user[ _-]?token|v2_user|xoxp/i.test(words)) return "user";
  return /bot[ _-]?token|xoxb/i.test(words) ? "bot" : "unknown";
}

const consents =
  /InstalledAppFlow|from_client_secrets|from_client_config|generateAuthUrl|authorization_url|authorizationUrl|getAuthorizationUrl|requires_access_token|OAuthHelper|oauth2\/v2\/auth|oauth\/authorize|OAuth2Client|authorizationCode|AuthorizationCode|run_local_server|GoogleProvider|passport|NextAuth|signIn\(|getToken\(|token\.json/;
const services =
  /service_account|ServiceAccount|GoogleAuth\b|google\.auth\.default|auth\.default\(|\bJWT\(|ADC\b|application_default|getClient\(|with_scopes|with_subject/;

/** Whether a file can hold scopes of a provider that anything is known of, or of a flow that is one of OAuth. */
export function speaksOfOauth(path: string, source: string): boolean {
  if (!keyed.test(source)) return false;
  return anyProvider.test(source) || anyProvider.test(path) || consents.test(source) || services.test(source);
}

/** A key, an assignment or a call that is about scopes. */
const keyed =
  /(?:[sS]copes?|SCOPES?)(?:_?(?:default|list|required|set|DEFAULT|LIST))?["'\]]?\s{0,10}[:=(]|from_(?:client|authorized|service)_|create_scoped|from_stream|acquire_token/;
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

/** Distance of a scope's key: the nearest key on the way that speaks of scopes, within lists, dicts and one call. */
function inScopeContext(trail: Trail | undefined): boolean {
  let calls = 0;
  for (let step = trail; step; step = step.up) {
    if (step.key !== "" && step.key !== "return" && step.key !== "default" && step.key !== "value") {
      if (scopeKey.test(step.key) && !otherScopes.test(step.key)) return true;
      // Under `scopes` may stand who holds them, or the service they are for.
      if (step.value.kind === "call" || step.value.kind === "scope") return false;
    }
    if (step.value.kind === "call" && step.value.callee !== "?:" && ++calls > 1) return false;
    if (step.value.kind === "scope") return false;
  }
  return false;
}

/** Calls that take scopes as plain arguments. */
const scopeCalls =
  /(?:^|\.)(?:from_client_secrets_file|from_client_config|from_authorized_user_file|from_authorized_user_info|from_service_account_file|from_service_account_info|with_scopes|create_scoped|from_stream|setScopes|addScope|acquire_token_\w+)$/;

/** An address at which somebody consents, or makes a token; with its host. */
const authorization =
  /^https?:\/\/([^/\s?]+)\S*(?:authorize|oauth|\/auth|settings\/tokens\/new)\S*\?\S*scopes?=\S+/;

const splitter = /[\s,]+/;

/** What the text of a whole file says of OAuth. */
export interface OauthSigns {
  readonly isSpokenOf: boolean;
  readonly flow: OauthScope["flow"];
}

export function oauthSigns(path: string, source: string): OauthSigns {
  const isSpokenOf = speaksOfOauth(path, source);
  return { isSpokenOf, flow: isSpokenOf ? flowOf(source) : "unknown" };
}

/** The scopes of one document of a file; the file's path and text may name the provider. */
export function oauthScopes(
  root: Value,
  path: string,
  source: string,
  format: Format,
  { isSpokenOf, flow }: OauthSigns,
): readonly OauthScope[] {
  const found: OauthScope[] = [];
  if (!isSpokenOf) return found;
  // In workflows scopes are those of commit messages.
  if (/(?:^|\/)\.github\//.test(path)) return found;
  const fileProvider = byWords(path);
  walk(root, (value, trail) => {
    if (value.kind === "dict" && scopeKey.test(nearestKey(trail)) && !otherScopes.test(nearestKey(trail))) {
      // OpenAPI: the keys are the scopes, the values their descriptions.
      for (const entry of value.entries)
        if (/[:./]/.test(entry.key) && entry.value.kind === "text")
          add(
            { kind: "text", value: entry.key, open: false, at: entry.at, end: entry.at + entry.key.length },
            { value, key: "", up: trail },
            [entry.key],
          );
    }
    if (value.kind !== "text") return undefined;
    const address = authorization.exec(value.value.slice(0, 4000));
    if (address) {
      for (const [, key, asked = ""] of address[0].matchAll(/[?&](user_scope|scopes?)=([^&\s#]+)/g)) {
        const list = decode(asked).split(splitter);
        for (const scope of list)
          add({ ...value, value: scope }, trail, list, address[1], key === "user_scope" ? "user" : undefined);
      }
      return undefined;
    }
    const assigned =
      format === "env" || format === "shell"
        ? /^(?:export )?[A-Z_]*SCOPES?=(.*)$/s.exec(value.value)?.[1]
        : undefined;
    const argument = trail?.value.kind === "call" && trail.key === "" && scopeCalls.test(trail.value.callee);
    const listed =
      trail?.value.kind === "list" &&
      trail.up?.value.kind === "call" &&
      trail.up.key === "" &&
      scopeCalls.test(trail.up.value.callee);
    if (assigned === undefined && !argument && !listed && !inScopeContext(trail)) return undefined;
    const own = (assigned ?? value.value).split(splitter).filter((word) => word !== "");
    const list =
      own.length === 1 && trail?.value.kind === "list" ? siblings(trail.value) : own.slice(0, MOST_BESIDE);
    for (const scope of own) add({ ...value, value: scope }, trail, list);
    return undefined;
  });
  return found;

  /** `host` and `holder`: what an address says of them. */
  function add(
    word: Text,
    trail: Trail | undefined,
    beside: readonly string[],
    host = "",
    holder?: OauthScope["holder"],
  ): void {
    const words = surroundings(trail);
    const provider = byValue(word.value) ?? byWords(host) ?? byWords(words) ?? fileProvider ?? "unknown";
    found.push({
      kind: "oauth-scope",
      extent: { at: word.at, end: word.end },
      value: word.value,
      provider,
      holder: holder ?? holderOf(trail, `${words} ${provider === "slack" ? source.slice(0, 20_000) : ""}`),
      flow,
      option: isOption(trail),
      beside,
      holderName: holderName(trail),
      proof: word.open ? "inferred" : "proven",
    });
  }
}

/** Scopes that are kept with each of their list, which is quadratic; no application asks for as many. */
const MOST_BESIDE = 200;

function siblings(list: Value): readonly string[] {
  return items(list)
    .slice(0, MOST_BESIDE)
    .flatMap((item) => str(item)?.split(splitter) ?? [])
    .slice(0, MOST_BESIDE);
}

function holderName(trail: Trail | undefined): string {
  for (let step = trail; step; step = step.up)
    if (step.value.kind === "scope" && step.value.name !== "") return step.value.name;
  return nearestKey(trail);
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value.replace(/\+/g, " "));
  } catch {
    return value;
  }
}
