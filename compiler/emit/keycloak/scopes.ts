/** Which OAuth scope of Keycloak an action is. */
import { own } from "../../model/json.ts";
import type { Policy, Service, ServiceAction } from "../../model/policy.ts";

export interface Scope {
  /** The name of the client scope, as clients ask for it. */
  readonly name: string;
  readonly action: string;
  readonly service: Service;
  readonly declared: ServiceAction;
}

/** The scope of a qualified action; `undefined` where it is none of a declared service that takes tokens. */
export function scopeOf(policy: Policy, action: string): Scope | undefined {
  const colon = action.indexOf(":");
  const service = own(policy.services, action.slice(0, colon));
  const declared = service === undefined ? undefined : own(service.actions, action.slice(colon + 1));
  if (service === undefined || declared === undefined) return undefined;
  if (service.audience === undefined && service.protocol !== "oauth" && declared.oauth === undefined)
    return undefined;
  return { name: declared.oauth ?? action, action, service, declared };
}

/** Every scope of the policy by its name: more than one action where the names are the same. */
export function scopesByName(policy: Policy): ReadonlyMap<string, readonly Scope[]> {
  const found = new Map<string, Scope[]>();
  for (const [name, service] of Object.entries(policy.services))
    for (const action of Object.keys(service.actions)) {
      const scope = scopeOf(policy, `${name}:${action}`);
      if (scope === undefined) continue;
      const list = found.get(scope.name);
      if (list === undefined) found.set(scope.name, [scope]);
      else list.push(scope);
    }
  return found;
}

/** Scopes that Keycloak or OpenID Connect give a meaning of their own. */
const reserved: ReadonlySet<string> = new Set([
  "acr",
  "address",
  "basic",
  "email",
  "microprofile-jwt",
  "offline_access",
  "openid",
  "organization",
  "phone",
  "profile",
  "role_list",
  "roles",
  "service_account",
  "web-origins",
]);

/** Why a text cannot be a client scope's name, as the end of a sentence; `undefined`: it can (RFC 6749, section 3.3). */
export function scopeNameFault(name: string): string | undefined {
  if (!/^[\x21\x23-\x5b\x5d-\x7e]{1,255}$/.test(name))
    return "an OAuth scope is up to 255 visible ASCII characters without blank, quote and backslash";
  return reserved.has(name) ? `the scope ${name} has a meaning of its own in Keycloak` : undefined;
}
