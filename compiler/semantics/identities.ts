/** Who an agent is on each platform, and that no two agents are the same. */
import type { Agent, Identity } from "../model/policy.ts";
import type { IdentityEntry, IdentityMember } from "../syntax/ast.ts";

import { type Context, originOf } from "./context.ts";
import { reportAt } from "./findings.ts";
import { byKeyword, missing } from "./members.ts";
import type { Place } from "./place.ts";
import { readFilled } from "./values.ts";

/** The fields that each platform needs. */
const required: ReadonlyMap<string, readonly string[]> = new Map([
  ["oidc", ["issuer", "subject"]],
  ["aws", ["role"]],
  ["keycloak", ["client"]],
  ["okta", ["agent"]],
  ["kubernetes", ["serviceaccount"]],
  ["github", ["app"]],
  ["spiffe", ["spiffe"]],
]);

/** The identities that are whole. */
export function readIdentities(
  context: Context,
  place: Place,
  members: readonly IdentityMember[],
): readonly Identity[] {
  return members.flatMap(({ entries }) =>
    entries.flatMap((entry) => readIdentity(context, place, entry) ?? []),
  );
}

function readIdentity(context: Context, place: Place, entry: IdentityEntry): Identity | undefined {
  const platform = entry.platform.text;
  const needed = required.get(platform);
  if (needed === undefined || entry.broken) return undefined;
  const given = byKeyword(context, place, entry.fields);
  const fields = new Map<string, string>();
  let whole = true;
  for (const name of needed) {
    if (given.has(name)) continue;
    missing(context, place, entry, `The ${platform} identity`, name, `add '${name} "…"'`);
    whole = false;
  }
  for (const [name, [field]] of given) {
    if (field?.value === undefined) continue;
    const text = readFilled(context, place, field.value, `'${name}'`);
    if (text === undefined) whole = false;
    else fields.set(name, text);
  }
  const origin = originOf(context, place, entry);
  const text = (name: string): string => fields.get(name) ?? "";
  if (!whole) return undefined;
  switch (platform) {
    case "oidc": {
      const audience = fields.get("audience");
      const oidc = { kind: "oidc", issuer: text("issuer"), subject: text("subject"), origin } as const;
      return audience === undefined ? oidc : { ...oidc, audience };
    }
    case "aws":
      return { kind: "aws", role: text("role"), adopt: given.has("adopt"), origin };
    case "keycloak":
      return { kind: "keycloak", client: text("client"), origin };
    case "okta":
      return { kind: "okta", agent: text("agent"), origin };
    case "kubernetes":
      return { kind: "kubernetes", serviceaccount: text("serviceaccount"), origin };
    case "github":
      return { kind: "github", app: text("app"), origin };
    default:
      return { kind: "spiffe", id: text("spiffe"), origin };
  }
}

/** Reports each agent that has an identity which an earlier agent has. */
export function checkShared(context: Context, agents: Iterable<Agent>): void {
  const holders = new Map<string, { readonly agent: Agent; readonly identity: Identity }>();
  for (const agent of agents)
    for (const identity of agent.identities) {
      const key = JSON.stringify(keyOf(identity));
      const before = holders.get(key);
      if (before === undefined) holders.set(key, { agent, identity });
      else if (before.agent !== agent)
        reportAt(
          context.findings,
          identity.origin.span,
          "shared-identity",
          `'${agent.name}' has the same ${identity.kind} identity as '${before.agent.name}', so nobody can tell them apart; give one of them its own.`,
          { related: [{ message: "the other one's", span: before.identity.origin.span }] },
        );
    }
}

/** What makes an identity one and the same; an audience does not. */
function keyOf(identity: Identity): readonly string[] {
  switch (identity.kind) {
    case "oidc":
      return ["oidc", identity.issuer, identity.subject];
    case "aws":
      return ["aws", identity.role];
    case "keycloak":
      return ["keycloak", identity.client];
    case "okta":
      return ["okta", identity.agent];
    case "kubernetes":
      return ["kubernetes", identity.serviceaccount];
    case "github":
      return ["github", identity.app];
    case "spiffe":
      return ["spiffe", identity.id];
  }
}
