/** How the actions of declared services are called at the authorization server. */
import { own } from "../../model/json.ts";
import type { Policy, Service, ServiceAction } from "../../model/policy.ts";

export interface ScopeName {
  readonly name: string;
  /** Qualified names of the other actions that have the same scope: a token for one is a token for them. */
  readonly others: readonly string[];
  /** Why Okta cannot have it; completes "… because". */
  readonly fault?: string;
}

/** RFC 6749, 3.3: printable ASCII but blank, `"` and `\`. */
const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]{1,255}$/;

/** Scopes with a meaning of their own at every authorization server; `offline_access` would outlive the agent. */
const reserved: ReadonlySet<string> = new Set([
  "openid",
  "profile",
  "email",
  "address",
  "phone",
  "groups",
  "offline_access",
  "device_sso",
  "interclient_access",
]);

/**
 * The scope of every action that takes OAuth tokens, by qualified action name: the native name that `oauth` gives,
 * else the qualified name itself.
 */
export function scopeNames(policy: Policy): ReadonlyMap<string, ScopeName> {
  const wanted = Object.values(policy.services).flatMap((service) =>
    Object.values(service.actions)
      .filter((action) => takesTokens(service, action))
      .map((action) => {
        const qualified = `${service.name}:${action.name}`;
        return { qualified, name: action.oauth ?? qualified };
      }),
  );
  const holders = new Map<string, string[]>();
  for (const { qualified, name } of wanted) holders.set(name, [...(holders.get(name) ?? []), qualified]);
  return new Map(
    wanted.map(({ qualified, name }) => {
      const others = (holders.get(name) ?? []).filter((other) => other !== qualified);
      const fault = faultOf(name);
      return [qualified, { name, others, ...(fault === undefined ? {} : { fault }) }];
    }),
  );
}

function faultOf(name: string): string | undefined {
  if (!scopeToken.test(name)) return "its scope is not a name that OAuth takes";
  return reserved.has(name) || name.startsWith("okta.")
    ? `the scope '${name}' has a meaning of its own in Okta`
    : undefined;
}

function takesTokens(service: Service, action: ServiceAction): boolean {
  return service.audience !== undefined || service.protocol === "oauth" || action.oauth !== undefined;
}

/** Whether a qualified action belongs to a declared service that an authorization server can protect. */
export function isOauthAction(policy: Policy, text: string): boolean {
  const colon = text.indexOf(":");
  const service = own(policy.services, text.slice(0, Math.max(0, colon)));
  const action = service === undefined ? undefined : own(service.actions, text.slice(colon + 1));
  return service !== undefined && action !== undefined && takesTokens(service, action);
}
