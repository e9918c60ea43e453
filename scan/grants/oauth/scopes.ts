/**
 * OAuth scopes where a client asks for them: lists and strings under a key that speaks of scopes, arguments of
 * credential constructors, manifests, authorization URLs. A scope in a comment, a message or a web address is none.
 */
import type { Format } from "../documents.ts";
import { get, items, nearestKey, str, type Text, type Trail, type Value, walk } from "../value.ts";
import type { OauthScope } from "./fact.ts";
import { discordInvite, type OauthSigns } from "./signs.ts";
import { byValue, byWords, holderOf, isNear, isOption, surroundings } from "./surroundings.ts";

const scopeKey =
  /^(?:.*[_.-])?(?:scopes?|user_?scopes?|bot_?scopes?|SCOPES?)(?:[_-]?(?:default|list|required|set|list|whitelist|allowlist|supported))?$|[a-z]Scopes?$/;
/** Keys of the same shape that mean something else. */
const otherScopes =
  /^(?:(?:root|sub|thread|memory|event|cache|search|test|session|variable|lexical|css|style|var|di|provider|service|runtime|agent|model|main|data|shared|target|project|workspace|config|install|resource|assignable|log|file|state|store|isolation|execution|tool|policy|capability|dynamic|global|local|npm|package|default_tracer)_?Scopes?)$/i;

/** Distance of a scope's key: the nearest key on the way that speaks of scopes, within lists, dicts and one call. */
function inScopeContext(trail: Trail | undefined): boolean {
  let calls = 0;
  for (let step = trail; step; step = step.up) {
    if (step.key !== "" && step.key !== "return" && step.key !== "default" && step.key !== "value") {
      if (scopeKey.test(step.key) && !otherScopes.test(step.key)) return true;
      // Under `scopes` may stand who holds them, or the service they are for.
      if (step.value.kind === "call" || step.value.kind === "scope") return false;
    }
    if (step.value.kind === "call" && !passing.test(step.value.callee) && ++calls > 1) return false;
    if (step.value.kind === "scope") return false;
    // A field of a form for credentials: `{ name: "scope", default: "…" }`.
    if (step.value.kind === "dict" && /^(?:default|value)$/.test(step.key)) {
      const field = str(get(step.value, "name"));
      if (field !== undefined && scopeKey.test(field)) return true;
    }
  }
  return false;
}

/** Choices, defaults of the environment, and what takes a list apart or puts it together. */
const passing = /^(?:\?:|\|\||&&|for|list|set|tuple)$|(?:^|\.)(?:split|join|getenv|environ\.get|env\.get)$/;

/** Calls that take scopes as plain arguments. */
const scopeCalls =
  /(?:^|\.)(?:from_client_secrets_file|from_client_config|from_authorized_user_file|from_authorized_user_info|from_service_account_file|from_service_account_info|with_scopes|create_scoped|from_stream|setScopes|addScope|acquire_token_\w+)$/;

/** An address at which somebody consents, or makes a token; with its host. */
const authorization =
  /^https?:\/\/([^/\s?]+)\S*(?:authorize|oauth|\/auth|settings\/tokens\/new)\S*\?\S*scopes?=\S+/;

const splitter = /[\s,]+/;

/** Files that list packages, whose names may end in `scope`. */
const manifest =
  /(?:^|\/)(?:package|package-lock|composer|bower|deno|tsconfig[\w.]*)\.json$|(?:^|[.-])lock\.(?:json|ya?ml|toml)$/i;

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
  if (/(?:^|\/)\.github\//.test(path) || manifest.test(path)) return found;
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
    const administrator = discordInvite.test(value.value)
      ? /[?&]permissions=(\d{1,15})/.exec(value.value)
      : null;
    // The fourth bit is the administrator's.
    if (administrator && Math.floor(Number(administrator[1]) / 8) % 2 === 1)
      add({ ...value, value: "administrator" }, trail, [], "discord.com");
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
        ? (/^(?:export )?[A-Z_]*SCOPES?=(.*)$/s.exec(value.value)?.[1] ?? afterOption(value, trail))
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
      near: isNear(trail),
      // What a server supports is what clients choose from; a wildcard there leaves no choice.
      option: isOption(trail) || (/supported$/i.test(nearestKey(trail)) && word.value !== "*"),
      beside,
      holderName: holderName(trail),
      proof: word.open ? "inferred" : "proven",
    });
  }
}

/** `Connect-MgGraph -Scopes "User.Read.All","Group.ReadWrite.All"`: the word after the option. */
function afterOption(word: Text, trail: Trail | undefined): string | undefined {
  const call = trail?.value;
  if (call?.kind !== "call" || !/^Connect-(?:Mg|Microsoft)Graph$/i.test(call.callee)) return undefined;
  const before = call.args[call.args.indexOf(word) - 1];
  return /^-Scopes?$/i.test(str(before) ?? "") ? word.value.replace(/["']/g, "") : undefined;
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
