/** What the rules about OAuth scopes share. */
import type { Located } from "../../scan/grants/fact.ts";
import type { OauthScope } from "../../scan/grants/oauth/fact.ts";
import type { Grants, Offence } from "./rule.ts";

export type Scope = Located<OauthScope>;

/** Scopes that are asked for; a menu of levels asks for none of them. */
export function requested(grants: Grants, provider: OauthScope["provider"]): readonly Scope[] {
  return grants.of("oauth-scope").filter((scope) => scope.provider === provider && !scope.option);
}

export function asked(scope: Scope, message: string): Offence {
  const { file, extent, value, holderName, proof } = scope;
  return { file, extent, subject: `${holderName} ${value}`, message, proof };
}

const google = "https://www.googleapis.com/auth/";

/** The part of a Google scope after the common address; undefined for others. */
export const googleScope = (value: string) =>
  value.startsWith(google) ? value.slice(google.length).replace(/\/$/, "") : undefined;
